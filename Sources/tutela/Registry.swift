// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Identity
internal import Ledger
internal import Spelling
internal import Store

/// The people, keys and tenants of an installation, for one command. Whoever can open the database may do everything here,
/// and everything that changes something is recorded under the command's name.
struct Registry {
    let users: UserRepository
    let keys: KeyRepository
    let tenants: TenantRepository
    /// The command as the one who manages.
    let manager: Principal
    private let log: AuditLog

    /// - Parameters:
    ///   - home: the data folder.
    ///   - verb: the command: `user-add`.
    ///   - mayCreate: whether a missing database is made. Commands that only read say that there is none.
    init(_ home: HomeOptions, verb: String, mayCreate: Bool = false) throws {
        let store = try home.store(
            [LedgerSchema.schema, IdentitySchema.schema], mayCreate: mayCreate,
            missing: Complaint(
                "there is nobody in \(home.folder)",
                remedy: "add the first: tutela user add NAME --roles tenant-admin; or name another folder with --home",
                code: "HOME-EMPTY"))
        users = UserRepository(store: store, clock: ProgramClock.now)
        keys = KeyRepository(store: store, clock: ProgramClock.now)
        tenants = TenantRepository(store: store, clock: ProgramClock.now)
        log = AuditLog(clock: ProgramClock.now)
        manager = .program(verb)
    }

    func recording(_ action: String) -> AuditRecording {
        log.recording(AuditAction(action), by: manager.actor)
    }
}

/// Words of the command line that name roles, permissions, tenants and networks.
enum RegistryWords {
    static func roles(_ words: [String]) throws -> Set<Role> {
        Set(
            try split(words).map { word in
                guard let role = Role(rawValue: word) else {
                    throw unknown("role", word, among: Role.allCases.map(\.rawValue), code: "ROLE-UNKNOWN")
                }
                return role
            })
    }

    static func permissions(_ words: [String]) throws -> Set<Permission> {
        Set(
            try split(words).map { word in
                guard let permission = Permission(rawValue: word) else {
                    throw unknown(
                        "permission", word, among: Permission.allCases.map(\.rawValue), code: "PERMISSION-UNKNOWN")
                }
                return permission
            })
    }

    static func tenant(_ word: String?) throws -> TenantName? {
        try word.map { word in
            guard let tenant = TenantName(word) else {
                throw Complaint(
                    "\"\(word.prefix(40))\" is no name of a tenant",
                    remedy: "a name has 1 to 32 of a–z, 0–9 and -, the first a letter or digit",
                    code: "IDENTITY-NAME-INVALID")
            }
            return tenant
        }
    }

    static func networks(_ words: [String]) throws -> [NetworkBlock] {
        try split(words).map { word in
            guard let network = NetworkBlock(word) else {
                throw Complaint(
                    "\"\(word.prefix(60))\" is no network",
                    remedy: "write an address or a range: 192.0.2.7, 192.0.2.0/24, 2001:db8::/32",
                    code: "NETWORK-UNKNOWN")
            }
            return network
        }
    }

    private static func split(_ words: [String]) -> [String] {
        words.flatMap { $0.split(separator: ",") }.map { $0.trimmingCharacters(in: .whitespaces) }.filter {
            !$0.isEmpty
        }
    }

    private static func unknown(_ kind: String, _ word: String, among words: [String], code: String) -> Complaint {
        let guess = Misspelling.nearest(to: word, among: words).map { " Did you mean \($0)?" } ?? ""
        return Complaint(
            "no \(kind) \"\(word.prefix(40))\".\(guess)", remedy: "all of them: \(words.joined(separator: ", "))",
            code: code)
    }
}

/// Secrets that are shown once.
enum SecretOutput {
    /// The secret alone on standard output, so that it can be piped; the warning beside it.
    static func show(_ secret: String, _ warning: String) throws {
        let output = Output()
        try output.writeLine(secret)
        try output.flush()
        Console.say(warning)
    }
}

/// How lists of people, keys and tenants are printed.
enum RegistryFormat: String, CaseIterable {
    /// Columns for a person.
    case table
    /// One JSON object a line.
    case ndjson

    func print(head: [String], rows: [[String]], records: [some Encodable]) throws {
        let output = Output()
        switch self {
        case .table:
            try output.write(TextTable(head: head, rows: rows, numeric: []).text(decorated: Console.outputIsTerminal))
        case .ndjson:
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for record in records {
                try output.writeLine(String(decoding: try encoder.encode(record), as: UTF8.self))
            }
        }
        try output.flush()
    }
}
