// SPDX-License-Identifier: Apache-2.0

internal import Foundation
public import Provenance
internal import ProvenanceVocabulary
public import Screening

extension NDJSON {
    /// One line of `inspect`: `path`, `level`, `claim`, `statements`, `contradictions`, `pixels`, `sha256`, `bytes`, `format`,
    /// and `pathBytes` (base64) only where the path is not UTF-8. Without the line feed at its end.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - provenance: what was found.
    ///   - identity: what tells the file from every other.
    public static func encode(_ path: ItemPath, _ provenance: ProvenanceRecord, identity: FileIdentity) -> String {
        var line = JSONObject()
        line.add("path", path.exactString ?? path.display)
        add(provenance, to: &line)
        line.add("sha256", identity.sha256)
        line.add("bytes", identity.byteCount)
        line.add("format", identity.format)
        if path.exactString == nil {
            line.add("pathBytes", Data(path.bytes).base64EncodedString())
        }
        return line.closed
    }

    /// What tells a file from every other.
    public struct FileIdentity: Sendable {
        /// 64 lower-case hex digits.
        public var sha256: String
        /// Length in bytes.
        public var byteCount: UInt64
        /// Told by the bytes: `jpeg`, `png`, `iso-bmff`, …
        public var format: String

        /// Names a file's identity.
        public init(sha256: String, byteCount: UInt64, format: String) {
            self.sha256 = sha256
            self.byteCount = byteCount
            self.format = format
        }
    }

    static func encode(_ provenance: ProvenanceRecord?) -> String {
        guard let provenance else { return "null" }
        var object = JSONObject()
        add(provenance, to: &object)
        return object.closed
    }

    private static func add(_ provenance: ProvenanceRecord, to object: inout JSONObject) {
        object.add("level", provenance.level.rawValue)
        object.add("claim", provenance.claim.rawValue)
        object.add("statements", raw: JSONObject.array(provenance.statements.map(encode)))
        object.add("contradictions", raw: JSONObject.array(provenance.contradictions.map(JSONObject.quoted)))
        object.add("pixels", raw: encode(provenance.pixels))
    }

    private static func encode(_ statement: Statement) -> String {
        var object = JSONObject()
        object.add("source", statement.source)
        object.add("level", statement.level.rawValue)
        object.add("claim", statement.claim.rawValue)
        object.add("text", statement.text)
        object.add("codes", raw: JSONObject.array(statement.codes.map(JSONObject.quoted)))
        object.add("technical", statement.technical)
        return object.closed
    }

    private static func encode(_ pixels: PixelExamination) -> String {
        var object = JSONObject()
        switch pixels {
        case .examined: object.add("status", "examined")
        case .notApplicable: object.add("status", "not-applicable")
        case .notExamined(let reason):
            object.add("status", "not-examined")
            object.add("reason", reason)
        }
        return object.closed
    }

    /// The provenance of a record as it stands in a results file.
    struct WireProvenance: Decodable {
        var level: Level
        var claim: Claim
        var statements: [WireStatement]
        var contradictions: [String]
        var pixels: Pixels

        struct WireStatement: Decodable {
            var source: String
            var level: Level
            var claim: Claim
            var text: String
            var codes: [String]
            var technical: String
        }

        struct Pixels: Decodable {
            var status: Status
            var reason: String?

            enum Status: String, Decodable {
                case examined
                case notApplicable = "not-applicable"
                case notExamined = "not-examined"
            }
        }

        var record: ProvenanceRecord {
            let pixels: PixelExamination =
                switch self.pixels.status {
                case .examined: .examined
                case .notApplicable: .notApplicable
                case .notExamined: .notExamined(because: self.pixels.reason ?? "")
                }
            return ProvenanceRecord(
                level: level, claim: claim,
                statements: statements.map {
                    Statement(
                        source: $0.source, level: $0.level, claim: $0.claim, text: $0.text, technical: $0.technical,
                        codes: $0.codes)
                },
                contradictions: contradictions, pixels: pixels)
        }
    }
}
