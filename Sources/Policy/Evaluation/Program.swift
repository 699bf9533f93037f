// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Conditions as one flat list of nodes, so that deciding them touches one piece of memory and allocates nothing.
struct Program: Sendable {
    enum Operation: UInt8, Sendable {
        case all, any, not, flag, mask, reaches, less, atMost, greater, atLeast, before, after, known, unknown
    }

    struct Node: Sendable {
        var operation: Operation
        /// Position of the fact's or signal's cell.
        var cell: UInt16
        /// First node behind this one's parts.
        var end: Int32
        /// The operand, as ``Cell/bits`` writes it; of ``Operation/reaches`` a position in ``places``.
        var bits: UInt64
    }

    private(set) var nodes: ContiguousArray<Node> = []
    private(set) var places: [[Jurisdiction]] = []

    /// Adds a condition.
    ///
    /// - Returns: its position.
    mutating func add(_ condition: Condition, signals: [String: Int]) -> Int {
        let start = nodes.count
        func leaf(_ operation: Operation, _ cell: Int, _ bits: UInt64 = 0) {
            nodes.append(Node(operation: operation, cell: UInt16(cell), end: Int32(nodes.count + 1), bits: bits))
        }
        switch condition {
        case .all(let parts), .any(let parts):
            leaf(condition.isConjunction ? .all : .any, 0)
            for part in parts { _ = add(part, signals: signals) }
        case .not(let part):
            leaf(.not, 0)
            _ = add(part, signals: signals)
        case .signal(let name): leaf(.flag, signals[name] ?? 0, 1)
        case .test(let name, let comparison):
            let cell = name.index
            switch comparison {
            case .isFlag(let flag): leaf(.flag, cell, flag ? 1 : 0)
            case .isIn(let mask), .intersects(let mask): leaf(.mask, cell, UInt64(mask))
            case .reaches(let jurisdictions):
                leaf(.reaches, cell, UInt64(places.count))
                places.append(jurisdictions)
            case .less(let number): leaf(.less, cell, number.bitPattern)
            case .atMost(let number): leaf(.atMost, cell, number.bitPattern)
            case .greater(let number): leaf(.greater, cell, number.bitPattern)
            case .atLeast(let number): leaf(.atLeast, cell, number.bitPattern)
            case .before(let seconds): leaf(.before, cell, UInt64(bitPattern: seconds))
            case .after(let seconds): leaf(.after, cell, UInt64(bitPattern: seconds))
            case .isKnown: leaf(.known, cell)
            case .isUnknown: leaf(.unknown, cell)
            }
        }
        nodes[start].end = Int32(nodes.count)
        return start
    }

    /// Decides a condition.
    ///
    /// - Parameters:
    ///   - start: its position.
    ///   - cells: what is known.
    func truth(at start: Int, _ cells: Snapshot) -> Truth {
        let node = nodes[start]
        switch node.operation {
        case .all:
            var result = Truth.yes
            var next = start + 1
            while next < node.end {
                result = min(result, truth(at: next, cells))
                if result == .no { return .no }
                next = Int(nodes[next].end)
            }
            return result
        case .any:
            var result = Truth.no
            var next = start + 1
            while next < node.end {
                result = max(result, truth(at: next, cells))
                if result == .yes { return .yes }
                next = Int(nodes[next].end)
            }
            return result
        case .not: return !truth(at: start + 1, cells)
        default: return cells.compare(node, places)
        }
    }
}

extension Condition {
    fileprivate var isConjunction: Bool {
        if case .all = self { return true }
        return false
    }
}

/// One fact as a decision reads it.
struct Cell: Sendable {
    var isKnown: Bool
    /// A flag as 0 or 1, words as their mask, a number or moment as its bits.
    var bits: UInt64

    static let unknown = Cell(isKnown: false, bits: 0)

    init(isKnown: Bool, bits: UInt64) {
        self.isKnown = isKnown
        self.bits = bits
    }

    init(_ value: FactValue) {
        switch value {
        case .unknown: self = .unknown
        case .flag(let flag): self.init(isKnown: true, bits: flag ? 1 : 0)
        case .word(let index): self.init(isKnown: true, bits: 1 << UInt64(index))
        case .words(let mask): self.init(isKnown: true, bits: UInt64(mask))
        case .number(let number): self.init(isKnown: true, bits: number.bitPattern)
        case .countries: self.init(isKnown: true, bits: 0)
        case .instant(let time): self.init(isKnown: true, bits: UInt64(bitPattern: time.seconds))
        }
    }

    init(_ truth: Truth) {
        self.init(isKnown: truth != .unknown, bits: truth == .yes ? 1 : 0)
    }
}

/// All facts and signals of one decision.
struct Snapshot: Sendable {
    private(set) var cells: ContiguousArray<Cell>
    private var countries: [(cell: Int, countries: [Country])] = []

    private static let absent = ContiguousArray(FactRegistry.definitions.map { Cell($0.absent) })

    init(_ facts: FactSet, signals: Int) {
        cells = Self.absent
        cells.reserveCapacity(cells.count + signals)
        for (name, value) in facts.beliefs {
            cells[name.index] = Cell(value)
            if case .countries(let places) = value { countries.append((name.index, places)) }
        }
        // Of what could not be screened nobody said that no list contains it.
        if !facts.isSet(.matchKind), truth(.scanFailed) != .no { cells[FactName.matchKind.index] = .unknown }
        cells.append(contentsOf: repeatElement(.unknown, count: signals))
    }

    subscript(name: FactName) -> Cell { cells[name.index] }

    mutating func set(_ cell: Int, _ truth: Truth) { cells[cell] = Cell(truth) }

    func countries(_ name: FactName) -> [Country]? {
        let index = name.index
        return countries.first { $0.cell == index }?.countries
    }

    func truth(_ name: FactName) -> Truth {
        let cell = cells[name.index]
        return cell.isKnown ? Truth(cell.bits == 1) : .unknown
    }

    @inline(__always)
    func compare(_ node: Program.Node, _ places: [[Jurisdiction]]) -> Truth {
        let cell = cells[Int(node.cell)]
        if node.operation == .known { return Truth(cell.isKnown) }
        if node.operation == .unknown { return Truth(!cell.isKnown) }
        guard cell.isKnown else { return .unknown }
        switch node.operation {
        case .flag: return Truth(cell.bits == node.bits)
        case .mask: return Truth(cell.bits & node.bits != 0)
        case .less: return Truth(Double(bitPattern: cell.bits) < Double(bitPattern: node.bits))
        case .atMost: return Truth(Double(bitPattern: cell.bits) <= Double(bitPattern: node.bits))
        case .greater: return Truth(Double(bitPattern: cell.bits) > Double(bitPattern: node.bits))
        case .atLeast: return Truth(Double(bitPattern: cell.bits) >= Double(bitPattern: node.bits))
        case .before: return Truth(Int64(bitPattern: cell.bits) < Int64(bitPattern: node.bits))
        case .after: return Truth(Int64(bitPattern: cell.bits) >= Int64(bitPattern: node.bits))
        case .reaches:
            let known = countries.first { $0.cell == Int(node.cell) }?.countries ?? []
            return Truth(places[Int(node.bits)].contains { place in known.contains { place.covers($0) } })
        case .all, .any, .not, .known, .unknown: return .unknown
        }
    }
}
