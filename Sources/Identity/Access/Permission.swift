// SPDX-License-Identifier: Apache-2.0

/// One thing that can be allowed.
public enum Permission: String, Sendable, CaseIterable {
    /// Hand in items to be screened, and ask for the state of own jobs.
    case screen = "screen"
    /// Compute fingerprints of own pictures.
    case hash = "hash"
    /// Ask whether a fingerprint is known; the answer is a class.
    case match = "match"
    /// See which entries matched, and how closely.
    case matchInspect = "match.inspect"
    /// See lists and their settings.
    case banksRead = "banks.read"
    /// Make, change and remove lists.
    case banksManage = "banks.manage"
    /// See entries without their values.
    case entriesRead = "entries.read"
    /// See the fingerprints of entries.
    case entryValues = "entries.values"
    /// Add, change, quarantine and remove entries.
    case entriesManage = "entries.manage"
    /// See own decisions as classes.
    case decisionsRead = "decisions.read"
    /// See why: facts, rules, matches.
    case decisionsExplain = "decisions.explain"
    /// Decide stored items again under other rules or dates.
    case decisionsReplay = "decisions.replay"
    /// See what this server can decode and how.
    case capabilities = "capabilities"
    /// Manage users, roles and tenants.
    case peopleManage = "people.manage"
    /// Manage API keys.
    case keysManage = "keys.manage"
    /// Read the audit log.
    case auditRead = "audit.read"
    /// See the state of the installation.
    case operations = "operations"
    /// Sign in to the console.
    case console = "console"
    /// Manage exchanges of lists.
    case exchangesManage = "exchanges.manage"
}

extension Role {
    /// What the role may do: the one table that routing, pages and tests are made of.
    public var permissions: Set<Permission> {
        switch self {
        case .submitter: [.screen, .hash, .match, .decisionsRead, .capabilities]
        case .matcher:
            [.screen, .hash, .match, .matchInspect, .banksRead, .entriesRead, .decisionsRead, .capabilities]
        case .exchange: [.banksRead, .entriesRead, .entryValues, .entriesManage, .exchangesManage, .capabilities]
        case .moderator:
            [.console, .banksRead, .entriesRead, .matchInspect, .decisionsRead, .decisionsExplain, .capabilities]
        case .senior:
            [
                .console, .banksRead, .entriesRead, .matchInspect, .decisionsRead, .decisionsExplain,
                .decisionsReplay, .capabilities,
            ]
        case .reporter: [.console, .decisionsRead, .decisionsExplain]
        case .victimSupport: [.console]
        case .listManager: [.console, .banksRead, .banksManage, .entriesRead, .entriesManage, .exchangesManage]
        case .custodian, .holdOfficer: [.console]
        case .auditor: [.console, .auditRead, .banksRead, .decisionsRead, .decisionsExplain, .decisionsReplay]
        case .tenantAdmin: [.console, .peopleManage, .keysManage]
        case .operator: [.console, .operations, .capabilities, .banksRead]
        }
    }
}

extension Permission {
    /// What it allows, in a few words.
    public var summary: String {
        switch self {
        case .screen: "hand in items to be screened, ask for the state of own jobs"
        case .hash: "compute fingerprints of own pictures"
        case .match: "ask whether a fingerprint is known; the answer is a class"
        case .matchInspect: "see which entries matched, and how closely"
        case .banksRead: "see lists and their settings"
        case .banksManage: "make, change and remove lists"
        case .entriesRead: "see entries without their values"
        case .entryValues: "see the fingerprints of entries"
        case .entriesManage: "add, change, quarantine and remove entries"
        case .decisionsRead: "see own decisions as classes"
        case .decisionsExplain: "see why: facts, rules, matches"
        case .decisionsReplay: "decide stored items again under other rules or dates"
        case .capabilities: "see what this server can decode and how"
        case .peopleManage: "manage users, roles and tenants"
        case .keysManage: "manage API keys"
        case .auditRead: "read the audit log"
        case .operations: "see the state of the installation"
        case .console: "sign in to the console"
        case .exchangesManage: "manage exchanges of lists"
        }
    }
}
