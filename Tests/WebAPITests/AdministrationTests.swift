// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Identity
import Policy
import StoreTestSupport
import TestSupport
import Testing
import Web

@testable import WebAPI

@Suite struct AdministrationTests {
    @Test(arguments: TestEngine.available) func keysAreShownOnceRotatedAndRevoked(_ engine: TestEngine) async throws {
        try await API.run(engine) { ask in
            let made = try await ask(
                .post, "/api/v1/keys", #"{"name":"uploads","roles":["submitter"],"expiresInDays":30}"#,
                as: "tenant-admin")
            #expect(made.status == 201, "\(made.text)")
            let (id, secret) = (try #require(made.string("id")), try #require(made.string("secret")))
            let listed = try await ask(.get, "/api/v1/keys", as: "tenant-admin")
            #expect(listed.text.contains(id) && !listed.text.contains(secret))
            #expect(try await ask(.post, "/api/v1/keys/\(id)/rotate", as: "tenant-admin").status == 201)
            #expect(try await ask(.delete, "/api/v1/keys/\(id)", as: "acme").status == 404)
            #expect(try await ask(.delete, "/api/v1/keys/\(id)", as: "tenant-admin").status == 204)
            #expect(try await ask(.delete, "/api/v1/keys/absent", as: "tenant-admin").status == 404)
            let wrong = try await ask(.post, "/api/v1/keys", #"{"name":"x","roles":["root"]}"#, as: "tenant-admin")
            #expect(wrong.status == 422)
        }
    }

    @Test func peopleAndTenantsAreMadeByWhoMayMakeThem() async throws {
        try await API.run { ask in
            #expect(try await ask(.post, "/api/v1/tenants", #"{"name":"blue"}"#, as: "tenant-admin").status == 201)
            #expect(try await ask(.post, "/api/v1/tenants", #"{"name":"blue"}"#, as: "tenant-admin").status == 409)
            let judge = try await ask(
                .post, "/api/v1/users", #"{"name":"kim","roles":["moderator"],"tenant":"blue"}"#, as: "tenant-admin")
            #expect(judge.status == 403, "a key knew the password of somebody who judges: \(judge.text)")
            let user = try await ask(
                .post, "/api/v1/users", #"{"name":"kim","roles":["auditor"],"tenant":"blue"}"#, as: "tenant-admin")
            #expect(user.status == 201 && user.string("password") != nil, "\(user.text)")
            let id = try #require(user.string("id"))
            let disabled = try await ask(.patch, "/api/v1/users/\(id)", #"{"state":"disabled"}"#, as: "tenant-admin")
            #expect(disabled.string("state") == "disabled", "\(disabled.text)")
            #expect(try await ask(.patch, "/api/v1/users/\(id)", #"{"state":"active"}"#, as: "acme").status == 404)
            let elsewhere = try await ask(
                .post, "/api/v1/users", #"{"name":"eve","roles":["moderator"],"tenant":"blue"}"#, as: "acme")
            #expect(elsewhere.status == 404)
        }
    }

    @Test func everyDoorAsksForItsPermissionAndNoOther() async throws {
        try await API.run { ask in
            var doors = Doors()
            APIWing(ask.services).open(&doors)
            var checked = 0
            for door in doors.all.map(\.door) {
                guard case .requires(let permission) = door.access else { continue }
                let path = door.path.replacing(#/\{\w+\}/#, with: "absent")
                #expect(try await ask(door.method, path, as: nil).status == 401, "\(door.path)")
                for role in Role.allCases {
                    let answer = try await ask(door.method, path, as: role.rawValue)
                    #expect(
                        (answer.status == 403) != role.permissions.contains(permission),
                        "\(door.method) \(door.path) as \(role): \(answer.status) \(answer.text)")
                    #expect(answer.status < 500, "\(door.method) \(door.path) as \(role): \(answer.text)")
                    checked += 1
                }
            }
            #expect(checked > 400)
        }
    }

    @Test func theServerSaysWhatItCanDo() async throws {
        try await API.run { ask in
            let answer = try await ask(.get, "/api/v1/capabilities", as: "submitter")
            #expect(answer.status == 200, "\(answer.text)")
            let formats = try #require(answer["formats"] as? [[String: String]])
            #expect(
                formats.contains { $0["format"] == "jpeg" && $0["isolation"] == "sandboxed" && $0["library"] != "" })
            #expect((answer["limits"] as? [String: Int])?["batchItems"] == 64)
            #expect((answer["rules"] as? [String: Any])?["digest"] as? String == ask.services.rules?.digest)
        }
    }
}
