// SPDX-License-Identifier: Apache-2.0

/// A sentence in the languages of the house. English is always there.
public struct LocalText: Sendable, Hashable {
    /// English.
    public var en: String
    /// Korean.
    public var ko: String?
    /// Spanish.
    public var es: String?

    /// Makes a text.
    ///
    /// - Parameters:
    ///   - en: English.
    ///   - ko: Korean.
    ///   - es: Spanish.
    public init(en: String, ko: String? = nil, es: String? = nil) {
        self.en = en
        self.ko = ko
        self.es = es
    }
}
