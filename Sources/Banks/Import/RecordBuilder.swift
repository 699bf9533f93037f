// SPDX-License-Identifier: Apache-2.0

/// Puts the fields of one entry together, in whatever order they come.
struct RecordBuilder {
    private(set) var record = ListRecord()
    private var value: ArraySlice<UInt8>?
    private var valueColumn: String?
    private var kindName: ArraySlice<UInt8>?
    private var quality: Int?
    private var opinion: SharedOpinion = .take

    /// Takes one field.
    ///
    /// - Parameters:
    ///   - text: the field as written.
    ///   - column: what it says.
    ///   - name: what the list calls it, for messages.
    mutating func take(_ text: ArraySlice<UInt8>, as column: ListColumn, named name: String) throws(FieldProblem) {
        do throws(FieldProblem) {
            try take(text, as: column, name)
        } catch {
            throw FieldProblem(reason: error.reason, remedy: error.remedy, column: error.column ?? name)
        }
    }

    private mutating func take(_ text: ArraySlice<UInt8>, as column: ListColumn, _ name: String) throws(FieldProblem) {
        let trimmed = FieldParser.trimmed(text)
        switch column {
        case .fingerprint(let kind):
            guard !trimmed.isEmpty else { return }
            guard record.fingerprints[kind] == nil else {
                throw FieldProblem(reason: "a second \(kind.title)", remedy: "Put it on a line of its own.")
            }
            record.fingerprints[kind] = try FieldParser.fingerprint(kind, trimmed)
        case .views:
            for view in trimmed.split(separator: UInt8(ascii: " ")) {
                record.fingerprints.views.append(
                    try FieldParser.view(view, after: record.fingerprints.views))
            }
        case .unusable(let kind):
            if !trimmed.isEmpty { record.unused.append(kind) }
        case .id: record.id = try FieldParser.text(trimmed, limit: ImportLimits.idBytes, singleLine: true)
        case .category:
            record.category = try FieldParser.text(trimmed, limit: ImportLimits.categoryBytes, singleLine: true)
        case .source:
            record.source = try FieldParser.text(text, limit: ImportLimits.sourceBytes, singleLine: true)
        case .note:
            guard let note = try FieldParser.text(text, limit: ImportLimits.noteBytes, singleLine: false) else {
                return
            }
            record.note = record.note.map { $0 + " " + note } ?? note
        case .confirmed: record.confirmed = try FieldParser.flag(trimmed)
        case .state: record.state = try FieldParser.state(trimmed)
        case .expires: record.expires = try FieldParser.time(trimmed)
        case .quality: quality = Int(String(decoding: trimmed, as: UTF8.self))
        case .value:
            value = trimmed
            valueColumn = name
        case .kind: kindName = trimmed
        case .opinion: opinion = SharedOpinion(String(decoding: trimmed, as: UTF8.self))
        case .ignored: break
        }
    }

    /// Says that the sharers' opinion is this.
    mutating func take(_ opinion: SharedOpinion) {
        self.opinion = opinion
    }

    mutating func take(state: ListingState) {
        record.state = state
    }

    mutating func take(disabledUntil: Int64) {
        record.disabledUntil = disabledUntil
    }

    /// The finished entry.
    ///
    /// - Parameter kind: what a bare fingerprint is when the list does not say.
    func step(line: Int, kind: FingerprintKind?) throws(FieldProblem) -> ReadStep {
        var record = record
        if let value, !value.isEmpty {
            do throws(FieldProblem) {
                let kind = try valueKind(value, kind)
                record.fingerprints[kind] = try FieldParser.fingerprint(kind, value)
            } catch {
                throw FieldProblem(reason: error.reason, remedy: error.remedy, column: error.column ?? valueColumn)
            }
        }
        if let quality, quality < ImportLimits.pdqQuality, record.fingerprints[.pdq] != nil {
            // Digests of a flat picture are as good as any; only its PDQ is not.
            record.fingerprints[.pdq] = nil
            record.fingerprints.views = []
            record.unused.append("PDQ of quality below \(ImportLimits.pdqQuality)")
        }
        if record.fingerprints[.pdq] == nil, !record.fingerprints.views.isEmpty {
            throw FieldProblem(
                reason: "views of a picture without its PDQ", remedy: "Add the PDQ, or remove the views.",
                column: "pdq_views")
        }
        switch opinion {
        case .take: break
        case .quarantine: record.state = .quarantined
        case .leaveOut(let reason): return .leftOut(reason: reason)
        }
        return .record(record, line: line)
    }

    private func valueKind(
        _ value: ArraySlice<UInt8>, _ kind: FingerprintKind?
    ) throws(FieldProblem) -> FingerprintKind {
        if let kindName, !kindName.isEmpty {
            guard case .kind(let named) = SignalNames.meaning(String(decoding: kindName, as: UTF8.self)) else {
                throw SignalNames.problem("type")
            }
            return named
        }
        if let kind { return kind }
        return try HashLinesReader.kind(value)
    }
}
