// SPDX-License-Identifier: Apache-2.0

/// JPEG XT boxes in APP11 segments, of which one may be a C2PA manifest store.
///
/// A box that is longer than a segment comes in packets: all with the same instance number, counted from 1, each with the
/// box header repeated. Source: ISO/IEC 18477-3, annex B; C2PA specification, A.3.1.
struct JPEGXTBoxes {
    private struct Packet {
        var number: UInt32
        var segment: Range<Int>
        /// From the box header on.
        var box: Range<Int>
    }

    /// A box that is a C2PA manifest store.
    private struct Store {
        /// The box header that every packet repeats.
        var header: [UInt8]
        var packets: [Packet]
    }

    private var stores: [Store] = []
    /// The newest box of each instance number: index of a store, or `nil` for any other box.
    private var newest: [UInt16: Int?] = [:]

    /// More are neither needed nor kept: with more than one a file has none.
    private static let mostStores = 8
    /// Full segments hold the largest store in 512.
    private static let mostPackets = 4096

    /// Notes an APP11 segment.
    ///
    /// - Returns: `false` when it is no packet of a JPEG XT box.
    mutating func note(_ segment: JPEGSegment, in draft: inout ReadingDraft) throws(ReadFailure) -> Bool {
        let payload = segment.payload
        let reader = draft.reader
        guard payload.count >= 16, try reader.has("JP", at: payload.lowerBound) else { return false }
        let instance = try reader.uint16(at: payload.lowerBound + 2)
        let number = try reader.uint32(at: payload.lowerBound + 4)
        let packet = Packet(number: number, segment: segment.range, box: payload.lowerBound + 8..<payload.upperBound)
        let headerLength = try reader.uint32(at: packet.box.lowerBound) == 1 ? 16 : 8
        guard packet.box.count >= headerLength else { return false }
        if number == 1 {
            let isStore = try JUMBFStart.length(reader, in: packet.box) != nil
            newest[instance] = .some(isStore && stores.count < Self.mostStores ? stores.count : nil)
            guard isStore, stores.count < Self.mostStores else { return true }
            let header = try reader.bytes(packet.box.lowerBound..<packet.box.lowerBound + headerLength)
            stores.append(Store(header: header, packets: [packet]))
        } else if let box = newest[instance] {
            guard let index = box else { return true }
            let header = packet.box.lowerBound..<packet.box.lowerBound + headerLength
            if try reader.bytes(header) != stores[index].header {
                draft.faults.add(
                    .malformed, "c2pa.segment-header",
                    "the segment at \(segment.range.lowerBound) repeats another box header than its first")
            }
            guard stores[index].packets.count < Self.mostPackets else {
                draft.faults.add(
                    .overLimit, "c2pa.segments", "a C2PA manifest store in more than \(Self.mostPackets) segments")
                return true
            }
            stores[index].packets.append(packet)
        } else {
            draft.faults.add(
                .oddity, "jpeg.box-without-start",
                "packet \(number) of JPEG XT box \(instance) at \(segment.range.lowerBound) comes before the first")
        }
        return true
    }

    /// Adds the boxes that are C2PA manifest stores.
    func addStores(to draft: inout ReadingDraft) throws(ReadFailure) {
        for store in stores {
            check(store, &draft)
            let sorted = store.packets.sorted { $0.number < $1.number }
            var pieces: [Range<Int>] = []
            for (index, packet) in sorted.enumerated() {
                let start = packet.box.lowerBound + (index == 0 ? 0 : store.header.count)
                pieces.append(min(start, packet.box.upperBound)..<packet.box.upperBound)
            }
            try draft.addStore(pieces: pieces, ranges: store.packets.map(\.segment))
        }
    }

    /// The segments must follow each other, in the order of their numbers, without any missing.
    private func check(_ store: Store, _ draft: inout ReadingDraft) {
        for (index, pair) in zip(store.packets, store.packets.dropFirst()).enumerated() {
            if pair.0.segment.upperBound != pair.1.segment.lowerBound {
                draft.faults.add(
                    .malformed, "c2pa.segments-apart",
                    "the C2PA segment at \(pair.1.segment.lowerBound) does not follow the one before it")
            }
            if Int(pair.1.number) != index + 2 {
                draft.faults.add(
                    .malformed, "c2pa.segment-order",
                    "the C2PA segment at \(pair.1.segment.lowerBound) is number \(pair.1.number), not \(index + 2)")
            }
        }
    }
}
