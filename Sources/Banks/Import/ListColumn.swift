// SPDX-License-Identifier: Apache-2.0

/// What a column of a CSV list, or a key of a JSON object, says about an entry.
enum ListColumn: Hashable {
    case fingerprint(FingerprintKind)
    /// The known picture's PDQ seen otherwise: `crop-90:HEX tilt+5:HEX`.
    case views
    case unusable(String)
    case id
    case category
    case source
    case note
    case confirmed
    case state
    case expires
    case quality
    /// A fingerprint whose kind stands in another column.
    case value
    case kind
    /// What sharers think of it.
    case opinion
    case ignored

    /// Reads a column name.
    ///
    /// - Parameters:
    ///   - name: the name as written.
    ///   - shared: whether the list is one of shared indicators, where `category` is an opinion.
    init(_ name: String, shared: Bool) {
        switch SignalNames.meaning(name) {
        case .kind(let kind): self = .fingerprint(kind)
        case .unusable: self = .unusable(String(name.prefix(32)))
        case .unknown:
            switch SignalNames.plain(name) {
            case "id", "entry", "entryid", "externalid", "mediaid", "indicatorid": self = .id
            case "category": self = shared ? .opinion : .category
            case "status" where shared: self = .opinion
            case "source", "collab": self = .source
            case "note", "notes", "comment", "description": self = .note
            case "tags" where shared: self = .note
            case "pdqviews": self = .views
            case "confirmed": self = .confirmed
            case "state": self = .state
            case "expires", "expiry", "expiresat": self = .expires
            case "quality": self = .quality
            case "indicator", "signalstr", "signalvalue", "hash", "hashvalue", "hashdigest", "value": self = .value
            case "type", "signaltype", "indicatortype", "algorithm", "hashtype", "kind": self = .kind
            default: self = .ignored
            }
        }
    }

    /// Whether a list with these names shares indicators (ThreatExchange, python-threatexchange).
    static func isShared(_ names: [String]) -> Bool {
        names.contains { ["indicator", "signalstr"].contains(SignalNames.plain($0)) }
    }
}
