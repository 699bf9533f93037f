// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Foundation
import TestSupport
import Testing

/// Files of other makers, and files made with c2pa-rs: `expected.tsv` says what c2pa-rs finds in them.
@Suite struct RealFilesTests {
    @Test func everyBindingOfTheCollectionIsJudgedAsByTheReference() throws {
        guard let folder = Repository.material("provenance") else {
            print("Real files are absent: ../shared/data/provenance; the bindings of other makers were not checked.")
            return
        }
        let table = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        var judged: [String: Int] = [:]
        for line in table.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let name = columns[0]
            // A sidecar without its picture has nothing to be checked against, and of two stores none counts.
            guard !name.hasSuffix(".c2pa"), !name.hasSuffix("bad-two-stores.jpg"),
                let source = try? FileBytes(path: folder.appending(path: name).path), let file = try? BoundFile(source)
            else { continue }
            let outcome = try file.check()?.first?.code ?? "none"
            judged[String(outcome.split(separator: ".").last ?? ""), default: 0] += 1
            if name.hasSuffix("legacy.mp4") {
                // Its only binding is of version 1, which counts as absent; the reference still accepts it.
                #expect(outcome == "none")
            } else if columns[5].contains("Hash.mismatch") {
                #expect(outcome.hasSuffix("Hash.mismatch"), "\(name): \(outcome)")
                #expect(columns[5].contains(outcome), "\(name): \(outcome)")
            } else if columns[5].contains("claim missing hard binding") {
                #expect(outcome == "none", "\(name)")
            } else {
                #expect(outcome.hasSuffix("Hash.match"), "\(name): \(outcome)")
            }
        }
        #expect(judged["match", default: 0] >= 45 && judged["mismatch", default: 0] >= 4, "\(judged)")
    }

    /// Every sixteenth byte that is not in the store.
    @Test(arguments: ["gen-mp4-merkle.mp4", "gen-jpg-es256.jpg", "gen-webp-es256.webp", "gen-mov-es256.mov"])
    func changedBytesOfRealFilesAreNoticed(_ name: String) throws {
        guard let folder = Repository.material("provenance/generated/signed") else {
            print("Real files are absent: ../shared/data/provenance; \(name) was not checked.")
            return
        }
        let file = try #require(try BoundFile(FileBytes(path: folder.appending(path: name).path)))
        let binding = try #require(file.binding)
        let kind = try #require(HardBinding.Kind(label: binding.label))
        let original = try file.source.bytes(0..<file.source.count)
        let free =
            try file.reading.format == .isoBMFF
            ? BMFFBoxWalk(file.source, descending: { _ in false }).boxes
                .filter { ["ftyp", "free", "mfra"].contains($0.type.description) || $0.userType == .c2paBox }.map(
                    \.range)
            : []
        for index in stride(from: 0, to: original.count, by: original.count / 97 | 1)
        where !(file.reading.stores.flatMap(\.ranges) + free).contains(where: { $0.contains(index) }) {
            var bytes = original
            bytes[index] ^= 1
            let outcomes = try HardBinding.check(
                kind, binding.content, file.context, in: file.reading, source: MemoryBytes(bytes)
            ).outcomes
            #expect(!outcomes.contains("match") && !outcomes.isEmpty, "\(name), byte \(index)")
        }
    }
}
