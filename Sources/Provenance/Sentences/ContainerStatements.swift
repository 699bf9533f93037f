// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import ProvenanceVocabulary

/// What is wrong with the file itself.
enum ContainerStatements {
    /// - Parameters:
    ///   - reading: what the file is made of.
    ///   - isSettled: its Content Credentials are known already to be worth nothing.
    static func statements(_ reading: ContainerReading, isSettled: Bool) -> [Statement] {
        let structural = reading.faults.filter { isStructural($0, reading.format) }
        let others = reading.faults.filter {
            !isStructural($0, reading.format) && $0.gravity != .oddity && !$0.code.hasPrefix(credentials)
        }
        var statements: [Statement] = []
        if let first = structural.first {
            statements.append(
                Statement(
                    source: "container", level: .unreadableOrHostile, claim: .noneUsable,
                    text:
                        "The file cannot be read as what it says it is: \(first.message). Nothing is known of how it was "
                        + "made.",
                    technical: structural.prefix(5).map { "\($0.code): \($0.message)" }.joined(separator: "; ") + ".",
                    codes: structural.prefix(5).map(\.code)))
        }
        let attached = reading.faults.filter { $0.gravity != .oddity && $0.code.hasPrefix(credentials) }
        if !isSettled, let first = attached.first {
            statements.append(
                Statement(
                    source: "c2pa", level: .unreadableOrHostile, claim: .noneUsable,
                    text:
                        "Content Credentials are attached but cannot be read: \(first.message). Nothing that they say is "
                        + "shown.",
                    technical: first.message, codes: [first.code]))
        }
        return statements
            + others.prefix(ProvenanceLimits.findings).map {
                MarkerStatements.damaged(
                    "Part of the file's metadata is damaged or built to deceive, and was left out: \($0.message).",
                    technical: $0.message, code: $0.code)
            }
    }

    private static let credentials = "c2pa."

    /// Codes that begin like the file's own structure and are about something inside it.
    private static let inside: Set = [
        "png.compression", "png.keyword", "png.raw-profile", "png.checksum", "gif.xmp-trailer", "bmff.exif-offset",
        "bmff.item-location", "bmff.item-locations", "bmff.items", "bmff.keys", "flv.script", "flv.values",
        "jpeg.box-without-start",
    ]

    /// Damage to the file's own structure, not to a block of metadata inside it.
    private static func isStructural(_ fault: ContainerFault, _ format: ContainerFormat) -> Bool {
        guard fault.gravity != .oddity, !inside.contains(fault.code) else { return false }
        let own =
            switch format {
            case .jpeg: "jpeg."
            case .png: "png."
            case .webp, .avi, .wav: "riff."
            case .gif: "gif."
            case .tiff: "tiff."
            case .isoBMFF: "bmff."
            case .matroska: "matroska."
            case .flv: "flv."
            case .manifestStore: "store."
            case .unknown: ""
            }
        return fault.code.hasPrefix(own)
    }
}
