// SPDX-License-Identifier: Apache-2.0

/// Names of the fields of a row.
enum Label: Sendable, Hashable, CaseIterable {
    /// Where a limit of visibility holds.
    case territory
    /// The rule or rules that ask for something.
    case rules
    /// By when.
    case deadline
    /// Who sets it going.
    case execution
    /// How binding it is.
    case modality
    /// Where it stands.
    case standing
    /// What is kept, destroyed or processed.
    case matter
    /// For how long.
    case keeping
    /// Where a rule stands.
    case citation
    /// Whose law it is.
    case jurisdiction
    /// Which platform's rule it is.
    case platform
    /// Since when it binds.
    case inForce
    /// Its id.
    case rule
    /// Why it did not fire.
    case reason
    /// What is believed of a fact.
    case value
    /// Who said so.
    case source
    /// When it was said.
    case said
    /// How sure the source is.
    case confidence
}
