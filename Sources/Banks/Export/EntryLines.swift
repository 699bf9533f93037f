// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
import Fingerprints
import FoundationEssentials

/// Writes entries as lines of CSV or JSON.
struct EntryLines {
    let format: ExportFormat

    private static let names = [
        "id", "pdq", "md5", "sha1", "sha256", "category", "source", "note", "confirmed", "state", "expires",
        "pdq_views",
    ]

    var header: [UInt8] {
        switch format {
        case .csv: Array((Self.names.joined(separator: ",") + "\n").utf8)
        case .jsonl: []
        }
    }

    func append(_ entry: BankEntry, to bytes: inout [UInt8]) {
        switch format {
        case .csv: appendCSV(entry, &bytes)
        case .jsonl: appendJSON(entry, &bytes)
        }
    }

    private func appendCSV(_ entry: BankEntry, _ bytes: inout [UInt8]) {
        let comma = UInt8(ascii: ",")
        appendCSV(entry.id, &bytes)
        for kind in FingerprintKind.allCases {
            bytes.append(comma)
            if let value = entry.fingerprints[kind] { HexField.append(value, to: &bytes) }
        }
        for text in [entry.category, entry.source, entry.note] {
            bytes.append(comma)
            if let text { appendCSV(text, &bytes) }
        }
        bytes += Array(",\(entry.confirmed),\(entry.state.rawValue),\(expiry(entry) ?? ""),".utf8)
        for (index, view) in entry.fingerprints.views.enumerated() {
            bytes += Array("\(index == 0 ? "" : " ")\(view.name):".utf8)
            HexField.append(view.pdq.bytes, to: &bytes)
        }
        bytes.append(10)
    }

    private func appendCSV(_ text: String, _ bytes: inout [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let first = text.utf8.first
        // `#` at the start of a line would be read as a comment, blanks around a field be trimmed by other programs.
        let needsQuotes =
            text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == quote || $0 == 10 || $0 == 13 }
            || first == 32 || first == UInt8(ascii: "#") || text.utf8.last == 32
        guard needsQuotes else {
            bytes += Array(text.utf8)
            return
        }
        bytes.append(quote)
        for byte in text.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    private func appendJSON(_ entry: BankEntry, _ bytes: inout [UInt8]) {
        bytes += Array("{\"id\":".utf8)
        appendJSON(entry.id, &bytes)
        for kind in FingerprintKind.allCases {
            guard let value = entry.fingerprints[kind] else { continue }
            bytes += Array(",\"\(kind.rawValue)\":\"".utf8)
            HexField.append(value, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        for (name, text) in [("category", entry.category), ("source", entry.source), ("note", entry.note)] {
            guard let text else { continue }
            bytes += Array(",\"\(name)\":".utf8)
            appendJSON(text, &bytes)
        }
        bytes += Array(",\"confirmed\":\(entry.confirmed),\"state\":\"\(entry.state.rawValue)\"".utf8)
        if let expiry = expiry(entry) { bytes += Array(",\"expires\":\"\(expiry)\"".utf8) }
        for (index, view) in entry.fingerprints.views.enumerated() {
            bytes += Array("\(index == 0 ? ",\"pdq_views\":{" : ",")\"\(view.name)\":\"".utf8)
            HexField.append(view.pdq.bytes, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        }
        if !entry.fingerprints.views.isEmpty { bytes.append(UInt8(ascii: "}")) }
        bytes += Array("}\n".utf8)
    }

    private func appendJSON(_ text: String, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<32:
                bytes += Array("\\u00".utf8)
                HexField.append([byte], to: &bytes)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private func expiry(_ entry: BankEntry) -> String? {
        entry.expires.map { UTCTime(seconds: Int64($0.timeIntervalSince1970)).description }
    }
}
