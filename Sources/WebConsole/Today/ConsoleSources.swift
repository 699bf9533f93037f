// SPDX-License-Identifier: Apache-2.0

public import Identity

/// Where the first page gets what it shows. Each part is asked for only if the person's roles show it.
public struct ConsoleSources: Sendable {
    /// The checks of `/readyz` with words.
    public var health: @Sendable () async -> [ConsoleCheck]
    /// The lists that somebody of a tenant sees; `nil` is the house.
    public var lists: @Sendable (TenantName?) async throws -> [ConsoleList]
    /// The last decisions of a tenant; `nil` is the house.
    public var decisions: @Sendable (TenantName?) async throws -> ConsoleDecisions

    /// Names the sources.
    ///
    /// - Parameters:
    ///   - health: the checks of `/readyz` with words.
    ///   - lists: the lists that somebody of a tenant sees.
    ///   - decisions: the last decisions of a tenant.
    public init(
        health: @escaping @Sendable () async -> [ConsoleCheck],
        lists: @escaping @Sendable (TenantName?) async throws -> [ConsoleList],
        decisions: @escaping @Sendable (TenantName?) async throws -> ConsoleDecisions
    ) {
        self.health = health
        self.lists = lists
        self.decisions = decisions
    }
}
