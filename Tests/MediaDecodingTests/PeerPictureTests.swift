// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import MediaDecoding
import TestSupport
import Testing

@Suite("Decoded pictures")
struct PeerPictureTests {
    @Test(
        "of every format and mode hash as pip pdqhash hashes them through Pillow",
        .enabled(if: Repository.python != nil, "peers are not installed: make test"))
    func hashAsThePeer() throws {
        let folder = try TemporaryFolder()
        let made = try Execution.peer("peer_pictures.py", [folder.path])
        try #require(made.status == 0, "\(made.errors)")
        let decoder = try Decoders.patient()
        var compared = 0
        var formats: Set<PictureFormat> = []
        let expected = try String(contentsOf: folder.url.appending(path: "expected.tsv"), encoding: .utf8)
        for row in expected.split(separator: "\n").map({ $0.split(separator: "\t").map(String.init) }) {
            let file = [UInt8](try Data(contentsOf: folder.url.appending(path: row[0])))
            let tolerance = try #require(Int(row[1]))
            let outcome = try decoder.fingerprints(of: file)
            let (picture, found) = try #require(outcome.value, "\(row[0]): \(String(describing: outcome.failure))")
            formats.insert(picture.format)
            #expect(!picture.isPartial, "\(row[0])")
            let fast = try #require(
                try decoder.fingerprints(of: file, hashing: .fast(shorterSide: 16)).value, "\(row[0])")
            #expect(!fast.picture.isPartial && fast.frames.count == found.count, "\(row[0]), hashed fast")
            #expect(found.count == (row.count - 2) / 2, "\(row[0]): frames")
            for (number, fingerprint) in found.enumerated() where row.count >= 2 * number + 4 {
                let hash = try #require(PDQHash(hex: row[2 * number + 2]))
                #expect(fingerprint.hash.distance(to: hash) <= tolerance, "\(row[0]), frame \(number)")
                if tolerance == 0 {
                    #expect(String(fingerprint.quality) == row[2 * number + 3], "\(row[0]), frame \(number): quality")
                }
            }
            compared += 1
        }
        #expect(compared >= 500)
        #expect(formats == Set(PictureFormat.allCases))
    }
}
