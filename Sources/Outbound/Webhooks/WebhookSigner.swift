// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// Signs messages to one receiver with its current key, and, while a key is being replaced, also with the earlier one.
public struct WebhookSigner: Sendable {
    private let keys: [WebhookKey]

    /// A signer.
    ///
    /// - Parameters:
    ///   - key: the current key of the receiver. Every receiver has its own.
    ///   - earlier: keys that the receiver may still check with.
    public init(key: WebhookKey, earlier: [WebhookKey] = []) {
        keys = [key] + earlier
    }

    /// The header fields of one attempt: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    ///
    /// - Parameters:
    ///   - message: what is sent.
    ///   - time: when this attempt is made.
    public func fields(for message: WebhookMessage, at time: UTCTime) -> [(name: String, value: String)] {
        let content = Self.content(id: message.id, timestamp: time.seconds, payload: message.payload)
        let signatures = keys.compactMap { $0.signature(of: content) }
        return [
            ("webhook-id", message.id), ("webhook-timestamp", String(time.seconds)),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }

    /// What is signed.
    static func content(id: String, timestamp: Int64, payload: [UInt8]) -> [UInt8] {
        Array("\(id).\(timestamp).".utf8) + payload
    }
}
