// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Testing
import Web

/// Every role at every door. What is expected is written here anew, from the table of roles and what the door declares, and not asked
/// of the gate.
struct RoleMatrix {
    let doors: [Door]

    static func path(_ door: Door) -> String {
        door.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("{") ? "x" : String($0) }.joined(separator: "/")
    }

    /// The status that the gate must answer, or `nil` when the request must reach the handler.
    static func refusal(_ door: Door, _ roles: Set<Role>?) -> HTTPResponse.Status? {
        switch door.access {
        case .open: return nil
        case .anyPrincipal: return roles == nil ? .unauthorized : nil
        case .requires(let permission):
            guard let roles else { return .unauthorized }
            return roles.contains { $0.permissions.contains(permission) } ? nil : .forbidden
        }
    }
}

@Suite struct RoleMatrixTests {
    @Test func everyRolePassesWhereItMayAndNowhereElse() async throws {
        var doors = Doors()
        let reached = HTTPResponse.Status(code: 299)
        let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete]
        for permission in Permission.allCases {
            for method in methods {
                doors.open(
                    Door(
                        method, "/p/\(permission.rawValue)/{id}", access: .requires(permission),
                        audit: .none(because: "a test"))
                ) { _, _ in Response(status: reached) }
            }
        }
        for form in [Door.ErrorForm.problem, .matcher, .page] {
            doors.open(
                Door(.get, "/any-\(form)", access: .anyPrincipal, audit: .none(because: "a test"), errors: form)
            ) { _, _ in Response(status: reached) }
            doors.open(
                Door(
                    .get, "/open-\(form)", access: .open(because: "a test"), audit: .none(because: "a test"),
                    errors: form)
            ) { _, _ in Response(status: reached) }
        }
        let keys = Dictionary(
            uniqueKeysWithValues: Role.allCases.map {
                ($0.rawValue, Principal(kind: .key, id: $0.rawValue, tenant: nil, roles: [$0]))
            })
        let all = doors.all.map(\.door)
        try await doors.test(keys: keys) { client in
            for door in all {
                for role in [nil] + Role.allCases.map(Optional.some) {
                    let answer = try await client.execute(
                        uri: RoleMatrix.path(door), method: door.method,
                        headers: role.map { [.authorization: "Bearer \($0.rawValue)"] } ?? [:])
                    let expected = RoleMatrix.refusal(door, role.map { [$0] }) ?? reached
                    #expect(answer.status == expected, "\(door.method) \(door.path) \(role?.rawValue ?? "nobody")")
                    #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                    #expect(answer.headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                    #expect(answer.headers[.cacheControl] == "no-store")
                    #expect((answer.status == .unauthorized) == answer.headers.contains(.wwwAuthenticate))
                }
                let unknown = try await client.execute(
                    uri: RoleMatrix.path(door), method: door.method, headers: [.authorization: "Bearer nonsense"])
                #expect(unknown.status == .unauthorized)
            }
        }
    }
}
