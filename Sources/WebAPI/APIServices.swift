// SPDX-License-Identifier: Apache-2.0

public import Banks
public import CivilTime
public import Identity
public import Ledger
public import MediaDecoding
public import Outbound
public import Policy
public import PolicyPacks
public import Screening
public import Store
public import Submissions

/// Everything that the API works with.
public struct APIServices: Sendable {
    /// The database.
    public var store: Store
    /// The lists.
    public var banks: BankRepository
    /// The lists in memory.
    public var lists: LiveLists
    /// Screens items.
    public var screener: Screener
    /// Names decisions and jobs.
    public var ids: SubmissionIDs
    /// Decisions.
    public var decisions: DecisionRepository
    /// Requests with an idempotency key.
    public var requests: RequestLedger
    /// Jobs.
    public var jobs: JobRepository
    /// Does jobs.
    public var runner: JobRunner
    /// Callbacks that wait.
    public var outbox: CallbackOutbox
    /// The rules that decide today; `nil`: corroboration alone decides.
    public var rules: RuleSet?
    /// The rules of earlier decisions.
    public var archive: RuleSetArchive?
    /// The audit log.
    public var audit: AuditLog
    /// People.
    public var users: UserRepository
    /// API keys.
    public var keys: KeyRepository
    /// Tenants.
    public var tenants: TenantRepository
    /// Hashes passwords of new users, a few at once.
    public var passwords: PasswordHasher
    /// Fetches items by URL; `nil`: nothing is fetched.
    public var fetch: GuardedFetch?
    /// Delivers callbacks; `nil`: none are sent.
    public var webhooks: WebhookSender?
    /// Public keys, `whpk_…`, with which callbacks can be checked, the current one first.
    public var webhookKeys: [String]
    /// How pictures are decoded.
    public var confinement: Confinement
    /// Limits of one picture.
    public var decoding: DecodingLimits
    /// Limits of requests.
    public var limits: APILimits
    /// Tells the time.
    public var clock: @Sendable () -> UTCTime
    /// The program's version.
    public var version: String

    /// Collects the services. Their documentation is that of the properties.
    public init(
        store: Store, banks: BankRepository, lists: LiveLists, screener: Screener, ids: SubmissionIDs,
        decisions: DecisionRepository, requests: RequestLedger, jobs: JobRepository, runner: JobRunner,
        outbox: CallbackOutbox, rules: RuleSet?, archive: RuleSetArchive?, audit: AuditLog, users: UserRepository,
        keys: KeyRepository, tenants: TenantRepository, passwords: PasswordHasher, fetch: GuardedFetch?,
        webhooks: WebhookSender?, webhookKeys: [String], confinement: Confinement, decoding: DecodingLimits,
        limits: APILimits = APILimits(), clock: @escaping @Sendable () -> UTCTime, version: String
    ) {
        self.store = store
        self.banks = banks
        self.lists = lists
        self.screener = screener
        self.ids = ids
        self.decisions = decisions
        self.requests = requests
        self.jobs = jobs
        self.runner = runner
        self.outbox = outbox
        self.rules = rules
        self.archive = archive
        self.audit = audit
        self.users = users
        self.keys = keys
        self.tenants = tenants
        self.passwords = passwords
        self.fetch = fetch
        self.webhooks = webhooks
        self.webhookKeys = webhookKeys
        self.confinement = confinement
        self.decoding = decoding
        self.limits = limits
        self.clock = clock
        self.version = version
    }
}

/// How much one request may hold. The document of the API names the same numbers.
public struct APILimits: Sendable, Hashable {
    /// Longest item, in bytes.
    public var itemBytes = 20 << 20
    /// Most items of a batch.
    public var batchItems = 64
    /// Longest batch, in bytes.
    public var batchBytes = 128 << 20
    /// Most queries of one request to match.
    public var matchQueries = 256
    /// Most entries that one request adds.
    public var entries = 1_000
    /// Longest list that is imported in one request, in bytes.
    public var importBytes = 256 << 20

    /// The usual limits.
    public init() {}
}
