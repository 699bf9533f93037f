// SPDX-License-Identifier: Apache-2.0

/// One thing that validation found, in the words of the C2PA specification (15.2.2).
public struct ValidationStatus: Sendable, Hashable {
    /// Whether the code speaks for the manifest, against it, or neither.
    public enum Kind: String, Sendable, Hashable {
        case success, informational, failure
    }

    /// The specification's code, for example `assertion.dataHash.mismatch`.
    public var code: String
    /// Which of the specification's three tables the code stands in.
    public var kind: Kind
    /// JUMBF address of what the code is about, if it is about a part of the store.
    public var url: String?
    /// What was compared and with what result, for an engineer. Contains text out of the file only through QuotedText.
    public var explanation: String

    /// Makes a status.
    public init(_ kind: Kind, _ code: String, url: String? = nil, explanation: String) {
        self.code = code
        self.kind = kind
        self.url = url
        self.explanation = explanation
    }
}
