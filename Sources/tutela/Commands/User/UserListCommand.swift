// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Foundation
internal import Identity

/// `tutela user list`.
struct UserListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show all people.",
        discussion: """
            Example:
              tutela user list --format ndjson
            """)

    @Option(name: .long, help: ArgumentHelp("table, or ndjson: one line a person.", valueName: "form"))
    var format: RegistryFormat = .table

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "user-list")
        var users: [User] = []
        while true {
            let page = try registry.users.list(for: registry.manager, after: users.last?.login ?? "")
            users += page
            if page.count < 1_000 { break }
        }
        guard !users.isEmpty else {
            Console.say("Nobody yet. Add the first: tutela user add NAME --roles tenant-admin")
            return
        }
        try format.print(
            head: ["NAME", "ROLES", "STATE", "SIGNED IN", "ID"],
            rows: users.map { user in
                [
                    user.login, user.roles.sorted().map(\.rawValue).joined(separator: ","), Self.state(user),
                    user.signedIn.map { Figures.ago(Date(timeIntervalSince1970: Double($0.seconds))) } ?? "never",
                    user.id,
                ]
            }, records: users.map(Record.init))
    }

    private static func state(_ user: User) -> String {
        if user.disabled { return "disabled" }
        if let issuer = user.issuer { return "by \(issuer)" }
        if !user.hasPassword { return "no password" }
        return user.mustChangePassword ? "must change password" : "active"
    }

    private struct Record: Encodable {
        let id, login, name: String
        let tenant: String?
        let roles: [String]
        let disabled, hasPassword, mustChangePassword: Bool
        let issuer: String?
        let failures: Int
        let created: String
        let signedIn: String?

        init(_ user: User) {
            id = user.id
            login = user.login
            name = user.name
            tenant = user.tenant?.description
            roles = user.roles.sorted().map(\.rawValue)
            disabled = user.disabled
            hasPassword = user.hasPassword
            mustChangePassword = user.mustChangePassword
            issuer = user.issuer
            failures = user.failures
            created = user.created.description
            signedIn = user.signedIn?.description
        }
    }
}
