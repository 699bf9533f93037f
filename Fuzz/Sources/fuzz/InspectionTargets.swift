// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Containers
import Provenance
import ProvenanceVocabulary
import Watermarks

extension FuzzTarget {
    /// A file as `tutela inspect` sees it, down to the sentences.
    static let inspections: [FuzzTarget] = [
        FuzzTarget("inspect") { bytes in
            let inspector = ProvenanceInspector(lists: .none, clock: { UTCTime(seconds: 1_800_000_000) })
            // Text out of the file's own last bytes plays what is hidden in its pixels.
            let hidden = Array(bytes.suffix(200))
            let stealth = StealthBits(
                scheme: .pngInfo, declaredBits: UInt32(hidden.count) * 8, payload: hidden)
            let pixels = PixelFindings(stealth: bytes.last == 0 ? stealth : nil, examination: .examined)
            guard let inspection = try? inspector.inspect(MemoryBytes(bytes), pixels: pixels) else {
                fatalError("bytes in memory can always be had")
            }
            let record = inspection.record
            require(record.level != .signedTrusted, "no list, no trust")
            for statement in record.statements {
                require(statement.level != .signedTrusted, "no list, no trust")
                require(isFit(statement.text), "a sentence that may be shown: \(statement.text)")
                require(isFit(statement.technical), "an explanation that may be shown: \(statement.technical)")
                for code in statement.codes { require(isFit(code), "a code that may be shown: \(code)") }
            }
            for contradiction in record.contradictions { require(isFit(contradiction), "a contradiction") }
            check(inspection.explanation, depth: 0)
            return true
        }
    ]

    private static func check(_ nodes: [ExplanationNode], depth: Int) {
        require(depth < 200, "depth of an explanation")
        for node in nodes {
            require(isFit(node.text), "an explanation that may be shown: \(node.text)")
            check(node.children, depth: depth + 1)
        }
    }

    /// No control characters: nothing of it can move a cursor or begin a line.
    private static func isFit(_ text: String) -> Bool {
        text.utf8.count < 16_384
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}
