// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// `/c/exchanges…` and `/c/exchange/…`: the pages' shapes, with the one exchange that is implemented.
extension MatcherWing {
    func openExchanges(_ doors: inout Doors) {
        let settings: StaticString = "settings of exchanges, no entries"
        open(.get, "/c/exchanges/apis", .banksRead, .none(because: settings), &doors, listAPIs)
        open(.get, "/c/exchanges/api/{api}", .banksRead, .none(because: settings), &doors, showAPI)
        open(
            .post, "/c/exchanges/api/{api}", .exchangesManage,
            .none(because: "no exchange takes credentials, so nothing is changed"), &doors, setCredentials)
        open(.get, "/c/exchanges/api/{api}/schema", .banksRead, .none(because: settings), &doors, showSchema)
        open(.get, "/c/exchanges", .banksRead, .none(because: settings), &doors, listExchanges)
        open(
            .post, "/c/exchanges", .exchangesManage, .event(AuditAction("exchange.create")), &doors, createExchange)
        let one = "/c/exchange/{exchange}"
        open(.get, one, .banksRead, .none(because: settings), &doors, showExchange)
        open(.get, one + "/status", .banksRead, .none(because: settings), &doors, showFetches)
        open(.put, one, .exchangesManage, .event(AuditAction("exchange.change")), &doors, changeExchange)
        open(.delete, one, .exchangesManage, .event(AuditAction("exchange.remove")), &doors, removeExchange)
    }

    // MARK: Kinds of exchange

    func listAPIs(_ request: Request, _ context: WebContext) async throws -> Response {
        .answer(.array(ExchangeAPI.allCases.map { .string($0.rawValue) }))
    }

    func showAPI(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try Self.api(context)
        return Self.credentials
    }

    func setCredentials(_ request: Request, _ context: WebContext) async throws -> Response {
        let api = try Self.api(context)
        guard let members = try await requireJSON(request, context).members else {
            throw Self.bad("this endpoint expects a json object payload")
        }
        let given = members["credential_json"] ?? .null
        guard given == .null || given.members?.isEmpty == true else {
            throw Self.bad("\(api.rawValue) does not support credentials")
        }
        return Self.credentials
    }

    func showSchema(_ request: Request, _ context: WebContext) async throws -> Response {
        _ = try Self.api(context)
        return .answer(["config_schema": ["fields": []], "credentials_schema": nil])
    }

    private static var credentials: Response {
        .answer(["has_set_authentification": false, "supports_authentification": false])
    }

    private static func api(_ context: WebContext) throws(Problem) -> ExchangeAPI {
        let name = try context.parameter("api")
        guard let api = ExchangeAPI(rawValue: name) else { throw bad("no such Exchange API '\(name)'") }
        return api
    }

    // MARK: Exchanges

    func listExchanges(_ request: Request, _ context: WebContext) async throws -> Response {
        let scope = try Self.scope(context)
        let names = try await look { try ExchangeTable.all($0).map(\.name) }
        return .answer(
            .array(
                names.compactMap { name in
                    guard scope.manages(name), let seen = scope.visible(name), !seen.utf8.contains(0x2F) else {
                        return nil
                    }
                    return .string(seen)
                }))
    }

