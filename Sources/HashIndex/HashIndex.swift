// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// Every entry within a Hamming radius of a code: exact by definition, whatever the engine inside does.
///
/// The engine is a linear scan. Entries lie in columns: the first 128 bits of all codes in one array, the rest in another, so
/// that most are rejected after half their bits, with eight entries a step. Several codes (the eight orientations of a
/// picture) share one pass over memory.
public struct HashIndex: Sendable {
    /// One row: a code and the number by which its owner knows it.
    public struct Row: Sendable, Hashable {
        /// The owner's number, unique in the index.
        public var id: Int64
        /// The 256 bits that are compared.
        public var code: PDQHash

        /// Makes a row that an index can take in.
        public init(id: Int64, code: PDQHash) {
            self.id = id
            self.code = code
        }
    }

    /// A row near the code that was searched.
    public struct Neighbor: Sendable, Hashable {
        /// The number that the row was added with.
        public var id: Int64
        /// Bits that differ, 0…radius.
        public var distance: Int

        /// Makes an answer.
        public init(id: Int64, distance: Int) {
            self.id = id
            self.distance = distance
        }
    }

    private var columns = CodeColumns()
    private var ids: [Int64] = []
    private var positions: [Int64: Int] = [:]

    /// Makes an index without rows.
    public init() {}

    /// Builds an index of many rows at once. Of rows with the same id the last one stays.
    public init(_ rows: some Sequence<Row>) {
        for row in rows {
            append(row)
        }
    }

    /// Rows in the index.
    public var count: Int { ids.count }

    /// Adds a row; a row with the same id is replaced.
    public mutating func append(_ row: Row) {
        if let position = positions[row.id] {
            columns[position] = row.code
        } else {
            positions[row.id] = ids.count
            ids.append(row.id)
            columns.append(row.code)
        }
    }

    /// Removes a row. Unknown ids are ignored.
    ///
    /// - Returns: whether the row was there.
    @discardableResult
    public mutating func remove(id: Int64) -> Bool {
        guard let position = positions.removeValue(forKey: id) else { return false }
        let last = ids.count - 1
        if position != last {
            ids[position] = ids[last]
            columns[position] = columns[last]
            positions[ids[position]] = position
        }
        ids.removeLast()
        columns.removeLast()
        return true
    }

    /// All rows whose code differs from `code` in at most `radius` bits, nearest first, then by id.
    ///
    /// - Parameters:
    ///   - code: what to search for.
    ///   - radius: 0…256 bits.
    public func search(_ code: PDQHash, radius: Int) -> [Neighbor] {
        search([code], radius: radius)[0]
    }

    /// The same for several codes in one pass; answer *i* belongs to code *i*.
    public func search(_ codes: [PDQHash], radius: Int) -> [[Neighbor]] {
        precondition((0...256).contains(radius), "a radius counts differing bits of 256")
        var found = [[Neighbor]](repeating: [], count: codes.count)
        columns.scan(for: codes, radius: radius) { query, position, distance in
            found[query].append(Neighbor(id: ids[position], distance: distance))
        }
        for query in found.indices where found[query].count > 1 {
            found[query].sort { ($0.distance, $0.id) < ($1.distance, $1.id) }
        }
        return found
    }
}
