// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import CivilTime
internal import Foundation
internal import Identity
internal import Ledger
internal import Logging
internal import MediaDecoding
internal import Outbound
internal import Policy
internal import PolicyPacks
internal import Provenance
internal import Screening
internal import Store
internal import Submissions
internal import WebMatcher

/// Everything that the server works with, opened once.
struct Collaborators: Sendable {
    var store: Store
    var banks: BankRepository
    var lists: LiveLists
    var screener: Screener
    var shares: SignalShares
    var keys: IdentityCache
    var users: UserRepository
    var sessions: SessionRepository
    var hasher: PasswordHasher
    var audit: AuditLog
    var fetch: GuardedFetch
    var confinement: Confinement
    /// By which items are decided; `nil`: corroboration alone decides.
    var rules: RuleSet?
    var clock: @Sendable () -> UTCTime

    /// Opens the store, starts the decoders and loads the lists.
    ///
    /// - Parameters:
    ///   - settings: in force.
    ///   - decoder: path of `tutela-decoder`.
    ///   - clock: tells the time.
    ///   - logger: for what goes wrong.
    static func open(
        _ settings: Settings, decoder: String, clock: @escaping @Sendable () -> UTCTime, logger: Logger
    ) throws -> Collaborators {
        let address = try StoreAddress(setting: settings.optional("database"), home: settings.home)
        let store = try Store(
            at: address,
            schemas: [
                BankSchema.schema, LedgerSchema.schema, IdentitySchema.schema, SubmissionSchema.schema,
                MatcherSchema.schema,
            ])
        let date: @Sendable () -> Date = { Date(timeIntervalSince1970: Double(clock().seconds)) }
        let banks = BankRepository(store: store, home: settings.home, clock: date)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let lists = try LiveLists(
            banks, indexFolder: settings.home + "/index", threads: cores, clock: clock,
            maxStaleness: settings.number("lists.max-staleness"))
        let lanes = settings.number("lanes") == 0 ? cores : settings.number("lanes")
        let configuration = ConfinedDecoder.Configuration(
            executable: decoder, isInsecure: settings.flag("insecure-decoder"))
        let confinement = try DecoderSelfTest.run(configuration)
        var scan = ScanSettings(decoder: configuration, lanes: lanes)
        scan.provenance = ProvenanceInspector(
            lists: try TrustLists(folder: settings.home + "/trust"), clock: clock)
        let rules = try OperatorRules.read(home: settings.home)
        scan.policy = rules.map { ScanPolicy($0, clock: clock) }
        let screener = try Screener(scan, lists: lists, lanes: lanes, waiting: settings.number("waiting"))
        let sessions = SessionRepository(store: store, clock: clock)
        let keys = IdentityCache(store: store, clock: clock)
        try keys.refresh(everything: true)
        return Collaborators(
            store: store, banks: banks, lists: lists, screener: screener, shares: try SignalShares(store), keys: keys,
            users: UserRepository(store: store, clock: clock), sessions: sessions, hasher: PasswordHasher(),
            audit: AuditLog(clock: clock),
            fetch: GuardedFetch(allow: try AllowList(reading: settings.list("fetch.hosts")), logger: logger),
            confinement: confinement, rules: rules, clock: clock)
    }
}
