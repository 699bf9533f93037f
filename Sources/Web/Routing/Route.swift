// SPDX-License-Identifier: Apache-2.0

/// A door with what happens behind it and what is kept per door.
final class Route: Sendable {
    let door: Door
    let handler: Doors.Handler

    init(_ door: Door, _ handler: @escaping Doors.Handler) {
        self.door = door
        self.handler = handler
    }
}
