// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Testing
import Web

/// How a wing is tested: its doors behind a gate that knows keys by heart, no sockets.
///
/// ```swift
/// try await doors.test(keys: ["k": principal]) { client in
///     let answer = try await client.execute(uri: "/api/v1/banks", method: .get, headers: [.authorization: "Bearer k"])
/// }
/// ```
extension Doors {
    func test<Value: Sendable>(
        keys: [String: Principal] = [:], _ body: @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        let router = try DoorRouter(self, gate: Gate(authenticator: ListedAuthenticator(keys: keys)))
        return try await Application(responder: router).test(.router) { try await body($0) }
    }
}

@Suite struct RoutingTests {
    private func doors() -> Doors {
        var doors = Doors()
        doors.open(Door(.get, "/open", access: .open(because: "a test"), audit: .none(because: "a test"))) { _, _ in
            try .json(["a": 1])
        }
        doors.open(
            Door(.post, "/banks/{bank}", access: .requires(.banksManage), audit: .none(because: "a test"))
        ) { request, context in
            let bytes = try await request.bytes(context)
            return .text("\(try context.parameter("bank")) \(bytes.count)")
        }
        return doors
    }

    @Test func aDoorAnswersAndAForeignKeyDoesNotPass() async throws {
        let manager = Principal(kind: .key, id: "m", tenant: nil, roles: [.listManager])
        let submitter = Principal(kind: .key, id: "s", tenant: nil, roles: [.submitter])
        try await doors().test(keys: ["m": manager, "s": submitter]) { client in
            let open = try await client.execute(uri: "/open?x=1", method: .get)
            #expect(open.status == .ok)
            #expect(String(buffer: open.body) == "{\"a\":1}")
            let body = ByteBuffer(string: "four")
            let none = try await client.execute(uri: "/banks/a%2Fb", method: .post, body: body)
            #expect(none.status == .unauthorized)
            let other = try await client.execute(
                uri: "/banks/a%2Fb", method: .post, headers: [.authorization: "Bearer s"], body: body)
            #expect(other.status == .forbidden)
            let own = try await client.execute(
                uri: "/banks/a%2Fb", method: .post, headers: [.authorization: "Bearer m"], body: body)
            #expect(own.status == .ok)
            #expect(String(buffer: own.body) == "a/b 4")
            let large = try await client.execute(
                uri: "/banks/a", method: .post, headers: [.authorization: "Bearer m"],
                body: ByteBuffer(repeating: 0, count: 70_000))
            #expect(large.status == .contentTooLarge)
            let wrong = try await client.execute(uri: "/open", method: .delete)
            #expect(wrong.status == .methodNotAllowed)
            #expect(wrong.headers[.allow] == "GET, HEAD, OPTIONS")
        }
    }
}
