// SPDX-License-Identifier: Apache-2.0

internal import Banks

/// What is known of each entry but its fingerprints, by row: 42 bytes an entry and the bytes of its id.
///
/// Rows are handed out in blocks and never again, so pages of 1,024 rows are mostly full, and none of them ever grows so far
/// that moving it would be felt.
struct EntryDirectory: ~Copyable {
    /// One entry.
    struct Record: BitwiseCopyable {
        /// Seconds since 1970; `Int64.max` for never.
        var expires = Int64.max
        /// Seconds since 1970; `Int64.min` when it is not switched off for a time.
        var disabledUntil = Int64.min
        var bank: UInt32
        /// Number of the word in ``EntryDirectory/words``, 0 for none.
        var category: UInt32 = 0
        /// Number of the names of its views, 0 for none.
        var views: UInt32 = 0
        fileprivate var idStart: UInt32 = 0
        fileprivate var idLength: UInt8 = 0
        private var flags: UInt8 = 0
        /// The last bits of the row.
        fileprivate var place: UInt16 = 0

        init(bank: UInt32) {
            self.bank = bank
        }

        var isActive: Bool {
            get { flags & 1 != 0 }
            set { flags = flags & ~1 | (newValue ? 1 : 0) }
        }
        var isConfirmed: Bool {
            get { flags & 2 != 0 }
            set { flags = flags & ~2 | (newValue ? 2 : 0) }
        }
        /// How its hashes lie in the index.
        var shelf: Shelf {
            get { Shelf(rawValue: flags >> 2 & 3) ?? .none }
            set { flags = flags & ~12 | newValue.rawValue << 2 }
        }
        /// Seen while a place is read again.
        fileprivate var isSeen: Bool {
            get { flags & 16 != 0 }
            set { flags = flags & ~16 | (newValue ? 16 : 0) }
        }

        /// Whether it matches at a time.
        func isLive(at now: Int64) -> Bool { isActive && expires > now && disabledUntil <= now }
    }

    /// How the hashes of an entry lie in the index.
    enum Shelf: UInt8 {
        /// Not at all.
        case none
        /// With the usual radius.
        case usual
        /// With the largest radius.
        case far
    }

    /// 1,024 rows that follow one another.
    fileprivate struct Page {
        /// The place in ``records`` of each row, counted from 1; 0 for none.
        var slots = [UInt16](repeating: 0, count: EntryDirectory.pageRows)
        var records: [Record] = []
        var ids: [UInt8] = []
        /// Bytes of ``ids`` that belong to nobody any more.
        var wasted = 0
    }

    private static let pageBits = 10
    fileprivate static var pageRows: Int { 1 << pageBits }

    private var pages: [Int64: Page] = [:]
    private(set) var count = 0
    private var categories = Words<String>()
    private var viewNames = Words<[String]>()

    subscript(row: Int64) -> Record? {
        guard let page = pages[row >> Int64(Self.pageBits)] else { return nil }
        let slot = page.slots[Int(row & Int64(Self.pageRows - 1))]
        return slot == 0 ? nil : page.records[Int(slot) - 1]
    }

    /// The operator's id of an entry; empty when the row is not there.
    func id(of row: Int64) -> String {
        guard let page = pages[row >> Int64(Self.pageBits)] else { return "" }
        let slot = page.slots[Int(row & Int64(Self.pageRows - 1))]
        guard slot != 0 else { return "" }
        let record = page.records[Int(slot) - 1]
        return String(
            decoding: page.ids[Int(record.idStart)..<Int(record.idStart) + Int(record.idLength)], as: UTF8.self)
    }

    func category(_ number: UInt32) -> String? { categories[number] }
    func viewNames(_ number: UInt32) -> [String] { viewNames[number] ?? [] }

    /// Puts an entry in, or in place of what is there of its row.
    ///
    /// - Parameter shelf: how its hashes are going to lie in the index.
    /// - Returns: how they lay before, and whether it has the same number of views as before.
    mutating func put(_ entry: ListedEntry, bank: UInt32, shelf: Shelf) -> (shelf: Shelf, hasSameViews: Bool) {
        var record = Record(bank: bank)
        record.expires = entry.expires ?? .max
        record.disabledUntil = entry.disabledUntil ?? .min
        record.category = entry.category.map { categories.number(of: $0) } ?? 0
        record.views = entry.views.isEmpty ? 0 : viewNames.number(of: entry.views)
        record.isActive = entry.state == .active
        record.isConfirmed = entry.confirmed
        record.shelf = shelf
        record.isSeen = true
        record.place = UInt16(entry.row & Int64(Self.pageRows - 1))
        let before = pages[entry.row >> Int64(Self.pageBits), default: Page()].put(record, id: entry.id)
        if before == nil { count += 1 }
        return (before?.shelf ?? .none, before?.views == record.views)
    }

