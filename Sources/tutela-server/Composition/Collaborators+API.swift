// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Crypto
internal import Foundation
internal import Identity
internal import Logging
internal import MediaDecoding
internal import Outbound
internal import Policy
internal import PolicyPacks
internal import Submissions
internal import WebAPI

extension Collaborators {
    /// What API v1 works with, and what delivers its callbacks.
    func api(
        _ settings: Settings, rules: RuleSet?, version: String, logger: Logger
    ) throws -> (
        services: APIServices, courier: CallbackCourier
    ) {
        let keys = settings.home + "/keys"
        // Both must be the same on all servers of one database: fingerprints of requests and signatures are compared elsewhere.
        let secret = try SecretFile.read(keys + "/requests.key") {
            SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
        }
        guard let secretBytes = Data(base64Encoded: secret), secretBytes.count >= 32 else {
            throw SecretFile.Unusable(description: "\(keys)/requests.key is not 32 bytes in base64")
        }
        let webhookKey = try WebhookKey(try SecretFile.read(keys + "/webhooks.key") { WebhookKey().secret })
        let ids = SubmissionIDs(clock: clock)
        let holder =
            "\(ProcessInfo.processInfo.hostName):\(ProcessInfo.processInfo.processIdentifier):\(ids.next(.job))"
        let outbox = CallbackOutbox(store: store, ids: ids, clock: clock)
        let jobs = JobRepository(store: store, outbox: outbox, ids: ids, server: holder, clock: clock)
        let webhooks = WebhookSender(
            allow: try AllowList(reading: settings.list("webhooks.hosts")), clock: clock, logger: logger)
        let services = APIServices(
            store: store, banks: banks, lists: lists, screener: screener, ids: ids,
            decisions: DecisionRepository(store: store),
            requests: RequestLedger(store: store, secret: SymmetricKey(data: secretBytes), clock: clock), jobs: jobs,
            runner: JobRunner(store: store, jobs: jobs), outbox: outbox, rules: rules,
            archive: RuleSetArchive(home: settings.home), audit: audit, users: users,
            keys: KeyRepository(store: store, clock: clock), tenants: TenantRepository(store: store, clock: clock),
            passwords: hasher, fetch: settings.list("fetch.hosts").isEmpty ? nil : fetch,
            webhooks: settings.list("webhooks.hosts").isEmpty ? nil : webhooks,
            webhookKeys: [webhookKey.publicKey].compactMap { $0 }, confinement: confinement, decoding: .standard,
            clock: clock, version: version)
        let courier = CallbackCourier(
            outbox, sender: SignedCallbacks(webhooks, signer: WebhookSigner(key: webhookKey)), holder: holder,
            clock: clock)
        return (services, courier)
    }
}
