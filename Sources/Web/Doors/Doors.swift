// SPDX-License-Identifier: Apache-2.0

public import Hummingbird

/// All doors of a server, with what happens behind them.
public struct Doors: Sendable {
    /// What happens behind a door.
    public typealias Handler = @Sendable (Request, WebContext) async throws -> Response

    /// The doors, in the order in which they were opened.
    public private(set) var all: [(door: Door, handler: Handler)] = []

    /// No doors.
    public init() {}

    /// Opens a door.
    ///
    /// - Parameters:
    ///   - door: who may pass, and what is recorded.
    ///   - handler: what happens.
    public mutating func open(_ door: Door, _ handler: @escaping Handler) {
        all.append((door, handler))
    }
}

/// A part of the surface: opens its doors.
public protocol Wing: Sendable {
    /// Opens the doors of this part.
    func open(_ doors: inout Doors)
}
