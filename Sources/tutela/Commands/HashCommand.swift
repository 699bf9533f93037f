// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Fingerprints
internal import Foundation
internal import Screening

/// `tutela hash`.
struct HashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Print the PDQ hash of pictures.",
        discussion: """
            Example:
              tutela hash photos/*.jpg

            Prints hash, quality (0 to 100) and path, between tabs; --dihedral adds seven columns: rotate90, \
            rotate180, rotate270, flipX, flipY, flipPlus1, flipMinus1. Of animations the first frame is printed. \
            With --format ndjson, pdq_views holds the hashes of the picture cropped and tilted: kept in a list with the \
            picture, they find copies that were cut or turned in the same way. Hashes of a quality below 50 are not compared. Treat hashes as you treat the pictures.

            Exit codes: 0 all hashed, 2 something could not be hashed.
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, ndjson
    }

    @Argument(help: ArgumentHelp("Files and folders; - reads paths from standard input.", valueName: "file"))
    var files: [String]

    @Option(name: .long, help: ArgumentHelp("text, or ndjson with digests, size, format, status.", valueName: "form"))
    var format: Format = .text

    @Flag(name: .long, help: "Add the hashes of the seven other orientations.")
    var dihedral = false

    @Option(
        name: .long,
        help: ArgumentHelp(
            "full (as pip pdqhash), or nearest512 (as Meta's C++ tool, to check foreign hashes).",
            valueName: "variant"))
    var variant: PDQ.Variant = .full

    @Option(name: .long, help: ArgumentHelp("exact, or fast: nearly the same hash, sooner.", valueName: "how"))
    var hashing: ScanSettings.Hashing.Method = .exact

    @Flag(name: .long, inversion: .prefixedNo, help: "In ndjson: the hashes of crops and tilts, for `bank import`.")
    var views = true

    @Flag(name: .customLong("null"), help: "With -, paths end with a NUL byte.")
    var isNullSeparated = false

    @OptionGroup var decoder: DecoderOptions

    func validate() throws {
        if hashing == .fast, variant != .full {
            throw ValidationError("--hashing fast approximates --variant full only")
        }
    }

    func run() async throws {
        var settings = ScanSettings(decoder: decoder.configuration, lanes: decoder.laneCount)
        settings.hashing.variant = variant
        settings.makesDigests = format == .ndjson
        settings.hashing.method = hashing
        settings.hashing.findsViews = false
        settings.hashing.makesKnownViews = views && format == .ndjson
        settings.hashing.recordsOrientations = dihedral
        let paths = try PathList.read(files, isNullSeparated: isNullSeparated)
        let named = Set(paths)
        let output = Output()
        var failures = 0
        _ = try await Scan(paths, settings: settings, lists: .none).run { record in
            // Inside folders, what is no picture is left alone; a file that somebody names is answered for.
            if record.decision.outcome == .other, !named.contains(record.path) { return }
            if record.fingerprints.isEmpty {
                failures += 1
                let reason = record.reason?.message ?? record.status.rawValue
                let code = "HASH-" + (record.reason?.code ?? record.status.rawValue).uppercased()
                Console.complain(Complaint("\(record.path.display): not hashed: \(reason)", code: code))
            }
            switch format {
            case .text:
                if let line = Self.text(record) { try output.writeLine(line) }
            case .ndjson:
                try output.writeLine(HashLine(record).json)
            }
        }
        try output.flush()
        if failures > 0 { throw ExitStatus.error }
    }

    private static func text(_ record: ScanRecord) -> String? {
        guard let first = record.fingerprints.first else { return nil }
        let columns = [first.pdq, String(first.quality), record.path.display] + first.orientations.dropFirst()
        return columns.joined(separator: "\t")
    }
}

/// One file in the NDJSON of `hash`.
private struct HashLine: Encodable {
    let path: String
    let pdq: String?
    let quality: Int?
    let sha256: String?
    let md5: String?
    let sha1: String?
    let width: Int?
    let height: Int?
    let frames: Int
    let format: String?
    let status: String
    let partial: Bool
    let reason: StatusReason?
    let dihedral: [String: String]?
    let pdq_views: [String: String]?

    init(_ record: ScanRecord) {
        let first = record.fingerprints.first
        path = record.path.display
        pdq = first?.pdq
        quality = first?.quality
        sha256 = record.digests?.sha256
        md5 = record.digests?.md5
        sha1 = record.digests?.sha1
        width = record.width
        height = record.height
        frames = record.frameCount
        format = record.format
        status = record.status.rawValue
        partial = record.isPartial
        reason = record.reason
        let turned = zip(Orientation.allCases, first?.orientations ?? []).dropFirst().map { ($0.rawValue, $1) }
        dihedral = turned.isEmpty ? nil : Dictionary(uniqueKeysWithValues: turned)
        let views = (first?.knownViews ?? []).map { ($0.name, $0.pdq.hex) }
        pdq_views = views.isEmpty ? nil : Dictionary(uniqueKeysWithValues: views)
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
