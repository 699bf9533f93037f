// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Identity
import Ledger
import Testing
import Web

@Suite struct DoorCheckTests {
    private func complaints(_ declared: Door...) -> [String] {
        var doors = Doors()
        for door in declared { doors.open(door) { _, _ in .empty() } }
        do {
            _ = try DoorRouter(doors, gate: Gate(authenticator: ListedAuthenticator()))
            return []
        } catch { return error.complaints }
    }

    private func door(_ path: String, _ method: HTTPRequest.Method = .get) -> Door {
        Door(method, path, access: .anyPrincipal, audit: .none(because: "a test"))
    }

    @Test func aServerWithDoorsInDoubtDoesNotStart() {
        #expect(complaints(door("/a"), door("/a", .post)).isEmpty)
        #expect(complaints(door("/a"), door("/a")).count == 1)
        #expect(complaints(door("/a/{x}"), door("/a/{y}")).count == 2)
        #expect(complaints(door("/a/{x}/b"), door("/a/{y}/c")).count == 1)
        #expect(complaints(door("a")).count == 1)
        #expect(complaints(door("/a//b")).count == 1)
        #expect(complaints(door("/a/../b")).count == 1)
        #expect(complaints(door("/a/x{y}")).count == 1)
        #expect(complaints(door("/ä")).count == 1)
        #expect(complaints(door("/a", .trace)).count == 1)
        #expect(complaints(Door(.get, "/a", access: .open(because: ""), audit: .none(because: "a test"))).count == 1)
        #expect(complaints(Door(.post, "/a", access: .anyPrincipal, audit: .none(because: ""))).count == 1)
        #expect(complaints(Door(.post, "/a", access: .anyPrincipal, audit: .event(AuditAction("Bad Name")))).count == 1)
    }
}
