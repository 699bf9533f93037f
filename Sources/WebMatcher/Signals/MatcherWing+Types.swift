// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Screening
internal import Store
internal import Web

/// `/c/signal_type…`, `/c/content_type` and `/m/index/status`.
extension MatcherWing {
    func openTypes(_ doors: inout Doors) {
        let counts: StaticString = "kinds and counts, no entries"
        open(.get, "/c/signal_type", .banksRead, .none(because: counts), rate: .light, &doors, listSignalTypes)
        open(
            .put, "/c/signal_type/{type}", .banksManage, .event(AuditAction("signal-type.change")), &doors,
            changeSignalType)
        open(.get, "/c/signal_type/index", .banksRead, .none(because: counts), &doors, showIndices)
        open(.get, "/c/content_type", .banksRead, .none(because: counts), rate: .light, &doors, listContentTypes)
    }

    func listSignalTypes(_ request: Request, _ context: WebContext) async throws -> Response {
        .answer(
            .array(
                SignalType.allCases.map { type in
                    ["name": .string(type.rawValue), "enabled_ratio": .number(shares.share(of: type))]
                }))
    }

    func changeSignalType(_ request: Request, _ context: WebContext) async throws -> Response {
        let principal = try context.requirePrincipal()
        let name = try context.parameter("type")
        // It changes what everybody is answered, so no tenant may do it.
        guard principal.tenant == nil else {
            throw Problem(.forbidden, code: "forbidden", detail: "Signal types are the house's to change.")
        }
        guard let type = SignalType(rawValue: name) else { throw Self.bad("Unknown signal type \(name)") }
        guard let members = try await requireJSON(request, context).members, let value = members["enabled_ratio"],
            value != .null
        else { throw Self.bad("enabled_ratio is required") }
        var fields = try Fields(.object(members))
        guard let share = fields.number("enabled_ratio") else { throw Self.bad("Invalid float: enabled_ratio") }
        guard (0...1).contains(share) else {
            throw Self.bad("Invalid enabled ratio. Must be in the range 0.0-1.0 inclusive.")
        }
        let (shares, trail) = (shares, context.trail)
        try await change { connection in
            try shares.set(share, of: type, connection)
            try trail.record("signal-type:\(type.rawValue)", ["enabled_ratio": "\(share)"], within: connection)
        }
        try await shares.reload()
        return Response(status: .noContent)
    }

    func listContentTypes(_ request: Request, _ context: WebContext) async throws -> Response {
        .answer(.array(ContentType.allCases.map { ["name": .string($0.rawValue), "enabled": true] }))
    }

    // MARK: Indices

    func indexStatus(_ request: Request, _ context: WebContext) async throws -> Response {
        let states = try await states(request, context)
        return .answer(
            .object(
                states.mapValues { state in
                    state.size == 0
                        ? ["present": false, "built_to": -1, "size": 0]
                        : ["present": true, "built_to": .integer(state.builtTo), "size": .integer(state.size)]
                }))
    }

    func showIndices(_ request: Request, _ context: WebContext) async throws -> Response {
        let states = try await states(request, context)
        return .answer(
            .object(
                states.mapValues { state in
                    [
                        "db_size": .integer(state.size),
                        "index_size": .integer(state.isCurrent ? state.size : max(0, state.size - 1)),
                        "index_out_of_date": .bool(!state.isCurrent), "newest_db_item": .integer(state.newest),
                        "index_built_to": .integer(state.builtTo),
                    ]
                }))
    }

    private struct IndexState {
        var size: Int64
        /// When a bank with such entries last changed, in seconds since 1970; -1: there is none.
        var newest: Int64
        var builtTo: Int64
        var isCurrent: Bool
    }

    private func states(_ request: Request, _ context: WebContext) async throws -> [String: IndexState] {
        let scope = try Self.scope(context)
        var types = SignalType.allCases
        if let name = LookupQuery(request.head.path ?? "").text(.signalType) {
            guard let type = SignalType(rawValue: name) else { throw Self.bad("No such signal type '\(name)'") }
            types = [type]
        }
        let (store, banks) = (store, banks)
        let (summaries, change) = try await store.perform { (try banks.list(), try banks.lastChange().number) }
        let isCurrent = lists.standing.isCurrent && lists.standing.change >= change
        var states: [String: IndexState] = [:]
        for type in types {
            let kind: FingerprintKinds = type == .pdq ? .pdq : .md5
            let filled = summaries.filter {
                $0.bank.purpose == .known && scope.visible($0.bank.name) != nil && $0.entries(with: kind) > 0
            }
            let newest = filled.map { Int64($0.bank.changed.timeIntervalSince1970) }.max() ?? -1
            states[type.rawValue] = IndexState(
                size: Int64(filled.reduce(0) { $0 + $1.entries(with: kind) }), newest: newest, builtTo: newest,
                isCurrent: isCurrent)
        }
        return states
    }
}
