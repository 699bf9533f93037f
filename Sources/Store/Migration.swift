// SPDX-License-Identifier: Apache-2.0

/// One numbered step of a room's schema.
public struct Migration: Sendable {
    /// The version that the schema has after this step, counted from 1 without gaps.
    public let version: Int
    /// What the step does, for people.
    public let summary: String
    /// The statements, in order, for an engine.
    public let statements: @Sendable (SQLDialect) -> [String]

    /// Describes a step.
    ///
    /// - Parameters:
    ///   - version: the version after the step, from 1.
    ///   - summary: what it does.
    ///   - statements: the statements for an engine, run in one transaction.
    public init(version: Int, summary: String, statements: @escaping @Sendable (SQLDialect) -> [String]) {
        self.version = version
        self.summary = summary
        self.statements = statements
    }
}

/// The schema of one room: its name and its steps. Rooms version their tables independently of each other.
public struct RoomSchema: Sendable {
    /// The room, for example `banks`.
    public let room: String
    /// The steps, in the order of their versions.
    public let migrations: [Migration]

    /// Describes the schema of a room.
    ///
    /// - Parameters:
    ///   - room: the name under which the version is recorded.
    ///   - migrations: the steps, versions 1, 2, 3 …
    public init(room: String, migrations: [Migration]) {
        precondition(
            migrations.enumerated().allSatisfy { $0.element.version == $0.offset + 1 },
            "the migrations of \(room) must be numbered 1, 2, 3 …"
        )
        self.room = room
        self.migrations = migrations
    }

    /// The version this program works with.
    public var version: Int { migrations.count }
}
