// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Foundation
public import Policy
public import Screening
public import Store

/// Decisions, kept and found again. Another tenant's decision is not there.
public struct DecisionRepository: Sendable {
    let store: Store

    /// Works on a store that was opened with ``SubmissionSchema/schema``.
    ///
    /// - Parameter store: the database.
    public init(store: Store) {
        self.store = store
    }

    /// Keeps a decision.
    ///
    /// - Parameters:
    ///   - decision: new.
    ///   - connection: the transaction; `nil`: one of its own.
    /// - Throws: `StoreError`.
    public func add(_ decision: StoredDecision, within connection: SQLConnection? = nil) throws {
        guard let connection else { return try store.write { try add(decision, within: $0) } }
        try connection.execute(
            """
            INSERT INTO submission_decision (\(Self.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
            """,
            [
                .text(decision.id), .text(decision.tenant ?? ""), .text(decision.actor), .integer(decision.at.seconds),
                .optional(decision.reference), .optional(decision.job), .text(decision.status.rawValue),
                .optional(decision.reason?.code), .optional(decision.reason?.message),
                .integer(decision.isComplete ? 1 : 0), .text(decision.decisionClass.rawValue),
                .text(decision.action.rawValue), .text(try Self.json(decision.because)),
                .text(try Self.json(decision.matches)), .optional(decision.canonical), .optional(decision.ruleSet),
                .integer(decision.listChange),
            ])
    }

    /// One decision.
    ///
    /// - Parameters:
    ///   - id: of the decision.
    ///   - tenant: who asks; `nil` is the house, which sees its own decisions only.
    /// - Returns: `nil` when this tenant has no such decision.
    /// - Throws: `StoreError`.
    public func decision(_ id: String, tenant: String?) throws -> StoredDecision? {
        guard SubmissionIDs.isID(id, of: .decision) else { return nil }
        return try store.read { connection in
            try connection.firstRow(
                "SELECT \(Self.columns) FROM submission_decision WHERE id = $1 AND tenant = $2",
                [.text(id), .text(tenant ?? "")], Self.decision)
        }
    }

    /// Which decisions a list holds.
    public struct Filter: Sendable, Hashable {
        /// Only those of these classes; empty: all.
        public var classes: Set<DecisionClass> = []
        /// Only those with this action.
        public var action: Action?
        /// Only those with this status.
        public var status: ItemStatus?
        /// Only those with this reference.
        public var reference: String?
        /// Only those of this job.
        public var job: String?
        /// Only those of this moment or later.
        public var since: UTCTime?
        /// Only those before this moment.
        public var before: UTCTime?

        /// All decisions.
        public init() {}
    }

    /// Decisions, the latest first.
    ///
    /// - Parameters:
    ///   - tenant: who asks; `nil` is the house.
    ///   - filter: which of them.
    ///   - after: the id at which the page before ended.
    ///   - limit: how many at most.
    /// - Throws: `StoreError`.
    public func decisions(
        tenant: String?, _ filter: Filter = Filter(), after: String? = nil, limit: Int
    ) throws -> [StoredDecision] {
        var conditions: [String] = []
        var values: [SQLValue] = []
        func add(_ condition: String, _ value: SQLValue) {
            values.append(value)
            conditions.append(condition + " $\(values.count)")
        }
        add("tenant =", .text(tenant ?? ""))
        if let after { add("id <", .text(after)) }
        if let action = filter.action { add("action =", .text(action.rawValue)) }
        if let status = filter.status { add("status =", .text(status.rawValue)) }
        if let reference = filter.reference { add("reference =", .text(reference)) }
        if let job = filter.job { add("job =", .text(job)) }
        if let since = filter.since { add("at >=", .integer(since.seconds)) }
        if let before = filter.before { add("at <", .integer(before.seconds)) }
        if !filter.classes.isEmpty {
            let names = filter.classes.map(\.rawValue).sorted().map { name in
                values.append(.text(name))
                return "$\(values.count)"
            }
            conditions.append("class IN (\(names.joined(separator: ", ")))")
        }
        values.append(.integer(Int64(limit)))
        let sql = """
            SELECT \(Self.columns) FROM submission_decision WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id DESC LIMIT $\(values.count)
            """
        return try store.read { connection in
            var found: [StoredDecision] = []
            try connection.forEachRow(sql, values) { found.append(try Self.decision($0)) }
            return found
        }
    }

    /// How many decisions of each class there are since a moment.
    ///
    /// - Parameters:
    ///   - since: the moment.
    ///   - tenant: who asks; `nil` is the house.
    /// - Throws: `StoreError`.
    public func counts(since: UTCTime, tenant: String?) throws -> [DecisionClass: Int] {
        try store.read { connection in
            var counts: [DecisionClass: Int] = [:]
            try connection.forEachRow(
                "SELECT class, COUNT(*) FROM submission_decision WHERE tenant = $1 AND at >= $2 GROUP BY class",
                [.text(tenant ?? ""), .integer(since.seconds)]
            ) { row in
                if let name = DecisionClass(rawValue: row.text(0)) { counts[name] = Int(row.integer(1)) }
            }
            return counts
        }
    }

    private static let columns =
        "id, tenant, actor, at, reference, job, status, reason_code, reason, complete, class, action, because, "
        + "matches, canonical, rule_set, list_change"

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    private static func decision(_ row: SQLRow) throws -> StoredDecision {
        guard let status = ItemStatus(rawValue: row.text(6)), let decisionClass = DecisionClass(rawValue: row.text(10)),
            let action = Action(rawValue: row.text(11))
        else {
            throw StoreError(
                code: .corrupt, message: "decision \(row.text(0)) holds words that no program of this version wrote",
                remedy: StoreError.restoring)
        }
        let decoder = JSONDecoder()
        return StoredDecision(
            id: row.text(0), tenant: row.text(1).isEmpty ? nil : row.text(1), actor: row.text(2),
            at: UTCTime(seconds: row.integer(3)), reference: row.optionalText(4), job: row.optionalText(5),
            status: status,
            reason: row.optionalText(7).map { StatusReason(code: $0, message: row.text(8)) },
            isComplete: row.integer(9) != 0, decisionClass: decisionClass, action: action,
            because: try decoder.decode([String].self, from: Data(row.text(12).utf8)),
            matches: try decoder.decode([StoredDecision.Match].self, from: Data(row.text(13).utf8)),
            canonical: row.optionalText(14), ruleSet: row.optionalText(15), listChange: row.integer(16))
    }
}
