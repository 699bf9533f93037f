// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Logging

/// What became of one attempt to deliver a message.
public enum DeliveryOutcome: Sendable {
    /// The receiver answered with a status of 200 to 299.
    case delivered
    /// It did not work. ``RetrySchedule`` says when to try again; `after` are the seconds that the receiver asked to be
    /// left alone, if it did.
    case retry(after: Int64?, why: DeliveryFailure)
    /// The receiver is gone (status 410), or its address is none: nothing more must be sent to it.
    case disabled(why: DeliveryFailure)
}

/// Why a message was not delivered.
public struct DeliveryFailure: Sendable, CustomStringConvertible {
    /// Stable, for programs: a code of ``FetchRefusal``, `callback-status` or `callback-gone`.
    public let code: String
    /// What happened, for the owner of the callback. Of a host in the operator's own networks it tells no status.
    public let message: String
    /// What to do about it.
    public let remedy: String
    /// What really happened, for the operator's log.
    public let cause: WithheldCause?

    /// Code and message; the cause is left out.
    public var description: String { "\(code): \(message)" }

    init(_ refusal: FetchRefusal) {
        code = refusal.code.rawValue
        message = refusal.message
        remedy =
            switch refusal.code {
            case .malformed, .notAllowed: "Register a callback on a host that the operator allows."
            case .busy, .cancelled: refusal.remedy
            case .tooLarge, .failed: "Check that the callback can be reached and answers within 15 seconds."
            }
        cause = refusal.cause
    }

    init(status: Int) {
        code = status == 410 ? "callback-gone" : "callback-status"
        message = "The callback answered with status \(status)."
        remedy = "Answer with a status of 200 to 299; redirects are not followed."
        cause = nil
    }
}

/// Delivers messages to callbacks, behind the same guard as ``GuardedFetch``, with an allow-list of its own.
///
/// Source: Standard Webhooks 1.0.0, "Deliverability and reliability".
public struct WebhookSender: Sendable {
    private let allow: AllowList
    private let connector: Connector
    private let clock: @Sendable () -> UTCTime
    private let logger: Logger

    /// A sender.
    ///
    /// - Parameters:
    ///   - allow: hosts of callbacks. Empty, everything is refused.
    ///   - limits: how much an attempt may take; the body of an answer is never read.
    ///   - resolver: who turns names into addresses.
    ///   - authorities: whose certificates are believed.
    ///   - clock: the time that is signed.
    ///   - logger: where failures are noted, with their causes, for the operator.
    public init(
        allow: AllowList, limits: OutboundLimits = OutboundLimits(total: .seconds(15), idle: .seconds(15)),
        resolver: any HostResolver = SystemResolver(), authorities: TrustedAuthorities = TrustedAuthorities(),
        clock: @escaping @Sendable () -> UTCTime, logger: Logger = Logger(label: "tutela.outbound")
    ) {
        self.allow = allow
        self.connector = Connector(limits: limits, resolver: resolver, authorities: authorities)
        self.clock = clock
        self.logger = logger
    }

    /// Whether a callback can be registered: the URL can be read and stands in the allow-list. The network is not asked.
    ///
    /// - Parameter url: an absolute URL.
    /// - Throws: ``FetchRefusal`` with ``FetchRefusal/Code/malformed`` or ``FetchRefusal/Code/notAllowed``.
    public func check(_ url: String) throws(FetchRefusal) {
        _ = try allow.permission(for: url)
    }

    /// Makes one attempt.
    ///
    /// - Parameters:
    ///   - message: what is sent.
    ///   - url: the callback.
    ///   - signer: the keys of its receiver.
    public func deliver(
        _ message: WebhookMessage, to url: String, signedBy signer: WebhookSigner
    ) async
        -> DeliveryOutcome
    {
        let target: (address: WebAddress, entry: AllowedHost)
        do {
            target = try allow.permission(for: url)
        } catch {
            // An entry that the operator removed may come back before the last attempt; an address that cannot be read will not.
            return error.code == .malformed ? .disabled(why: .init(error)) : .retry(after: nil, why: .init(error))
        }
        let request = OutboundRequest(
            address: target.address,
            fields: signer.fields(for: message, at: clock()) + [("content-type", "application/json")],
            body: message.payload)
        do {
            let answer = try await connector.withinLimits(until: nil) { end in
                try await connector.answer(
                    to: request, by: target.entry, most: 0, until: end, readsBody: { _ in false })
            }
            guard let answer else { return .retry(after: nil, why: .init(FetchRefusal(.busy))) }
            return outcome(of: answer, from: target)
        } catch {
            let refusal = FetchRefusal(explaining: error, isPrivate: target.entry.isPrivate)
            logger.refused(refusal, host: target.address.host)
            return .retry(after: nil, why: .init(refusal))
        }
    }

    private func outcome(
        of answer: OutboundAnswer, from target: (address: WebAddress, entry: AllowedHost)
    ) -> DeliveryOutcome {
        if (200...299).contains(answer.status) { return .delivered }
        let refusal = FetchRefusal(.failed, cause: ConnectionFailure.status(answer.status).text)
        logger.refused(refusal, host: target.address.host)
        let why = target.entry.isPrivate ? DeliveryFailure(refusal) : DeliveryFailure(status: answer.status)
        if answer.status == 410 { return .disabled(why: why) }
        // The form with a date is not read: it would need the receiver's clock to be right.
        let asked = answer.values(of: "retry-after").first.flatMap { Int64($0) }
        return .retry(after: asked.flatMap { $0 > 0 ? $0 : nil }, why: why)
    }
}
