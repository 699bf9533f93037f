// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import CivilTime
internal import Foundation
internal import Identity

/// `tutela key list`.
struct KeyListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show keys, never their secrets.",
        discussion: """
            Example:
              tutela key list --all
            """)

    @Flag(name: .long, help: "Show revoked and expired keys too.")
    var all = false

    @Option(name: .long, help: ArgumentHelp("table, or ndjson: one line a key.", valueName: "form"))
    var format: RegistryFormat = .table

    @OptionGroup var home: HomeOptions

    func run() throws {
        let registry = try Registry(home, verb: "key-list")
        var keys: [APIKey] = []
        while true {
            let page = try registry.keys.list(
                for: registry.manager, includingEnded: all, after: keys.last?.id ?? "")
            keys += page
            if page.count < 1_000 { break }
        }
        guard !keys.isEmpty else {
            Console.say("No key. Make one: tutela key create NAME --roles submitter")
            return
        }
        let now = ProgramClock.now()
        try format.print(
            head: ["ID", "NAME", "TENANT", "ROLES", "STATE", "USED", "FROM"],
            rows: keys.map { key in
                [
                    key.id, key.name, key.tenant?.description ?? "",
                    key.roles.sorted().map(\.rawValue).joined(separator: ",") + (key.scope == nil ? "" : " (scoped)"),
                    Self.state(key, now),
                    key.used.map { Figures.ago(Date(timeIntervalSince1970: Double($0.seconds))) } ?? "never",
                    key.networks.map(\.description).joined(separator: ","),
                ]
            }, records: keys.map(Record.init))
    }

    private static func state(_ key: APIKey, _ now: UTCTime) -> String {
        if let revoked = key.revoked { return "revoked \(revoked.date)" }
        return "\(now < key.expires ? "until" : "expired") \(key.expires.date)"
    }

    private struct Record: Encodable {
        let id, name, createdBy: String
        let tenant: String?
        let roles: [String]
        let scope: [String]?
        let networks: [String]
        let created, expires: String
        let rotated, oldSecretUntil, revoked, used: String?

        init(_ key: APIKey) {
            id = key.id
            name = key.name
            createdBy = key.creator
            tenant = key.tenant?.description
            roles = key.roles.sorted().map(\.rawValue)
            scope = key.scope?.map(\.rawValue).sorted()
            networks = key.networks.map(\.description)
            created = key.created.description
            expires = key.expires.description
            rotated = key.rotated?.description
            oldSecretUntil = key.oldSecretUntil?.description
            revoked = key.revoked?.description
            used = key.used?.description
        }
    }
}
