// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Crypto
internal import Fingerprints
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Ledger
internal import Store
internal import Web

/// `/c/bank/…/content` and `/c/bank/…/signal`.
extension MatcherWing {
    func openContent(_ doors: inout Doors) {
        let added = Door.Audit.event(AuditAction("entry.add"))
        open(
            .post, "/c/bank/{bank}/content", .entriesManage, added, limit: uploadLimit, rate: .heavy, &doors, addContent
        )
        open(.post, "/c/bank/{bank}/signal", .entriesManage, added, &doors, addSignals)
        let one = "/c/bank/{bank}/content/{content}"
        open(.get, one, .entriesRead, .event(AuditAction("entry.read")), &doors, showContent)
        open(.put, one, .entriesManage, .event(AuditAction("entry.change")), &doors, changeContent)
        open(.delete, one, .entriesManage, .event(AuditAction("entry.remove")), &doors, removeContent)
    }

    // MARK: Adding

    func addContent(_ request: Request, _ context: WebContext) async throws -> Response {
        let bank = try await bank(context)
        let query = LookupQuery(request.head.path ?? "")
        var description = ContentDescription()
        let signals: [MadeSignal]
        var digest: [UInt8]?
        if let url = query.text(.url), !url.isEmpty {
            if let body = try await json(request, context)?.members {
                description = try ContentDescription(metadata: body["metadata"], note: body["note"])
            }
            signals = try await self.signals(url: url, content: query.text(.contentType), types: query.text(.types))
        } else if request.mediaType == "multipart/form-data" {
            let upload = try await uploadedSignals(request, context, types: query.text(.types))
            description = try ContentDescription(form: upload.fields)
            signals = upload.signals
            digest = Array(SHA256.hash(data: upload.bytes))
        } else {
            throw Self.bad("Neither `url` nor multipart file upload was received")
        }
        let made = try signals.map { try $0.required("Invalid \($0.type.rawValue) signal") }
        return try await add(made, digest, description, to: bank, context)
    }

