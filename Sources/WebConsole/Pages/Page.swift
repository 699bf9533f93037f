// SPDX-License-Identifier: Apache-2.0

/// What every page shows around its content.
struct Page<Content: Sendable>: Sendable {
    /// Who is signed in.
    struct Person: Sendable {
        var name: String
        var tenant: String?
        var places: [Place]
    }

    /// Where one can go.
    struct Place: Sendable {
        var path: String
        var name: String
        var isHere: Bool
    }

    var title: String
    var style = StyleSheet.current.path
    var patterns = Mark.patterns
    var shield = Mark.shield
    var unknownMark = Mark.unknown
    var version: String
    /// The id of the request, where somebody may want to ask about it.
    var reference: String?
    var person: Person?
    /// What forms must carry.
    var token: String
    var content: Content
}