    // MARK: Reading a place again

    /// Pages that a range of rows touches.
    func pageNumbers(in rows: ClosedRange<Int64>) -> [Int64] {
        let (first, last) = (rows.lowerBound >> Int64(Self.pageBits), rows.upperBound >> Int64(Self.pageBits))
        if last - first < Int64(pages.count) { return (first...last).filter { pages[$0] != nil } }
        return pages.keys.filter { $0 >= first && $0 <= last }
    }

    /// Marks the entries of a bank in a page as not seen.
    mutating func expect(in number: Int64, bank: UInt32) {
        guard let index = pages.index(forKey: number) else { return }
        pages.values[index].forEachRecord(of: bank) { $0.isSeen = false }
    }

    /// Takes out the entries of a bank in a page that were not seen since.
    ///
    /// - Parameter rows: only these.
    /// - Returns: their rows, and whether hashes of theirs lie in the index.
    mutating func removeUnseen(
        in number: Int64, bank: UInt32, rows: ClosedRange<Int64>
    ) -> [(row: Int64, isIndexed: Bool)] {
        guard let index = pages.index(forKey: number) else { return [] }
        var removed: [(row: Int64, isIndexed: Bool)] = []
        for record in pages.values[index].records where record.bank == bank && !record.isSeen {
            let row = number << Int64(Self.pageBits) | Int64(record.place)
            if rows.contains(row) { removed.append((row, record.shelf != .none)) }
        }
        for (row, _) in removed { pages.values[index].remove(place: Int(row & Int64(Self.pageRows - 1))) }
        count -= removed.count
        if pages.values[index].records.isEmpty { pages.remove(at: index) }
        return removed
    }
}

extension EntryDirectory.Page {
    /// - Returns: what was there before.
    fileprivate mutating func put(_ new: EntryDirectory.Record, id: String) -> EntryDirectory.Record? {
        var record = new
        let slot = slots[Int(record.place)]
        guard slot != 0 else {
            append(id, to: &record)
            records.append(record)
            slots[Int(record.place)] = UInt16(records.count)
            return nil
        }
        // An entry's id never changes.
        let before = records[Int(slot) - 1]
        record.idStart = before.idStart
        record.idLength = before.idLength
        records[Int(slot) - 1] = record
        return before
    }

    private mutating func append(_ id: String, to record: inout EntryDirectory.Record) {
        record.idStart = UInt32(ids.count)
        ids.append(contentsOf: id.utf8.prefix(255))
        record.idLength = UInt8(ids.count - Int(record.idStart))
    }

    fileprivate mutating func remove(place: Int) {
        let slot = Int(slots[place]) - 1
        guard slot >= 0 else { return }
        wasted += Int(records[slot].idLength)
        slots[place] = 0
        let last = records.removeLast()
        if slot < records.count {
            records[slot] = last
            slots[Int(last.place)] = UInt16(slot + 1)
        }
        if wasted > 256, wasted * 2 > ids.count { compact() }
    }

    private mutating func compact() {
        var kept: [UInt8] = []
        for index in records.indices {
            let (start, length) = (Int(records[index].idStart), Int(records[index].idLength))
            records[index].idStart = UInt32(kept.count)
            kept += ids[start..<start + length]
        }
        ids = kept
        wasted = 0
    }

    fileprivate mutating func forEachRecord(of bank: UInt32, _ body: (inout EntryDirectory.Record) -> Void) {
        for index in records.indices where records[index].bank == bank { body(&records[index]) }
    }
}

/// Values that many entries share, by number from 1.
struct Words<Value: Hashable>: ~Copyable {
    private var values: [Value] = []
    private var numbers: [Value: UInt32] = [:]

    subscript(number: UInt32) -> Value? { number == 0 ? nil : values[Int(number) - 1] }

    mutating func number(of value: Value) -> UInt32 {
        if let number = numbers[value] { return number }
        values.append(value)
        numbers[value] = UInt32(values.count)
        return UInt32(values.count)
    }
}