    func createExchange(_ request: Request, _ context: WebContext) async throws -> Response {
        let scope = try Self.scope(context)
        guard let members = try await requireJSON(request, context).members else { throw Self.bad("bank is required") }
        guard let name = members["bank"]?.text else { throw Self.bad("bank is required") }
        guard !name.isEmpty,
            name.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F })
        else { throw Self.bad("Field `bank` must match /^[A-Z0-9_]+$/") }
        let settings = members["api_json"] ?? [:]
        guard let settings = settings.members else { throw Self.bad("Field `api_json` must be object") }
        guard let apiName = members["api"]?.text else { throw Self.bad("Field `api_type` is required") }
        guard let api = ExchangeAPI(rawValue: apiName) else { throw Self.bad("No such exchange type '\(apiName)'") }
        try Self.check(name: name)
        if let unknown = settings.keys.filter({ !["name", "enabled", "api"].contains($0) }).min() {
            throw Self.bad("Failed to parse `api_json` - verify all fields are supplied. unknown field \(unknown)")
        }
        var isEnabled = true
        if let value = settings["enabled"] {
            guard case .bool(let given) = value else {
                throw Self.bad("Failed to parse `api_json` - verify all fields are supplied. enabled is no boolean")
            }
            isEnabled = given
        }
        let (banks, trail) = (banks, context.trail)
        let actor = try context.requirePrincipal().actor
        let isOn = isEnabled
        do {
            try await change { connection in
                let bank = try banks.create(name, in: scope, within: connection)
                var exchange = Exchange(name: bank.name, api: api, isEnabled: isOn)
                if isOn { try Self.fetch(&exchange, banks, actor: actor, connection) }
                try ExchangeTable.insert(exchange, connection)
                try trail.record(
                    "exchange:\(bank.name)", ["api": api.rawValue, "items": "\(exchange.items)"], within: connection)
            }
        } catch let error as BankError where error.code == .nameTaken {
            throw Self.bad("Bank already exists")
        }
        return .answer(["message": "Created successfully"], status: .created)
    }

    func showExchange(_ request: Request, _ context: WebContext) async throws -> Response {
        let (exchange, seen) = try await exchange(context)
        return .answer(Self.json(exchange, seen))
    }

    func showFetches(_ request: Request, _ context: WebContext) async throws -> Response {
        let exchange = try await exchange(context).exchange
        return .answer([
            "checkpoint_ts": nil, "running_fetch_start_ts": nil,
            "last_fetch_complete_ts": .optional(exchange.fetchedAt),
            "last_fetch_succeeded": .optional(exchange.succeeded),
            "up_to_date": .bool(exchange.succeeded == true), "fetched_items": .integer(exchange.items),
        ])
    }

    func changeExchange(_ request: Request, _ context: WebContext) async throws -> Response {
        var (exchange, seen) = try await exchange(context)
        var fields = try Fields(try await json(request, context))
        let isEnabled = fields.flag("enabled")
        try fields.check()
        let (banks, trail) = (banks, context.trail)
        let actor = try context.requirePrincipal().actor
        let before = exchange
        exchange = try await change { connection in
            var exchange = before
            exchange.isEnabled = isEnabled ?? before.isEnabled
            try ExchangeTable.setEnabled(exchange.isEnabled, exchange.name, connection)
            if exchange.isEnabled, exchange.fetchedAt == nil {
                try Self.fetch(&exchange, banks, actor: actor, connection)
                try ExchangeTable.remove(exchange.name, connection)
                try ExchangeTable.insert(exchange, connection)
            }
            try trail.record(
                "exchange:\(exchange.name)", ["enabled": exchange.isEnabled ? "yes" : "no"], within: connection)
            return exchange
        }
        return .answer(Self.json(exchange, seen))
    }

    func removeExchange(_ request: Request, _ context: WebContext) async throws -> Response {
        let name = try context.parameter("exchange")
        let qualified = BankScope.isName(name) ? try Self.scope(context).qualified(name) : nil
        let (banks, trail) = (banks, context.trail)
        try await change { connection in
            // Only a bank that an exchange filled goes with it; one that merely has the name stays.
            guard let qualified, try ExchangeTable.remove(qualified, connection) else {
                return try trail.record("exchange:unknown", ["existed": "no"], within: connection)
            }
            do {
                try banks.remove(qualified, within: connection)
            } catch let error as BankError where error.code == .unknownBank {
                // Somebody removed the bank by itself.
            }
            try trail.record("exchange:\(qualified)", within: connection)
        }
        return .answer(["message": "Exchange deleted"])
    }

    // MARK: Parts

    private func exchange(_ context: WebContext) async throws -> (exchange: Exchange, seen: String) {
        let name = try context.parameter("exchange")
        guard let qualified = try Self.scope(context).qualified(name),
            let exchange = try await look({ try ExchangeTable.one(qualified, $0) })
        else { throw Problem(.notFound, code: "exchange-unknown", detail: "Exchange '\(name)' not found") }
        return (exchange, name)
    }

    /// Brings what an exchange has into its bank.
    private static func fetch(
        _ exchange: inout Exchange, _ banks: BankRepository, actor: String, _ connection: SQLConnection
    ) throws {
        for (key, signal) in SampleList.entries {
            guard let fingerprints = fingerprints([signal]) else { continue }
            try banks.add(
                BankEntry(id: key, fingerprints: fingerprints, source: exchangeSource), to: exchange.name, actor: actor,
                within: connection)
        }
        exchange.items = Int64(SampleList.entries.count)
        exchange.fetchedAt = banks.now
        exchange.succeeded = true
    }

    private static func json(_ exchange: Exchange, _ seen: String) -> JSONValue {
        ["name": .string(seen), "api": .string(exchange.api.rawValue), "enabled": .bool(exchange.isEnabled)]
    }
}
