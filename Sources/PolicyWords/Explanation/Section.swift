// SPDX-License-Identifier: Apache-2.0

/// One headed part of an explanation. All text is in one language and shows nothing that a terminal would obey; a page of
/// HTML must still escape it.
public struct Section: Sendable, Hashable {
    /// What a part is about. Parts stand in this order; one without content is left out.
    public enum Topic: String, Sendable, Hashable, CaseIterable {
        /// What was decided, and what that means.
        case decision
        /// Why: what the item is, and what the action rests on.
        case reasons
        /// What must be done now; of a service, what it owes all the time.
        case duties
        /// What is recommended or permitted.
        case permissions
        /// What must not be done.
        case prohibitions
        /// What is not known and would change the decision.
        case unknown
        /// How many rules there are. Stands in the short version only, in the place of what follows but for the foot.
        case summary
        /// Which rules fired.
        case fired
        /// Which rules nearly did.
        case nearly
        /// Which rules no lawyer signed.
        case unsigned
        /// On which facts it rests.
        case facts
        /// Which rules, which moment, and that this is no legal advice.
        case foot
    }

    /// What it is about.
    public var topic: Topic
    /// Its heading.
    public var heading: String
    /// Whole sentences, before the rows.
    public var paragraphs: [String]
    /// One for each obligation, rule or fact.
    public var rows: [Row]

    /// One obligation, rule or fact.
    public struct Row: Sendable, Hashable {
        /// What it is.
        public var title: String
        /// What belongs to it, each with its name.
        public var fields: [Field]
        /// Whole sentences about it.
        public var notes: [String]
    }

    /// A named entry of a row.
    public struct Field: Sendable, Hashable {
        /// Its name.
        public var label: String
        /// What stands there. No whole sentence.
        public var text: String
    }
}
