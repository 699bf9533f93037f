// SPDX-License-Identifier: Apache-2.0

/// Reads one entry out of a JSON object: ours, HMA's, ThreatExchange's or Project VIC's.
struct JSONRecord {
    let format: ImportFormat
    let kind: FingerprintKind?
    let vicsCategories: Set<Int>?
    /// Seconds since 1970: HMA states until when an entry is switched off.
    let now: Int64
    /// Keys that say nothing to a bank.
    private(set) var ignored: [String] = []

    init(format: ImportFormat, options: ImportOptions, now: Int64) {
        self.format = format
        self.kind = options.kind
        self.vicsCategories = options.vicsCategories
        self.now = now
    }

    mutating func step(_ object: [String: JSONNode], line: Int) throws(FieldProblem) -> ReadStep {
        if object["should_delete"]?.fieldText?.elementsEqual("true".utf8) == true {
            return .leftOut(reason: "deleted by its sharers")
        }
        let shared = object["indicator"] != nil
        var builder = RecordBuilder()
        // Sorted, so that the same list gives the same messages every time.
        for (key, node) in object.sorted(by: { $0.key < $1.key }) {
            switch (key, node) {
            case ("signals", .object(let signals)): try takeSignals(signals, &builder)
            case ("pdq_views", .object(let views)): try takeViews(views, &builder)
            case ("AlternativeHashes", .array(let hashes)): try takeAlternatives(hashes, &builder)
            case ("descriptors", .object(let descriptors)): takeDescriptors(descriptors, &builder)
            case ("disable_until_ts", _):
                // 0 is off and 1 is on: HMA writes 1 into every entry that was never switched off.
                guard let until = node.int else { continue }
                if until == 0 { builder.take(state: .disabled) }
                if until > now { builder.take(disabledUntil: until) }
            case ("Category", _) where format == .vics:
                guard let number = node.int, number >= 0 else { continue }
                if let vicsCategories, !vicsCategories.contains(Int(clamping: number)) {
                    return .leftOut(reason: "VICS category \(number), not asked for")
                }
                try builder.take(Array("vics-\(number)".utf8)[...], as: .category, named: key)
            default: try take(key, node, shared: shared, &builder)
            }
        }
        return try builder.step(line: line, kind: kind)
    }

    private mutating func take(
        _ key: String, _ node: JSONNode, shared: Bool, _ builder: inout RecordBuilder
    ) throws(FieldProblem) {
        let column = ListColumn(key, shared: shared)
        if column == .note, case .array(let parts) = node {
            let words = parts.compactMap(\.string).joined(separator: " ")
            return try builder.take(Array(words.utf8)[...], as: .note, named: key)
        }
        guard column != .ignored, let text = node.fieldText else {
            if column != .ignored {
                throw FieldProblem(
                    reason: "an object or array where one value belongs", remedy: "Correct it.", column: key)
            }
            if ignored.count < 50, !ignored.contains(key) { ignored.append(String(key.prefix(64))) }
            return
        }
        try builder.take(text[...], as: column, named: key)
    }

    /// HMA: `{"pdq": "…", "video_md5": "…"}`.
    private func takeSignals(_ signals: [String: JSONNode], _ builder: inout RecordBuilder) throws(FieldProblem) {
        for (name, node) in signals.sorted(by: { $0.key < $1.key }) {
            try take(fingerprint: node, named: name, &builder)
        }
    }

    /// What `tutela hash --format ndjson` prints: `{"crop-90": "…"}`.
    private func takeViews(_ views: [String: JSONNode], _ builder: inout RecordBuilder) throws(FieldProblem) {
        let text = views.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.string ?? "")" }
        try builder.take(Array(text.joined(separator: " ").utf8)[...], as: .views, named: "pdq_views")
    }

    /// VICS: `[{"HashName": "SHA1", "HashValue": "…"}]`.
    private func takeAlternatives(_ hashes: [JSONNode], _ builder: inout RecordBuilder) throws(FieldProblem) {
        for case .object(let hash) in hashes {
            guard let name = hash["HashName"]?.string, let value = hash["HashValue"] else { continue }
            // 1.1 to 1.3 repeat MD5 or SHA-1 of the record here.
            if case .kind(let kind) = SignalNames.meaning(name), builder.record.fingerprints[kind] != nil { continue }
            if case .kind(.md5) = SignalNames.meaning(name) { continue }
            if case .kind(.sha1) = SignalNames.meaning(name) { continue }
            try take(fingerprint: value, named: name, &builder)
        }
    }

    private func take(
        fingerprint node: JSONNode, named name: String, _ builder: inout RecordBuilder
    ) throws(FieldProblem) {
        guard let text = node.fieldText else {
            throw FieldProblem(reason: "not a text", remedy: "Correct it.", column: String(name.prefix(64)))
        }
        switch SignalNames.meaning(name) {
        case .kind(let kind): try builder.take(text[...], as: .fingerprint(kind), named: name)
        case .unusable, .unknown: try builder.take(text[...], as: .unusable(String(name.prefix(32))), named: name)
        }
    }

    /// ThreatExchange: the status of every descriptor; when they contradict each other, a person must look.
    private func takeDescriptors(_ descriptors: [String: JSONNode], _ builder: inout RecordBuilder) {
        guard case .array(let list)? = descriptors["data"] else { return }
        var positive = false
        var negative: SharedOpinion?
        for case .object(let descriptor) in list {
            let opinion = SharedOpinion(descriptor["status"]?.string ?? "")
            if case .leaveOut = opinion { negative = opinion } else { positive = true }
        }
        if let negative { builder.take(positive ? .quarantine : negative) }
    }
}
