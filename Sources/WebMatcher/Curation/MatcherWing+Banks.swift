// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// `/c/banks` and `/c/bank/…`.
extension MatcherWing {
    func openBanks(_ doors: inout Doors) {
        let settings: StaticString = "settings of lists, no entries"
        open(.get, "/c/banks", .banksRead, .none(because: settings), &doors, listBanks)
        open(.post, "/c/banks", .banksManage, .event(AuditAction("bank.create")), &doors, createBank)
        open(.get, "/c/bank/{bank}", .banksRead, .none(because: settings), &doors, showBank)
        open(.put, "/c/bank/{bank}", .banksManage, .event(AuditAction("bank.change")), &doors, changeBank)
        open(.delete, "/c/bank/{bank}", .banksManage, .event(AuditAction("bank.remove")), &doors, removeBank)
    }

    func listBanks(_ request: Request, _ context: WebContext) async throws -> Response {
        let scope = try Self.scope(context)
        let banks = banks
        let all = try await look { try banks.list(within: $0).map(\.bank) }
        return .answer(
            .array(
                all.compactMap { bank in
                    guard Self.isListed(bank, scope) else { return nil }
                    return scope.visible(bank.name).map { Self.json(name: $0, ratio: bank.settings.enabledRatio) }
                }))
    }

    func createBank(_ request: Request, _ context: WebContext) async throws -> Response {
        let scope = try Self.scope(context)
        var fields = try Fields(try await json(request, context))
        let name = fields.text("name", required: true) ?? ""
        let ratio = fields.number("enabled_ratio")
        let isEnabled = fields.flag("enabled")
        try fields.check()
        try Self.check(name: name)
        let share = try Self.check(ratio: ratio ?? (isEnabled == false ? 0 : 1))
        let (banks, trail) = (banks, context.trail)
        let bank: Bank
        do {
            bank = try await change { connection in
                let bank = try banks.create(
                    name, in: scope, settings: BankSettings(enabledRatio: share), within: connection)
                try trail.record("bank:\(bank.name)", ["enabled_ratio": "\(share)"], within: connection)
                return bank
            }
        } catch let error as BankError where error.code == .nameTaken {
            throw Problem(.forbidden, code: "bank-name-taken", detail: "Bank already exists")
        }
        return .answer(Self.json(name: name, ratio: bank.settings.enabledRatio), status: .created)
    }

    func showBank(_ request: Request, _ context: WebContext) async throws -> Response {
        let bank = try await bank(context)
        return .answer(Self.json(name: bank.seen, ratio: bank.bank.settings.enabledRatio))
    }

    func changeBank(_ request: Request, _ context: WebContext) async throws -> Response {
        let scope = try Self.scope(context)
        let found = try await bank(context, unknown: "Bank not found")
        var fields = try Fields(try await json(request, context))
        let name = fields.text("name")
        let ratio = fields.number("enabled_ratio")
        let isEnabled = fields.flag("enabled")
        try fields.check()
        if let name { try Self.check(name: name) }
        let share = try (ratio ?? isEnabled.map { $0 ? 1 : 0 }).map { try Self.check(ratio: $0) }
        let (banks, trail) = (banks, context.trail)
        let changed: Bank
        do {
            changed = try await change { connection in
                var bank = found.bank
                var detail: [String: String] = [:]
                if let name, name != found.seen {
                    guard try ExchangeTable.one(bank.name, connection) == nil else {
                        throw Self.bad("The bank is filled by an exchange of its name and cannot be renamed.")
                    }
                    bank = try banks.rename(bank.name, to: name, within: connection)
                    detail["renamed_from"] = found.seen
                }
                if let share {
                    bank = try banks.update(bank.name, within: connection) { $0.enabledRatio = share }
                    detail["enabled_ratio"] = "\(share)"
                }
                try trail.record("bank:\(bank.name)", detail, within: connection)
                return bank
            }
        } catch let error as BankError where error.code == .nameTaken {
            throw Problem(.forbidden, code: "bank-name-taken", detail: "Bank name already exists")
        }
        return .answer(
            Self.json(name: scope.visible(changed.name) ?? found.seen, ratio: changed.settings.enabledRatio))
    }

    func removeBank(_ request: Request, _ context: WebContext) async throws -> Response {
        let name = try context.parameter("bank")
        // A bank that is not there is removed already: the reference says so, too.
        let qualified = BankScope.isName(name) ? try Self.scope(context).qualified(name) : nil
        let (banks, trail) = (banks, context.trail)
        try await change { connection in
            // What is no bank's name may be anything, a fingerprint too: the log does not keep it.
            guard let qualified else { return try trail.record("bank:unknown", within: connection) }
            try ExchangeTable.remove(qualified, connection)
            do {
                let entries = try banks.remove(qualified, within: connection)
                try trail.record("bank:\(qualified)", ["entries": "\(entries)"], within: connection)
            } catch let error as BankError where error.code == .unknownBank {
                try trail.record("bank:unknown", ["existed": "no"], within: connection)
            }
        }
        return .answer(["message": "Done"])
    }

    // MARK: Parts

    /// A bank that the asker may manage, with the name under which they see it.
    struct FoundBank: Sendable {
        var bank: Bank
        var seen: String

        var json: JSONValue { MatcherWing.json(name: seen, ratio: bank.settings.enabledRatio) }
    }

    /// The bank that the path names.
    ///
    /// - Throws: ``Problem`` 404, also for a bank of somebody else.
    func bank(_ context: WebContext, unknown: String? = nil) async throws -> FoundBank {
        let name = try context.parameter("bank")
        let scope = try Self.scope(context)
        let banks = banks
        guard let qualified = scope.qualified(name) else { throw Self.noBank(name, unknown) }
        do {
            let bank = try await look { try banks.show(qualified, within: $0).bank }
            guard Self.isListed(bank, scope) else { throw Self.noBank(name, unknown) }
            return FoundBank(bank: bank, seen: name)
        } catch let error as BankError where error.code == .unknownBank {
            throw Self.noBank(name, unknown)
        }
    }

    private static func noBank(_ name: String, _ detail: String?) -> Problem {
        Problem(.notFound, code: "bank-unknown", detail: detail ?? "bank '\(name)' not found")
    }

    /// Known-good banks only clear files; this surface knows nothing of the kind and would show their entries as matches.
    /// Banks of tenants have names that its paths cannot carry, so the house manages them elsewhere.
    static func isListed(_ bank: Bank, _ scope: BankScope) -> Bool {
        bank.purpose == .known && scope.manages(bank.name) && scope.visible(bank.name)?.utf8.contains(0x2F) == false
    }

    static func json(name: String, ratio: Double) -> JSONValue {
        ["matching_enabled_ratio": .number(ratio), "name": .string(name)]
    }

    static let nameRule = "Bank names must be UPPER_WITH_UNDERSCORE"

    static func check(name: String) throws(Problem) {
        let bytes = Array(name.utf8)
        func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || byte == UInt8(ascii: "_") }
        guard let first = bytes.first, isUpper(first),
            bytes.allSatisfy({ isUpper($0) || (0x30...0x39).contains($0) })
        else { throw bad(nameRule) }
        guard bytes.count <= 64 else { throw bad("Bank names have at most 64 characters") }
        guard first != UInt8(ascii: "_") else {
            throw bad("Bank names begin with a letter here, not with an underscore")
        }
    }

    private static func check(ratio: Double) throws(Problem) -> Double {
        guard (0...1).contains(ratio) else { throw bad("enabled_ratio must be between 0.0 and 1.0") }
        return ratio
    }
}