    func addSignals(_ request: Request, _ context: WebContext) async throws -> Response {
        let bank = try await bank(context)
        guard var members = try await requireJSON(request, context).members else {
            throw Self.bad("Request input was not a dict")
        }
        let description = try ContentDescription(metadata: nil, note: members.removeValue(forKey: "note"))
        var signals: [Signal] = []
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard let type = SignalType(rawValue: name) else { throw Self.bad("No such signal type \(name)") }
            guard let signal = value.text.flatMap({ Signal(type, $0) }) else {
                throw Self.bad("Invalid \(name) signal: \(Signal.complaint(type))")
            }
            signals.append(signal)
        }
        return try await add(signals, nil, description, to: bank, context)
    }

    private func add(
        _ signals: [Signal], _ digest: [UInt8]?, _ description: ContentDescription, to bank: FoundBank,
        _ context: WebContext
    ) async throws -> Response {
        guard !signals.isEmpty else { throw Self.bad("No signals given") }
        guard let fingerprints = Self.fingerprints(signals, sha256: digest) else { throw Self.bad("No signals given") }
        let entry = BankEntry(
            id: "", fingerprints: fingerprints, note: description.note, metadata: description.metadata)
        let (banks, trail) = (banks, context.trail)
        let actor = try context.requirePrincipal().actor
        let row = try await change { connection in
            let added = try banks.add(entry, to: bank.bank.name, actor: actor, within: connection)
            try trail.record(
                "entry:\(added.stored.row)", ["bank": bank.bank.name, "new": added.isNew ? "yes" : "no"],
                within: connection)
            return added.stored.row
        }
        var names: [String: JSONValue] = [:]
        for signal in signals { names[Self.type(of: signal).rawValue] = .string(signal.text) }
        return .answer(["id": .integer(row), "signals": .object(names)])
    }

    static func fingerprints(_ signals: [Signal], sha256: [UInt8]? = nil) -> FingerprintSet? {
        var pdq: PDQHash?
        var md5: [UInt8]?
        for signal in signals {
            switch signal {
            case .pdq(let hash): pdq = hash
            case .videoMD5(let digest): md5 = digest
            }
        }
        return FingerprintSet(pdq: pdq, md5: md5, sha256: sha256)
    }

    private static func type(of signal: Signal) -> SignalType {
        switch signal {
        case .pdq: .pdq
        case .videoMD5: .videoMD5
        }
    }

    // MARK: One entry

    func showContent(_ request: Request, _ context: WebContext) async throws -> Response {
        let query = LookupQuery(request.head.path ?? "")
        let withSignals = query.text(.includeSignals)?.lowercased() == "true"
        let withMetadata = query.text(.includeMetadata).map { $0.lowercased() == "true" } ?? true
        if withSignals { try require(.entryValues, context) }
        let bank = try await bank(context)
        let row = try Self.content(context)
        let (banks, trail) = (banks, context.trail)
        let stored = try await changeQuietly { connection in
            let stored = try Self.known(row) { try banks.stored(.row(row), of: bank.bank.name, within: connection) }
            try trail.record(
                "entry:\(row)", ["bank": bank.bank.name, "values": withSignals ? "yes" : "no"], within: connection)
            return stored
        }
        let entry = stored.entry
        var answer: [String: JSONValue] = [
            "id": .integer(row), "disable_until_ts": .integer(Self.disabledUntil(entry, now: banks.now)),
            "original_media_uri": nil, "bank": bank.json,
        ]
        if withSignals { answer["signals"] = .object(Self.signals(of: entry)) }
        if withMetadata {
            var metadata = Self.json(entry.metadata)
            metadata["collab"] = Self.collaboration(entry, bank)
            answer["metadata"] = .object(metadata)
        }
        if let note = entry.note { answer["note"] = .string(note) }
        return .answer(.object(answer))
    }

    func changeContent(_ request: Request, _ context: WebContext) async throws -> Response {
        let bank = try await bank(context)
        let row = try Self.content(context)
        guard let members = try await requireJSON(request, context).members else {
            throw Self.bad("Request input was not a dict")
        }
        let until = try members["disable_until_ts"].map { try disabling($0) }
        let note = try members["note"].map { try ContentDescription.note($0) }
        let (banks, trail) = (banks, context.trail)
        let stored = try await change { connection in
            let stored = try Self.known(row) {
                try banks.updateEntry(.row(row), of: bank.bank.name, within: connection) { entry in
                    if let until { try Self.set(until, on: &entry) }
                    if let note { entry.note = note }
                }
            }
            var detail = ["bank": bank.bank.name]
            if let until { detail["disable_until_ts"] = "\(until)" }
            if note != nil { detail["note"] = "changed" }
            try trail.record("entry:\(row)", detail, within: connection)
            return stored
        }
        let entry = stored.entry
        return .answer([
            "id": .integer(row), "disable_until_ts": .integer(Self.disabledUntil(entry, now: banks.now)),
            "collab_metadata": Self.collaboration(entry, bank), "original_media_uri": nil, "bank": bank.json,
            "user_metadata": entry.metadata == nil ? nil : .object(Self.json(entry.metadata)),
            "note": .optional(entry.note),
        ])
    }

    func removeContent(_ request: Request, _ context: WebContext) async throws -> Response {
        let bank = try await bank(context)
        let row = try Self.content(context)
        let (banks, trail) = (banks, context.trail)
        let deleted: Int64 = try await change { connection in
            do {
                try banks.removeEntry(.row(row), of: bank.bank.name, within: connection)
                try trail.record("entry:\(row)", ["bank": bank.bank.name], within: connection)
                return 1
            } catch let error as BankError where error.code == .unknownEntry {
                try trail.record("entry:\(row)", ["bank": bank.bank.name, "existed": "no"], within: connection)
                return 0
            }
        }
        return .answer(["deleted": .integer(deleted)])
    }

    // MARK: Parts

    private static func content(_ context: WebContext) throws(Problem) -> Int64 {
        let text = try context.parameter("content")
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let row = Int64(text) else {
            throw unknown(text)
        }
        return row
    }

    private static func unknown(_ content: String) -> Problem {
        Problem(.notFound, code: "entry-unknown", detail: "content '\(content)' not found")
    }

    /// Says in the reference's words that a bank has no entry of a number.
    private static func known<Result>(_ row: Int64, _ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as BankError where error.code == .unknownEntry {
            throw unknown("\(row)")
        }
    }

    /// 0 is off, 1 is on, anything else is a time until which it is off.
    private static func disabledUntil(_ entry: BankEntry, now: Int64) -> Int64 {
        if entry.state != .active { return 0 }
        if let expires = entry.expires, Int64(expires.timeIntervalSince1970) <= now { return 0 }
        return entry.disabledUntil.map { Int64($0.timeIntervalSince1970.rounded(.down)) } ?? 1
    }

    private func disabling(_ value: JSONValue) throws(Problem) -> Int64 {
        let until: Int64? =
            switch value {
            case .integer(let value): value
            case .number(let value) where abs(value) < 1e15: Int64(value)
            case .bool(let value): value ? 1 : 0
            case .string(let text): Int64(text.filter { !$0.isWhitespace })
            default: nil
            }
        guard let until else { throw Self.bad("Invalid int: disable_until_ts") }
        guard until >= 0 else { throw Self.bad("disable_until_ts must be a non-negative integer") }
        guard until <= banks.now + 5 * 365 * 86_400 else {
            throw Self.bad("disable_until_ts must be less than 5 years in the future")
        }
        return until
    }

    private static func set(_ until: Int64, on entry: inout BankEntry) throws(Problem) {
        switch entry.state {
        case .active, .disabled: break
        case .quarantined where until != 1, .withdrawn where until != 1: break
        case .quarantined, .withdrawn:
            throw Problem(
                .badRequest, code: "entry-held",
                detail: "The entry is \(entry.state.rawValue); it cannot be switched on here.")
        }
        switch until {
        case 0:
            if entry.state == .active { entry.state = .disabled }
            entry.disabledUntil = nil
        case 1:
            entry.state = .active
            entry.disabledUntil = nil
        default:
            if entry.state == .disabled { entry.state = .active }
            entry.disabledUntil = Date(timeIntervalSince1970: Double(until))
        }
    }

    private static func signals(of entry: BankEntry) -> [String: JSONValue] {
        var signals: [String: JSONValue] = [:]
        if let pdq = entry.fingerprints.pdq { signals[SignalType.pdq.rawValue] = .string(pdq.hex) }
        if let md5 = entry.fingerprints.md5 {
            signals[SignalType.videoMD5.rawValue] = .string(Hexadecimal.encode(md5))
        }
        return signals
    }

    private static func json(_ metadata: EntryMetadata?) -> [String: JSONValue] {
        [
            "content_id": .optional(metadata?.contentID),
            "content_uri": .optional(metadata?.contentURI),
            "json": metadata?.json.flatMap { JSONValue(text: $0) } ?? .null,
        ]
    }

    /// By exchange, the keys of the records that the entry comes from.
    private static func collaboration(_ entry: BankEntry, _ bank: FoundBank) -> JSONValue {
        guard entry.source == exchangeSource else { return [:] }
        return .object([bank.seen: [.string(entry.id)]])
    }

    /// The source of entries that an exchange brought.
    static let exchangeSource = "exchange"

    /// A transaction that changes no bank: it only records who looked.
    private func changeQuietly<Result: Sendable>(
        _ body: @escaping @Sendable (SQLConnection) throws -> Result
    ) async throws -> Result {
        let store = store
        return try await store.perform { try store.write { try body($0) } }
    }
}
