// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// One entry of a TIFF directory.
public struct TIFFEntry: Sendable, Hashable {
    /// What it says: 0x010E ImageDescription, 0x9286 UserComment, …
    public var tag: UInt16
    /// How values are stored: 1 byte, 2 ASCII, 3 short, 4 long, 7 undefined, …, 129 UTF-8.
    public var type: UInt16
    /// How many values.
    public var count: Int
    /// Where the values lie in the source, in the entry itself or elsewhere; `nil` when that is not inside the file, or
    /// the type is unknown.
    public var value: Range<Int>?
    /// Where the entry lies.
    public var range: Range<Int>
}

/// A TIFF directory.
public struct TIFFDirectory: Sendable, Hashable {
    /// How a directory is reached.
    public enum Role: Sendable, Hashable {
        /// By the header, or by the directory before it.
        case image
        /// By tag 0x014A of another directory.
        case sub
        /// By tag 0x8769.
        case exif
        /// By tag 0x8825.
        case gps
        /// By tag 0xA005.
        case interoperability
    }

    /// How it is reached.
    public var role: Role
    /// Index of the directory that names it; `nil` for those of the main chain.
    public var parent: Int?
    /// Count, entries and offset of the next directory.
    public var range: Range<Int>
    /// In the order of the file.
    public var entries: [TIFFEntry]
}

/// The directories of a TIFF file, or of EXIF in any other: main chain, SubIFDs, EXIF, GPS.
///
/// Source: Adobe, TIFF 6.0 (1992) and its supplement 1 for SubIFDs; CIPA DC-008 (EXIF); the BigTIFF design.
public struct TIFFDirectoryWalk: Sendable {
    /// In the order in which they were reached, each before those it names.
    public private(set) var directories: [TIFFDirectory] = []
    /// `II` is little, `MM` big.
    public private(set) var order = ByteOrder.big
    /// Offsets of eight bytes.
    public private(set) var isBigTIFF = false
    /// Where offsets count from: the header.
    public let base: Int
    /// `tiff.no-start`, `tiff.directory-beyond-end`, `tiff.loop`, `tiff.shared-directory`, `tiff.value-beyond-end`,
    /// `tiff.directories`, `tiff.entries`.
    public var faults: [ContainerFault] { list.faults }
    private var list = FaultList()
    private let limit: Int
    /// How many entries may still be read.
    private var entryRoom: Int
    private var seen: Set<Int> = []

    private struct Target {
        var offset: UInt64
        var role: TIFFDirectory.Role
        var parent: Int?
    }

