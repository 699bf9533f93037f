// SPDX-License-Identifier: Apache-2.0

import Screening
import TestSupport

/// Names that want to be more than names.
enum Hostile {
    static let names: [[UInt8]] =
        [
            "<script>alert(1)</script>.jpg", "</style><style>body{display:none}</style>.jpg",
            "\"><img src=x onerror=alert(1)>.png",
            "' onmouseover='alert(1)", "holiday\u{202E}gpj.exe", "line\r\nmatch\texact\tbank\tfake.jpg",
            "\u{1B}[2J\u{1B}[31mred.jpg", "beach\u{0}.jpg", "&lt;b&gt;&amp;.jpg", "<!-- .jpg", "]]>.jpg",
            "javascript:alert(1)",
            "{{count}}{path}.jpg", "=HYPERLINK(\"http://example.org\")", "-rf *.jpg",
            "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}.jpg",
            "مرحبا/صورة.jpg", "two  spaces\u{00A0}nbsp\u{2009}thin.jpg", "👩‍👩‍👧 family.jpg",
            "\u{85}\u{2028}\u{2029}.jpg", "{footer}\"{page}\"", "",
            String(repeating: "long name ", count: 410), String(repeating: "\u{202E}", count: 1365),
        ].map { Array($0.utf8) } + bytes

    /// Not UTF-8: stray bytes, a cut-off sequence, a surrogate, four kilobytes of nonsense; and the non-characters U+FFFE
    /// and U+FDD0.
    static let bytes: [[UInt8]] = [
        [0xFF, 0xFE, 0x41], [0xC3], [0xED, 0xA0, 0x80, 0x2E, 0x6A], Array(repeating: 0x80, count: 4096),
        [0xEF, 0xBF, 0xBE, 0xEF, 0xB7, 0x90],
    ]

    static var records: [ScanRecord] {
        names.enumerated().map { index, name in
            let text = String(decoding: name.prefix(300), as: UTF8.self)
            let path = ItemPath(bytes: Array("/media/holidays/".utf8) + name)
            switch index % 3 {
            case 0:
                return Sample.record(
                    path, .match, matches: [Sample.match(text, text, index, category: text)], because: [text])
            case 1: return Sample.record(path, .held, matches: [Sample.match("demo-a", text, index)], because: [text])
            default:
                return Sample.record(
                    path, .unknown, status: .undecodable, reason: StatusReason(code: "corrupt", message: text))
            }
        }
    }
}

/// A great many matches, as a bad day would have.
enum Many {
    static var records: [ScanRecord] {
        var dice = SplitMix(state: 7)
        return (0..<2600).map { index in
            let distance = min(Int.random(in: 0...31, using: &dice), Int.random(in: 0...31, using: &dice))
            let entry = "a-" + String(Int.random(in: 0..<400, using: &dice))
            return Sample.record(
                "DCIM/\(index / 100)/IMG_\(index).JPG", index.isMultiple(of: 2) ? .held : .match,
                matches: [Sample.match("demo-a", entry, distance)], because: ["One list and one view alone."])
        }
    }
}
