// SPDX-License-Identifier: Apache-2.0

/// How a list is imported.
public struct ImportOptions: Sendable {
    /// The form of the list; nil means look and decide.
    public var format: ImportFormat?
    /// What bare fingerprints are, when the list does not say. 64 digits are PDQ or SHA-256: nobody can tell by looking.
    public var kind: FingerprintKind?
    /// Whether to leave out bad lines and store the rest.
    public var keepGoing: Bool
    /// The category of entries that name none; nil leaves it to the bank.
    public var category: String?
    /// The source of entries that name none; nil leaves it to the bank.
    public var source: String?
    /// The VICS categories to take; nil takes all. Their meaning differs by country, and some mean harmless.
    public var vicsCategories: Set<Int>?
    /// Whether the list's word counts that a person confirmed an entry: that is a second signal, so not where whoever
    /// sends a list is not known to speak for a person.
    public var believesConfirmations = true

    /// Makes options.
    ///
    /// - Parameters:
    ///   - format: the form of the list; nil means look and decide.
    ///   - kind: what bare fingerprints are.
    ///   - keepGoing: whether to leave out bad lines and store the rest.
    ///   - category: the category of entries that name none.
    ///   - source: the source of entries that name none.
    ///   - vicsCategories: the VICS categories to take; nil takes all.
    public init(
        format: ImportFormat? = nil, kind: FingerprintKind? = nil, keepGoing: Bool = false,
        category: String? = nil, source: String? = nil, vicsCategories: Set<Int>? = nil
    ) {
        self.format = format
        self.kind = kind
        self.keepGoing = keepGoing
        self.category = category
        self.source = source
        self.vicsCategories = vicsCategories
    }
}
