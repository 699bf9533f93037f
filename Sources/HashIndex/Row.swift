// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

extension HashIndex {
    /// Whether an entry takes part in matching.
    public enum State: UInt8, Sendable, Hashable, CaseIterable {
        /// Takes part.
        case active = 0
        /// Waits for somebody's judgement.
        case quarantined = 1
        /// Switched off by its bank.
        case disabled = 2
        /// Taken back by its source.
        case withdrawn = 3
    }

    /// A set of states.
    public struct States: OptionSet, Sendable, Hashable {
        /// One bit a state.
        public let rawValue: UInt8

        /// Makes a set of its bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Makes a set of one state.
        public init(_ state: State) {
            rawValue = 1 << state.rawValue
        }

        /// What a search looks for unless it is told otherwise.
        public static let active = States(.active)
        /// Every state, withdrawn rows too.
        public static let all = States(rawValue: 15)

        func contains(_ state: State) -> Bool {
            rawValue & (1 << state.rawValue) != 0
        }
    }

    /// One row: a code, the number by which its owner knows it, and what decides whether it matches.
    public struct Row: Sendable, Hashable {
        /// The owner's number, unique in the index.
        public var id: Int64
        /// The 256 bits that are compared.
        public var code: PDQHash
        /// The owner's number of the bank.
        public var bank: UInt16
        /// Bits, 0…64, within which a code matches this row.
        public var radius: UInt8
        /// Seconds since 1970 after which the row no longer matches, kept in minutes and rounded up; `nil` for never.
        public var expires: Int64?
        /// Whether the row takes part in matching.
        public var state: State

        /// Makes a row that an index can take in.
        public init(
            id: Int64, code: PDQHash, bank: UInt16 = 0, radius: UInt8 = 31, expires: Int64? = nil,
            state: State = .active
        ) {
            self.id = id
            self.code = code
            self.bank = bank
            self.radius = min(radius, 64)
            self.expires = expires
            self.state = state
        }
    }

    /// A row near the code that was searched.
    public struct Neighbor: Sendable, Hashable {
        /// The number that the row was added with.
        public var id: Int64
        /// The bank that the row was added with.
        public var bank: UInt16
        /// Bits that differ.
        public var distance: Int
        /// The row's state.
        public var state: State

        /// Makes an answer.
        public init(id: Int64, bank: UInt16 = 0, distance: Int, state: State = .active) {
            self.id = id
            self.bank = bank
            self.distance = distance
            self.state = state
        }
    }

    /// How far a search goes.
    public enum Reach: Sendable, Hashable {
        /// Each row's own radius.
        case ofEachRow
        /// One radius for all rows, 0…256 bits.
        case within(Int)
    }

    /// How far the owner's database is contained: the owner's own number, and which database it counts in.
    public struct Stamp: Sendable, Hashable {
        /// Increases with every change of the database. The index only keeps it.
        public var position: UInt64
        /// Sixteen bytes that tell one database from another.
        public var database: (high: UInt64, low: UInt64)

        /// Makes a stamp.
        public init(position: UInt64, database: (high: UInt64, low: UInt64) = (0, 0)) {
            self.position = position
            self.database = database
        }

        /// Whether both count alike in the same database.
        public static func == (left: Stamp, right: Stamp) -> Bool {
            left.position == right.position && left.database == right.database
        }

        /// Feeds position and database to a hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(position)
            hasher.combine(database.high)
            hasher.combine(database.low)
        }
    }
}
