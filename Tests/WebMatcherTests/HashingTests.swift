// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct HashingTests {
    @Test func picturesHashAsTheReferenceHashesThem() async throws {
        guard Repository.python != nil else {
            print("skipped: .venv is missing; scripts/install-peers makes it")
            return
        }
        let folder = try TemporaryFolder()
        let lines = try Execution.peer("hma_oracle.py", ["pictures", folder.url.path]).lines
        #expect(lines.count == 6)
        try await Surface.run { ask in
            for line in lines {
                let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
                let bytes = Array(try Data(contentsOf: folder.url.appending(path: String(parts[0]))))
                let answer = try await ask.upload("/h/hash", files: [("photo", bytes)])
                #expect(answer.status == 200, "\(parts[0])")
                #expect(answer.json == ["pdq": .string(String(parts[1]))], "\(parts[0])")
            }
        }
    }

    @Test func videosHashToTheMD5OfTheirBytes() async throws {
        try await Surface.run { ask in
            let bytes = Array("not really a video".utf8)
            let md5 = Insecure.MD5.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
            let answer = try await ask.upload("/h/hash", files: [("video", bytes)])
            #expect(answer.json == ["video_md5": .string(md5)])
            #expect(try await ask.upload("/h/hash?types=video_md5", files: [("video", bytes)]).status == 200)
        }
    }

    @Test func uploadsThatAreNotWhatTheReferenceTakesAreRefused() async throws {
        try await Surface.run { ask in
            let picture = Pictures.png(seed: 1)
            #expect(try await ask(.post, "/h/hash").message == "Missing multipart/form-data file upload")
            #expect(try await ask.upload("/h/hash", files: []).message == "Missing multipart/form-data file upload")
            #expect(
                try await ask.upload("/h/hash", files: [("photo", picture), ("photo", picture)]).message
                    == "Only one file allowed per request")
            let field = try await ask.upload("/h/hash", files: [("file", picture)])
            #expect(field.status == 400)
            #expect(field.message == "no such content_type: 'file'")
            #expect(
                try await ask.upload("/h/hash?types=video_md5", files: [("photo", picture)]).message
                    == "signal type 'video_md5' doesn't exist or is disabled")
            #expect(
                try await ask.upload("/h/hash?types=,", files: [("photo", picture)]).message
                    == "empty signal type selection")
            let broken = try await ask.upload("/h/hash", files: [("photo", Array("no picture".utf8))])
            #expect(broken.status == 400)
            #expect(broken.message?.contains("could not be hashed") == true)
        }
    }

    @Test func urlsAreFetchedOnlyFromAllowedHosts() async throws {
        try await Surface.run { ask in
            let missing = try await ask(.get, "/h/hash")
            #expect(missing.status == 422)
            for url in ["https://example.org/a.jpg", "http://127.0.0.1/a.jpg", "file:///etc/passwd", "x"] {
                for path in ["/h/hash", "/m/lookup"] {
                    #expect(try await ask(.get, "\(path)?url=\(url)").status == 400)
                }
            }
            let type = try await ask(.get, "/h/hash?url=https://example.org/a&content_type=text")
            #expect(type.message == "no such content_type: 'text'")
        }
    }

    @Test func aPlainPictureHasAnEmptyHashAndIsNeverNoMatch() async throws {
        try await Surface.run { ask in
            let plain = Pictures.bitmap([UInt8](repeating: 90, count: 100 * 100), width: 100)
            #expect(try await ask.upload("/h/hash", files: [("photo", plain)]).json == ["pdq": ""])
            let lookup = try await ask.upload("/m/lookup", files: [("photo", plain)])
            #expect(lookup.status == 400)
            #expect(lookup.message?.hasPrefix("invalid signal: invalid PDQ hash") == true)
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            let added = try await ask.upload("/c/bank/A/content", files: [("photo", plain)])
            #expect(added.status == 400)
            #expect(added.message?.hasPrefix("Invalid pdq signal: invalid PDQ hash") == true)
        }
    }

    @Test func aPictureThatIsCutShortIsNeverNoMatch() async throws {
        try await Surface.run { ask in
            let whole = Pictures.png(seed: 7)
            let cut = Array(whole.prefix(whole.count * 55 / 100))
            let lookup = try await ask.upload("/m/lookup", files: [("photo", cut)]).status
            let hash = try await ask.upload("/h/hash", files: [("photo", cut)]).status
            #expect(lookup == 400 && hash == 400)
        }
    }

    @Test func namesThatAreNoneAreNeitherLookedUpNorRecorded() async throws {
        try await Surface.run { ask in
            for name in [
                "%00", "%01", "%C2%85", String(repeating: "A", count: 600), String(repeating: "0f", count: 32),
            ] {
                let bank = try await ask(.delete, "/c/bank/\(name)").status
                let exchange = try await ask(.delete, "/c/exchange/\(name)").status
                let found = try await ask(.get, "/c/bank/\(name)").status
                #expect(bank == 200 && exchange == 200, "\(name)")
                #expect(found == 400 || found == 404, "\(name): \(found)")
            }
        }
    }

    @Test func contentIsAddedByUploadAndFoundByUpload() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            let picture = Pictures.png(seed: 7)
            let metadata = #"{"content_id":"1197433091","content_uri":"x://y","json":{"asdf":{}}}"#
            let added = try await ask.upload(
                "/c/bank/A/content", files: [("photo", picture)], fields: ["metadata": metadata, "note": "from a test"])
            #expect(added.status == 200)
            #expect(added.json?.members?["id"] == 1)
            let hash = try await ask.upload("/h/hash", files: [("photo", picture)])
            #expect(added.json?.members?["signals"] == hash.json)
            let found = try await ask.upload("/m/lookup", files: [("photo", picture)])
            #expect(found.text == #"{"pdq":{"A":[{"bank_content_id":1,"distance":"0"}]}}"#)
            let other = try await ask.upload("/m/lookup", files: [("photo", Pictures.png(seed: 8))])
            #expect(other.text == #"{"pdq":{}}"#)
            let shown = try await ask(.get, "/c/bank/A/content/1")
            #expect(
                shown.json?.members?["metadata"] == [
                    "content_id": "1197433091", "content_uri": "x://y", "json": ["asdf": [:]], "collab": [:],
                ])
            #expect(shown.json?.members?["note"] == "from a test")

            _ = try await ask(.put, "/c/bank/A", ["enabled_ratio": 0])
            #expect(try await ask.upload("/m/lookup", files: [("photo", picture)]).text == #"{"pdq":{}}"#)
            #expect(
                try await ask.upload("/m/lookup?bypass_coinflip=true", files: [("photo", picture)]).json?
                    .members?["pdq"]?.members?["A"] != nil)
        }
    }

    @Test func metadataThatTheReferenceRefusesIsRefused() async throws {
        try await Surface.run { ask in
            _ = try await ask(.post, "/c/banks", ["name": "A"])
            let picture = Pictures.png(seed: 9)
            for metadata in [#"{"invalid_metadata":5}"#, "[]", "{", #"{"content_id":5}"#, #"{"json":"x"}"#] {
                let answer = try await ask.upload(
                    "/c/bank/A/content", files: [("photo", picture)], fields: ["metadata": metadata])
                #expect(answer.status == 400, "\(metadata)")
            }
            let long = try await ask.upload(
                "/c/bank/A/content", files: [("photo", picture)], fields: ["note": String(repeating: "n", count: 256)])
            #expect(long.status == 400)
            let silently = try await ask.upload(
                "/c/bank/A/content", files: [("photo", picture)], fields: ["metadata": #"{"collab":{"X":["1"]}}"#])
            #expect(silently.status == 200)
            // ROOST Coop sends these as fields of their own.
            _ = try await ask.upload(
                "/c/bank/A/content", files: [("photo", Pictures.png(seed: 10))],
                fields: ["content_id": "c-1", "content_uri": "x://z"])
            #expect(
                try await ask(.get, "/c/bank/A/content/2").json?.members?["metadata"] == [
                    "content_id": "c-1", "content_uri": "x://z", "json": nil, "collab": [:],
                ])
        }
    }
}
