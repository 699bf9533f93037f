// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
public import Web

/// `/api/v1`: every operation of `docs/openapi/tutela-v1.yaml`, and no other.
public struct APIWing: Wing {
    let services: APIServices

    /// Serves the API.
    ///
    /// - Parameter services: everything it works with.
    public init(_ services: APIServices) {
        self.services = services
    }

    /// Opens the doors of the API.
    public func open(_ doors: inout Doors) {
        ScreenWing(services: services).open(&doors)
        MatchWing(services: services).open(&doors)
        JobWing(services: services).open(&doors)
        BankWing(services: services).open(&doors)
        EntryWing(services: services).open(&doors)
        ImportWing(services: services).open(&doors)
        DecisionWing(services: services).open(&doors)
        InstallationWing(services: services).open(&doors)
        AuditWing(services: services).open(&doors)
        KeyWing(services: services).open(&doors)
        UserWing(services: services).open(&doors)
    }
}

extension Doors {
    /// Opens a door behind which errors of all rooms become problem documents.
    mutating func answer(_ door: Door, _ handler: @escaping Handler) {
        open(door) { request, context in
            do {
                return try await handler(request, context)
            } catch {
                throw RoomError.problem(of: error)
            }
        }
    }
}
