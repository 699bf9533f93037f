// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Web

/// `/m`: asks about fingerprints and media.
extension MatcherWing {
    func openMatching(_ doors: inout Doors) {
        open(.get, "/m/raw_lookup", .matchInspect, .none(because: Self.lookupReason), rate: .light, &doors, rawLookup)
        open(.get, "/m/lookup", .matchInspect, .none(because: Self.lookupReason), rate: .light, &doors, lookup)
        open(
            .post, "/m/lookup", .matchInspect, .none(because: Self.lookupReason), limit: uploadLimit, rate: .heavy,
            &doors, lookupUpload)
        open(.get, "/m/index/status", .banksRead, .none(because: "counts only"), rate: .light, &doors, indexStatus)
        open(
            .post, "/m/compare", .hash, .none(because: "compares what was handed in; no list is asked"), rate: .light,
            &doors, compare)
    }

    private static let lookupReason: StaticString = "the asker has the fingerprint already; metrics count the question"

    // MARK: Handlers

    func rawLookup(_ request: Request, _ context: WebContext) async throws -> Response {
        let query = LookupQuery(request.head.path ?? "")
        let type = query.signalType()
        guard let type, query.has(.signal) else { return try refuseRawLookup(query) }
        let withDistances = try flag(.includeDistance, query)
        let signal = try self.signal(type, query)
        var matches = try lookup(context).matches(signal)
        if let banks = Self.banks(query) { matches.removeAll { !banks.contains($0.bank) } }
        var writer = MatchWriter(matches: matches.count)
        writer.writeRaw(matches, withDistances: withDistances)
        return .json(bytes: writer.buffer)
    }

    func lookup(_ request: Request, _ context: WebContext) async throws -> Response {
        let query = LookupQuery(request.head.path ?? "")
        let isBypassed = try flag(.bypassCoinflip, query)
        if let url = query.text(.url), !url.isEmpty {
            try require(.hash, context)
            let signals = try await signals(
                url: url, content: query.text(.contentType), types: query.text(.types))
            let answers = try signals.map { ($0.type, try self.answers($0, query, isBypassed, context)) }
            var writer = MatchWriter(matches: 4)
            if let selected = query.text(.signalType) {
                writer.write(byBank: answers.first { $0.0.rawValue == selected }?.1 ?? [])
            } else {
                writer.write(bySignal: answers)
            }
            return .json(bytes: writer.buffer)
        }
        guard query.has(.signal), query.has(.signalType) else {
            throw Self.bad("Either url or both signal and signal_type are required")
        }
        guard let type = query.signalType() else { throw Self.noSignalType(query.text(.signalType) ?? "") }
        let found = try answers(MadeSignal(type: type, signal: try signal(type, query)), query, isBypassed, context)
        var writer = MatchWriter(matches: found.count)
        writer.write(byBank: found)
        return .json(bytes: writer.buffer)
    }

    func lookupUpload(_ request: Request, _ context: WebContext) async throws -> Response {
        try require(.hash, context)
        let query = LookupQuery(request.head.path ?? "")
        let signals = try await uploadedSignals(request, context, types: query.text(.types)).signals
        let isBypassed = query.text(.bypassCoinflip) == "true"
        let answers = try signals.map { ($0.type, try self.answers($0, query, isBypassed, context)) }
        var writer = MatchWriter(matches: 4)
        writer.write(bySignal: answers)
        return .json(bytes: writer.buffer)
    }

    func compare(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let members = try await requireJSON(request, context).members else {
            throw Self.bad("Request input was not a dict")
        }
        var results: [String: JSONValue] = [:]
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            guard case .array(let pair) = value else { throw Self.bad("Comparison hashes for \(name) was not a list") }
            guard pair.count == 2 else { throw Self.bad("Comparison hash list length must be exactly 2") }
            let type = try enabledType(name)
            let signals = pair.compactMap { $0.text }.compactMap { Signal(type, $0) }
            guard signals.count == 2 else { throw Self.bad("Invalid \(name) hash: \(Signal.complaint(type))") }
            switch (signals[0], signals[1]) {
            case (.pdq(let left), .pdq(let right)):
                let distance = left.distance(to: right)
                results[name] = [.bool(distance <= Self.matchDistance), ["distance": .integer(Int64(distance))]]
            case (let left, let right):
                results[name] = [.bool(left == right), [:]]
            }
        }
        return .answer(.object(results))
    }

    // MARK: Parts

    /// The distance up to which the reference calls two PDQ hashes a match.
    private static let matchDistance = 31

    private func lookup(_ context: WebContext) throws -> Lookup {
        Lookup(lists: lists, shares: shares, tenant: try context.requirePrincipal().tenant?.description)
    }

    private func answers(
        _ made: MadeSignal, _ query: LookupQuery, _ isBypassed: Bool, _ context: WebContext
    ) throws -> [FoundContent] {
        let lookup = try lookup(context)
        let matches = try lookup.matches(try made.required())
        let flip: Flip =
            if isBypassed { .bypassed } else if let seed = query.text(.seed) { .seeded(seed) } else { .random }
        return lookup.answers(matches, flip: flip, banks: Self.banks(query))
    }

    private func signal(_ type: SignalType, _ query: LookupQuery) throws -> Signal {
        guard shares.isEnabled(type) else { throw Self.notEnabled(type) }
        guard let signal = query.signal(type) else { throw Self.bad("invalid signal: \(Signal.complaint(type))") }
        return signal
    }

    /// What the models of the reference say of a look-up that lacks something.
    private func refuseRawLookup(_ query: LookupQuery) throws -> Response {
        var input: [String: JSONValue] = [:]
        for name in [LookupQuery.Name.signal, .signalType, .banks, .includeDistance] {
            if let text = query.text(name) { input[name.text] = .string(text) }
        }
        var problems = FieldProblems()
        for name in [LookupQuery.Name.signal, .signalType] where !query.has(name) {
            problems.missing(name.text, in: .object(input))
        }
        guard problems.isEmpty else { throw problems }
        throw Self.noSignalType(query.text(.signalType) ?? "")
    }

    private func flag(_ name: LookupQuery.Name, _ query: LookupQuery) throws -> Bool {
        guard let text = query.text(name) else { return false }
        guard let value = Fields.flag(text) else {
            var problems = FieldProblems()
            problems.add(
                .init(
                    type: "bool_parsing", field: name.text,
                    message: "Input should be a valid boolean, unable to interpret input", input: .string(text)))
            throw problems
        }
        return value
    }

    private static func banks(_ query: LookupQuery) -> Set<String>? {
        guard query.has(.banks), let text = query.text(.banks), !text.isEmpty else { return nil }
        return Set(text.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
}
