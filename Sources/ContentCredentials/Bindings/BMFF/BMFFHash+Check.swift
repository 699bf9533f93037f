// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import Containers

extension BMFFHash {
    /// Checks the binding (C2PA specification 2.4, 15.12.2).
    static func check(
        _ content: CBORValue, _ context: BindingContext, in reading: ContainerReading, source: any ByteSource
    ) throws(ReadFailure) -> [ValidationStatus] {
        try BindingStatuses(family: "assertion.bmffHash", url: context.url).settle { statuses in
            guard reading.format == .isoBMFF else {
                throw BindingFault(
                    .mismatch, "the file is no ISO base media file (format “\(reading.format.rawValue)”)")
            }
            var check = try BMFFCheck(BMFFHash(content), context, source)
            return try check.run(statuses)
        }
    }
}

/// One check of a BMFF hash against a file.
struct BMFFCheck {
    let binding: BMFFHash
    let context: BindingContext
    let source: any ByteSource
    /// The boxes of the file itself.
    let roots: [BMFFBox]
    /// What the exclusions leave out in this file.
    let hidden: [HiddenBytes]
    var hasher: RootBoxHasher

    init(_ binding: BMFFHash, _ context: BindingContext, _ source: any ByteSource) throws {
        self.binding = binding
        self.context = context
        self.source = source
        try Self.checkMandatoryExclusions(binding, context)
        let walk = try BMFFBoxWalk(source, descending: { _ in false })
        guard source.count - walk.end < 8 else {
            throw BindingFault(
                .mismatch,
                "the file's boxes are not whole: "
                    + (walk.faults.first { $0.gravity != .oddity }?.message ?? "they end at byte \(walk.end)"))
        }
        roots = walk.boxes
        hidden = try BoxMatcher(binding.exclusions, roots: roots, source: source).hidden
        let ranges = hidden.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
        hasher = RootBoxHasher(roots: roots, excluded: RangeSet(ranges), source: source)
    }

    /// Runs the check.
    ///
    /// - Throws: ``BindingFault`` when the binding does not hold; `ReadFailure`.
    mutating func run(_ statuses: BindingStatuses) throws -> [ValidationStatus] {
        guard binding.hash != nil || !binding.rows.isEmpty else {
            throw BindingFault(.mismatch, "the assertion has neither `hash` nor `merkle`")
        }
        let isFragmented = roots.contains { $0.type == "moof" }
        var judge = HiddenBytesJudge()
        if !isFragmented { judge.coveredMedia = coveredMedia }
        let reported = try judge.judge(hidden)
        try requireOffsetsIntoMedia(reported)

        var found: [String] = []
        if let hash = binding.hash { found.append(try checkFile(hash)) }
        if !binding.rows.isEmpty {
            if isFragmented {
                found.append(try checkFragments())
            } else if binding.hash != nil {
                found.append(try checkMedia())
            } else if roots.contains(where: { $0.type == "mdat" }) {
                throw BindingFault(
                    .mismatch,
                    "Merkle trees cover the media only, and the assertion has no `hash` of the rest of the file")
            } else {
                return try checkInitialSegment()
            }
        }
        var list = [statuses.match(found.joined(separator: "; "))]
        if !reported.isEmpty {
            let shown = reported.prefix(3).map(HiddenBytesJudge.text).joined(separator: ", ")
            let more = reported.count > 3 ? " and \(reported.count - 3) more" : ""
            list.append(statuses.additionalExclusions("boxes are not, or not wholly, covered: \(shown)\(more)"))
        }
        return list
    }

    /// Offsets that the hash leaves out may only lead to media that it covers, or another picture could be shown.
    private func requireOffsetsIntoMedia(_ reported: [HiddenBytes]) throws {
        let media = RangeSet(roots.filter { $0.type == "mdat" }.map(\.range))
        for bytes in reported where ["stco", "co64"].contains(bytes.box.type) {
            let width = bytes.box.type == "stco" ? 4 : 8
            let payload = bytes.box.payload
            guard payload.count >= 8, payload.count <= Self.offsetBytes else {
                throw BindingFault(.mismatch, "\(HiddenBytesJudge.text(bytes)) is not covered and cannot be followed")
            }
            let table = try source.bytes(payload)
            for start in stride(from: 8, to: table.count - width + 1, by: width) {
                let offset = table[start..<start + width].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                guard let offset = Int(exactly: offset), media.contains(offset) else {
                    throw BindingFault(
                        .mismatch,
                        "\(HiddenBytesJudge.text(bytes)) is not covered and leads outside of the media, to bytes that could "
                            + "be changed unnoticed")
                }
            }
        }
    }

    /// Bytes of a table of offsets that is followed: a million offsets.
    private static let offsetBytes = 8 << 20

    /// Lists without these entries could only match by hashing the store that holds them, or cover media twice.
    ///
    /// That `ftyp` and `mfra` are listed is mandatory too; where they are not, more is covered, not less, and files made by
    /// earlier versions of the specification do without.
    private static func checkMandatoryExclusions(
        _ binding: BMFFHash, _ context: BindingContext
    ) throws(BindingFault) {
        let storeBox: [UInt8] = [
            0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81,
        ]
        let hidesStore = binding.exclusions.contains { exclusion in
            exclusion.path == BoxPath("/uuid") && exclusion.subset == nil && exclusion.length == nil
                && exclusion.contents.allSatisfy { $0.offset == 8 && $0.bytes == storeBox }
        }
        guard hidesStore || context.store == .apart else {
            throw BindingFault(.malformed, "the exclusions lack the mandatory one of the C2PA boxes")
        }
        guard binding.hash != nil, !binding.rows.isEmpty else { return }
        let hidesMedia = binding.exclusions.contains { exclusion in
            exclusion.path == BoxPath("/mdat") && exclusion.subset == [ByteExclusion(start: 16, length: 0)]
        }
        guard hidesMedia else {
            throw BindingFault(
                .malformed, "the exclusions lack the one of `/mdat` from byte 16 on, mandatory beside Merkle trees")
        }
    }

    /// Whether the offset of a box is hashed with it inside Merkle trees: not where the hash of the file has it already.
    var hasOffsetsInTrees: Bool { binding.hash == nil }

    private mutating func checkFile(_ hash: [UInt8]) throws -> String {
        let algorithm = try HashAlgorithm.applying(binding.algorithm, context.claimAlgorithm)
        var digest = RunningDigest(algorithm)
        try hasher.add(0..<source.count, hasOffsets: true, to: &digest)
        guard digest.digest() == hash else {
            throw BindingFault(
                .mismatch,
                "the \(algorithm) hash of the file's \(roots.count) boxes without the excluded ones is another")
        }
        return "the \(algorithm) hash of the file's \(roots.count) boxes without the excluded ones matches"
    }
}