    /// Walks over the directories of a source.
    ///
    /// - Parameters:
    ///   - source: that holds them.
    ///   - range: where the TIFF structure lies, beginning with its header; all of the source when left out. Nothing
    ///     outside is read.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public init(_ source: any ByteSource, in range: Range<Int>? = nil) throws(ReadFailure) {
        try self.init(ByteReader(source), in: range ?? 0..<source.count)
    }

    init(
        _ reader: ByteReader, in range: Range<Int>,
        entryLimit: Int = ProvenanceLimits.tiffDirectories * ProvenanceLimits.tiffEntries
    ) throws(ReadFailure) {
        entryRoom = entryLimit
        base = max(0, range.lowerBound)
        limit = min(range.upperBound, reader.count)
        guard limit - base >= 8, let first = try header(reader) else {
            list.add(.malformed, "tiff.no-start", "no TIFF header at \(base)")
            return
        }
        var targets = [Target(offset: first, role: .image, parent: nil)]
        while let target = targets.popLast() {
            guard directories.count < ProvenanceLimits.tiffDirectories else {
                list.add(
                    .overLimit, "tiff.directories", "more than \(ProvenanceLimits.tiffDirectories) directories")
                return
            }
            try walk(reader, target, &targets)
        }
    }

    private mutating func header(_ reader: ByteReader) throws(ReadFailure) -> UInt64? {
        switch try reader.uint16(at: base) {
        case 0x4949: order = .little
        case 0x4d4d: order = .big
        default: return nil
        }
        switch try reader.uint16(at: base + 2, order) {
        case 42: return UInt64(try reader.uint32(at: base + 4, order))
        case 43:
            guard limit - base >= 16, try reader.uint16(at: base + 4, order) == 8 else { return nil }
            isBigTIFF = true
            return try reader.uint64(at: base + 8, order)
        default: return nil
        }
    }

    private mutating func walk(
        _ reader: ByteReader, _ target: Target, _ targets: inout [Target]
    ) throws(ReadFailure) {
        let (countWidth, entryWidth, offsetWidth) = isBigTIFF ? (8, 20, 8) : (2, 12, 4)
        let size = limit - base
        guard target.offset >= 8, target.offset <= UInt64(size), size - Int(target.offset) >= countWidth else {
            // What is named beside the pictures can be missing, and they are shown all the same.
            list.add(
                target.role == .image ? .malformed : .oddity, "tiff.directory-beyond-end",
                "directory at \(target.offset); the structure has \(size) bytes")
            return
        }
        let start = base + Int(target.offset)
        guard seen.insert(start).inserted else {
            // Several pictures may share one EXIF directory; pictures that lead back to a picture are a loop.
            let isLoop = target.role == .image || target.role == .sub
            list.add(
                isLoop ? .malformed : .oddity, isLoop ? "tiff.loop" : "tiff.shared-directory",
                "the directory at \(start) is named twice")
            return
        }
        let count = try reader.number(of: countWidth, at: start, order)
        guard count <= UInt64(ProvenanceLimits.tiffEntries) else {
            list.add(
                .overLimit, "tiff.entries",
                "directory at \(start) of \(count) entries; limit \(ProvenanceLimits.tiffEntries)")
            return
        }
        guard count <= UInt64(entryRoom) else {
            list.add(.overLimit, "tiff.entries", "more entries in all directories of the file than may be read")
            return
        }
        entryRoom -= Int(count)
        let first = start + countWidth
        let end = first + Int(count) * entryWidth
        guard end <= limit else {
            list.add(
                target.role == .image ? .malformed : .oddity, "tiff.directory-beyond-end",
                "directory at \(start) of \(count) entries; the structure ends at \(limit)")
            return
        }
        let index = directories.count
        var directory = TIFFDirectory(
            role: target.role, parent: target.parent, range: start..<min(end + offsetWidth, limit), entries: [])
        directory.entries.reserveCapacity(Int(count))
        var named: [Target] = []
        for number in 0..<Int(count) {
            let entry = try entry(reader, at: first + number * entryWidth, width: entryWidth)
            directory.entries.append(entry)
            if let role = Self.role(of: entry.tag) {
                for offset in try offsets(reader, entry) {
                    named.append(Target(offset: offset, role: role, parent: index))
                }
                // What waits is bounded too: entries may name the same directories over and over.
                guard targets.count + named.count <= 4 * ProvenanceLimits.tiffDirectories else {
                    list.add(
                        .overLimit, "tiff.directories",
                        "the entries at \(start) name more than \(ProvenanceLimits.tiffDirectories) directories")
                    named.removeAll()
                    targets.removeAll()
                    break
                }
            }
        }
        directories.append(directory)
        // A stack: pushed in reverse, so that what an entry names comes before the next directory of the chain.
        if target.role == .image {
            if limit - end >= offsetWidth {
                let next = try reader.number(of: offsetWidth, at: end, order)
                if next != 0 { targets.append(Target(offset: next, role: .image, parent: nil)) }
            } else {
                list.add(.malformed, "tiff.directory-beyond-end", "the directory at \(start) is cut off")
            }
        }
        targets.append(contentsOf: named.reversed())
    }

    private mutating func entry(_ reader: ByteReader, at start: Int, width: Int) throws(ReadFailure) -> TIFFEntry {
        let tag = try reader.uint16(at: start, order)
        let type = try reader.uint16(at: start + 2, order)
        let field = isBigTIFF ? 8 : 4
        let count = try reader.number(of: field, at: start + 4, order)
        var entry = TIFFEntry(
            tag: tag, type: type, count: Int(clamping: count), value: nil, range: start..<start + width)
        guard let each = Self.bytes(ofType: type) else { return entry }
        let (length, overflow) = count.multipliedReportingOverflow(by: UInt64(each))
        let inline = start + 4 + field
        if !overflow, length <= UInt64(field) {
            entry.value = inline..<inline + Int(length)
            return entry
        }
        let offset = try reader.number(of: field, at: inline, order)
        let size = UInt64(limit - base)
        guard !overflow, offset <= size, length <= size - offset else {
            list.add(
                .oddity, "tiff.value-beyond-end",
                "tag \(tag) at \(start): \(count) values of type \(type) at \(offset)")
            return entry
        }
        entry.value = base + Int(offset)..<base + Int(offset + length)
        return entry
    }

    /// Directories that an entry names. More than the limit are not wanted: the walk stops there anyway.
    private func offsets(_ reader: ByteReader, _ entry: TIFFEntry) throws(ReadFailure) -> [UInt64] {
        let width: Int
        switch entry.type {
        case 4, 13: width = 4
        case 16, 18: width = 8
        default: return []
        }
        guard let value = entry.value else { return [] }
        var offsets: [UInt64] = []
        for number in 0..<min(value.count / width, ProvenanceLimits.tiffDirectories + 1) {
            offsets.append(try reader.number(of: width, at: value.lowerBound + number * width, order))
        }
        return offsets
    }

    private static func role(of tag: UInt16) -> TIFFDirectory.Role? {
        switch tag {
        case 0x014a: .sub
        case 0x8769: .exif
        case 0x8825: .gps
        case 0xa005: .interoperability
        default: nil
        }
    }

    /// Bytes of one value; `nil` for an unknown type.
    public static func bytes(ofType type: UInt16) -> Int? {
        switch type {
        case 1, 2, 6, 7, 129: 1
        case 3, 8: 2
        case 4, 9, 11, 13: 4
        case 5, 10, 12, 16, 17, 18: 8
        default: nil
        }
    }
}
