// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// People, keys and tenants, as an operator manages them at a terminal.
@Suite("People, keys and tenants on the command line")
struct RegistryTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func tutela(_ arguments: String..., input: String? = nil) throws -> Execution {
        try Execution.run(
            Repository.program("tutela"), arguments, input: input.map { Data($0.utf8) },
            environment: ["TUTELA_HOME": folder.path + "/home", "TUTELA_DATABASE": ""])
    }

    private func records(_ run: Execution) throws -> [[String: Any]] {
        try run.lines.map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test("a person is added with a password that is shown once, given roles, disabled and removed")
    func people() throws {
        #expect(try tutela("user", "list").status == 2)
        let added = try tutela("user", "add", "Ada", "--roles", "moderator, reporter")
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.output.split(separator: "\n").count == 1 && added.output.utf8.count == 25)
        #expect(added.errors.contains("shown once"))

        let typed = try tutela(
            "user", "add", "bob", "--roles", "tenant-admin", "--password-stdin", input: "fence lantern oatmeal drift\n")
        #expect(typed.status == 0 && typed.output.isEmpty, "\(typed.errors)")
        let weak = try tutela("user", "add", "eve", "--password-stdin", input: "password1234\n")
        #expect(weak.status == 2 && weak.errors.contains("code PASSWORD-REFUSED"))
        #expect(!weak.errors.contains("password1234"))

        #expect(try tutela("user", "set", "ada", "--roles", "senior").status == 0)
        #expect(try tutela("user", "disable", "ada").status == 0)
        let users = try records(try tutela("user", "list", "--format", "ndjson"))
        #expect(users.map { $0["login"] as? String } == ["ada", "bob"])
        #expect(users.map { $0["roles"] as? [String] } == [["senior"], ["tenant-admin"]])
        #expect(users.map { $0["disabled"] as? Bool } == [true, false])
        #expect(try tutela("user", "set", "ada", "--enabled").status == 0)
        let reset = try tutela("user", "password", "ada")
        #expect(reset.status == 0 && reset.output.utf8.count == 25 && reset.output != added.output)

        let last = try tutela("user", "remove", "bob", "--yes", "bob")
        #expect(last.status == 2 && last.errors.contains("code USER-LAST-ADMINISTRATOR"))
        #expect(try tutela("user", "remove", "ada", "--yes", "bob").errors.contains("code USER-NOT-CONFIRMED"))
        #expect(try tutela("user", "remove", "ada", "--yes", "ada").status == 0)
        #expect(try tutela("user", "list").lines.count == 1)
    }

    @Test("a misspelt role is not guessed at but asked back")
    func misspeltRoles() throws {
        let run = try tutela("user", "add", "ada", "--roles", "modrator")
        #expect(run.status == 2 && run.output.isEmpty)
        #expect(run.errors.contains("Did you mean moderator?") && run.errors.contains("code ROLE-UNKNOWN"))
        let conflict = try tutela("user", "add", "ada", "--roles", "moderator,custodian")
        #expect(conflict.errors.contains("code ROLES-CONFLICT") && conflict.errors.contains("alone"))
        let scope = try tutela("key", "create", "x", "--roles", "submitter", "--scope", "mach")
        #expect(scope.errors.contains("Did you mean match?") && scope.errors.contains("code PERMISSION-UNKNOWN"))
    }

    @Test("a key is made, listed without its secret, rotated and revoked")
    func keys() throws {
        #expect(try tutela("key", "create", "x").status == 64)
        #expect(try tutela("tenant", "create", "acme", "--title", "Acme Pictures").status == 0)
        #expect(try tutela("tenant", "create", "acme").errors.contains("code IDENTITY-NAME-TAKEN"))
        let made = try tutela(
            "key", "create", "uploads", "--roles", "submitter", "--scope", "match,hash", "--tenant", "acme", "--days",
            "30",
            "--network", "192.0.2.0/24")
        #expect(made.status == 0, "\(made.errors)")
        let secret = try #require(made.lines.first)
        #expect(made.lines.count == 1 && secret.hasPrefix("tut_"))
        #expect(!made.errors.contains(secret.suffix(40)))
        let list = try tutela("key", "list", "--format", "ndjson")
        let key = try #require(try records(list).first)
        let id = try #require(key["id"] as? String)
        #expect(secret.hasPrefix("tut_\(id)_") && !list.output.contains(secret.suffix(40)))
        #expect(key["scope"] as? [String] == ["hash", "match"] && key["networks"] as? [String] == ["192.0.2.0/24"])
        #expect(key["tenant"] as? String == "acme" && key["createdBy"] as? String == "program:key-create")

        let rotated = try tutela("key", "rotate", id, "--overlap", "1")
        #expect(rotated.status == 0 && rotated.lines.count == 1 && rotated.lines != made.lines)
        #expect(try tutela("key", "revoke", id).status == 0)
        #expect(try tutela("key", "list").lines.isEmpty)
        #expect(try tutela("key", "list", "--all").lines.count == 1)
        #expect(try tutela("key", "revoke", id).errors.contains("code KEY-UNKNOWN"))
        #expect(try tutela("key", "create", "x", "--roles", "submitter", "--days", "400").status == 2)
        #expect(try tutela("key", "create", "x", "--roles", "submitter", "--network", "10.0.0.1/8").status == 2)
        #expect(try records(try tutela("tenant", "list", "--format", "ndjson")).count == 1)
    }

    @Test(
        "every change is in the audit log under the name of its command, changes of lists too",
        .enabled(if: Repository.python != nil, "no .venv: run make setup"))
    func changesAreRecorded() throws {
        #expect(try tutela("bank", "create", "mine").status == 0)
        #expect(try tutela("bank", "create", "mine").status == 2)
        #expect(try tutela("bank", "set", "mine", "--state", "quarantined").status == 0)
        let hash = String(repeating: "0f", count: 32)
        #expect(try tutela("bank", "import", "-", "--bank", "mine", "--kind", "pdq", input: hash + "\n").status == 0)
        #expect(try tutela("bank", "remove", "mine", "--yes", "mine").status == 0)
        #expect(try tutela("user", "add", "ada", "--no-password").status == 0)
        #expect(try tutela("key", "create", "x", "--roles", "submitter").status == 0)
        let run = try Execution.run(
            try #require(Repository.python),
            [
                "-c",
                """
                import sqlite3, sys
                for row in sqlite3.connect(sys.argv[1]).execute(
                    "SELECT number, actor, action FROM audit_event ORDER BY number"):
                    print(*row)
                """, folder.path + "/home/tutela.sqlite",
            ])
        #expect(
            run.lines == [
                "1 program:bank-create bank.create", "2 program:bank-set bank.set", "3 program:bank-import bank.import",
                "4 program:bank-remove bank.remove", "5 program:user-add user.add", "6 program:key-create key.create",
            ])
    }

    @Test("the database that tutela.yaml names is the one that commands work on")
    func settings() throws {
        try folder.write("database: nonsense://\n", to: "home/tutela.yaml")
        let run = try tutela("user", "add", "ada", "--no-password")
        #expect(run.status == 2 && !FileManager.default.fileExists(atPath: folder.path + "/home/tutela.sqlite"))
        try folder.write("database: [\n", to: "home/tutela.yaml")
        #expect(try tutela("bank", "list").errors.contains("code HOME-SETTINGS"))
    }
}
