// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// A reading as it comes together, with what is left of the limits.
struct ReadingDraft {
    /// The file.
    let reader: ByteReader
    var format: ContainerFormat
    var faults = FaultList()
    private(set) var stores: [EmbeddedStore] = []
    private(set) var metadata: [MetadataBlock] = []

    private var metadataRoom = ProvenanceLimits.metadataBytes
    private var storeRoom = ProvenanceLimits.manifestStoreBytes
    private var inflateRoom = ProvenanceLimits.inflateBlocks
    private var stepRoom = ProvenanceLimits.boxes
    /// Entries of EXIF directories that may still be read. A file may have any number of EXIF structures.
    var entryRoom = ProvenanceLimits.tiffDirectories * ProvenanceLimits.tiffEntries

    /// What a block costs beside its bytes, so that a million empty ones cannot fill the memory.
    private static let blockCost = 512
    /// More stores than this are reported, not kept: with more than one a file has none.
    private static let mostStores = 8

    init(_ reader: ByteReader, _ format: ContainerFormat) {
        self.reader = reader
        self.format = format
    }

    var reading: ContainerReading {
        ContainerReading(
            format: format, stores: stores,
            metadata: metadata.enumerated().sorted {
                ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset)
            }.map(\.element),
            faults: faults.faults)
    }

    /// How many more of the small things inside boxes may be looked at.
    var stepsLeft: Int { stepRoom }

    /// Counts small things that are looked at: they may cost nothing else. `false`: too many.
    mutating func step(_ count: Int = 1, at offset: Int) -> Bool {
        guard count <= stepRoom else {
            stepRoom = 0
            faults.add(
                .overLimit, "metadata.parts",
                "too many parts of metadata at \(offset); limit \(ProvenanceLimits.boxes)")
            return false
        }
        stepRoom -= count
        return true
    }

    // MARK: Metadata

    /// The bytes of a range of metadata, if the limit for all of it allows; otherwise a fault.
    mutating func take(_ range: Range<Int>, of source: ByteReader? = nil) throws(ReadFailure) -> [UInt8]? {
        guard charge(range.count, at: range.lowerBound) else { return nil }
        return try (source ?? reader).bytes(range)
    }

    /// The bytes of ranges one behind the other, as ``take(_:of:)``.
    mutating func take(_ pieces: [Range<Int>]) throws(ReadFailure) -> [UInt8]? {
        guard let first = pieces.first else { return [] }
        var total = 0
        for piece in pieces { total += piece.count }
        guard charge(total, at: first.lowerBound) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(total)
        for piece in pieces { bytes += try reader.bytes(piece) }
        return bytes
    }

    /// Bytes as UTF-8, as ``MetadataText``, if the limit allows for what conversion adds.
    mutating func text(_ bytes: [UInt8], at offset: Int) -> [UInt8]? {
        let text = MetadataText.utf8(bytes)
        return charge(max(0, text.count - bytes.count), at: offset) ? text : nil
    }

    /// Adds bytes that were charged for when they were taken.
    mutating func add(_ kind: MetadataBlock.Kind, _ bytes: [UInt8], at offset: Int) {
        guard charge(Self.blockCost, at: offset) else {
            // Not even an empty block fits: there is no use in reading on.
            metadataRoom = 0
            return
        }
        metadata.append(MetadataBlock(kind: kind, bytes: bytes, offset: offset))
    }

    /// Adds a range of the file.
    mutating func add(_ kind: MetadataBlock.Kind, _ range: Range<Int>) throws(ReadFailure) {
        guard let bytes = try take(range) else { return }
        add(kind, bytes, at: range.lowerBound)
    }

    /// Whether so much more metadata may be kept.
    mutating func charge(_ count: Int, at offset: Int) -> Bool {
        guard count <= ProvenanceLimits.inflatedBytes else {
            faults.add(
                .overLimit, "metadata.block-bytes",
                "a block of \(count) bytes of metadata at \(offset); limit \(ProvenanceLimits.inflatedBytes)")
            return false
        }
        guard count <= metadataRoom else {
            faults.add(
                .overLimit, "metadata.bytes",
                "\(count) bytes of metadata at \(offset); limit for the file \(ProvenanceLimits.metadataBytes)")
            return false
        }
        metadataRoom -= count
        return true
    }

    /// UTF-16 as UTF-8, as ``text(_:at:)``.
    mutating func text(fromUTF16 bytes: some Collection<UInt8>, at offset: Int) -> [UInt8]? {
        let text = MetadataText.utf8(fromUTF16: bytes)
        return charge(max(0, text.count - bytes.count), at: offset) ? text : nil
    }

    /// Decompresses metadata within what is left of the limits.
    ///
    /// - Parameters:
    ///   - compressed: the stream.
    ///   - format: what wraps it.
    ///   - place: for a fault, as "zTXt at 33".
    /// - Returns: what came out, up to the first fault, which is reported.
    mutating func inflate(_ compressed: [UInt8], as format: Inflate.Format, _ place: String) -> [UInt8] {
        guard inflateRoom > 0 else {
            faults.add(
                .overLimit, "inflate.over-limit",
                "\(place): more than \(ProvenanceLimits.inflateBlocks) compressed blocks in the file")
            return []
        }
        let limit = min(ProvenanceLimits.inflatedBytes, metadataRoom)
        let inflated = Inflate.inflate(compressed, as: format, limit: limit, blockLimit: inflateRoom)
        metadataRoom -= inflated.bytes.count
        // A stream without a block was work, too.
        inflateRoom -= max(1, inflated.blocks)
        if let failure = inflated.failure {
            let isOverLimit = failure.reason == .overLimit
            faults.add(
                isOverLimit ? .overLimit : .oddity, "inflate.\(failure.reason.rawValue)",
                "\(place): \(failure.message)")
        }
        return inflated.bytes
    }

    // MARK: Stores

    /// Adds a C2PA manifest store that lies in pieces in the file.
    ///
    /// - Parameters:
    ///   - pieces: where its bytes lie, in their order.
    ///   - ranges: where it lies with what wraps it, ascending.
    ///   - purpose: of a box of ISO-BMFF.
    ///   - merkleOffset: as that box states it.
    mutating func addStore(
        pieces: [Range<Int>], ranges: [Range<Int>], purpose: String? = nil, merkleOffset: Int? = nil
    ) throws(ReadFailure) {
        let place = ranges.first?.lowerBound ?? 0
        if stores.contains(where: { $0.purpose == purpose }) {
            faults.add(
                .malformed, "c2pa.more-than-one-store",
                "a second C2PA manifest store at \(place); with more than one a file has none")
        }
        guard stores.count < Self.mostStores else { return }
        var total = 0
        for piece in pieces { total += piece.count }
        guard total <= storeRoom else {
            faults.add(
                .overLimit, "c2pa.store-bytes",
                "C2PA manifest store of \(total) bytes at \(place); limit \(ProvenanceLimits.manifestStoreBytes)")
            return
        }
        storeRoom -= total
        var bytes: [UInt8] = []
        if let only = pieces.first, pieces.count == 1 {
            bytes = try reader.bytes(only)
        } else {
            bytes.reserveCapacity(total)
            for piece in pieces { bytes += try reader.bytes(piece) }
        }
        try trim(&bytes, place)
        stores.append(EmbeddedStore(bytes: bytes, ranges: ranges, purpose: purpose, merkleOffset: merkleOffset))
    }

    /// Cuts a store to the length that its superbox states, and reports what does not fit.
    private mutating func trim(_ bytes: inout [UInt8], _ place: Int) throws(ReadFailure) {
        let memory = ByteReader(MemoryBytes(bytes))
        guard let length = try JUMBFStart.length(memory, in: 0..<bytes.count) else {
            faults.add(.malformed, "c2pa.store-start", "what lies at \(place) does not begin as a C2PA manifest store")
            return
        }
        if length > bytes.count {
            faults.add(
                .malformed, "c2pa.store-cut",
                "the C2PA manifest store at \(place) says \(length) bytes; there are \(bytes.count)")
        } else if length < bytes.count {
            if bytes[length...].contains(where: { $0 != 0 }) {
                faults.add(
                    .malformed, "c2pa.bytes-after-store",
                    "\(bytes.count - length) bytes behind the C2PA manifest store at \(place) are no padding")
            }
            bytes.removeLast(bytes.count - length)
        }
    }
}
