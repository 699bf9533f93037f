// SPDX-License-Identifier: Apache-2.0

public import CivilTime
public import Outbound
public import Submissions

/// Sends callbacks as Standard Webhooks, signed with the installation's key, behind the guard of outbound connections.
public struct SignedCallbacks: CallbackSender {
    private let sender: WebhookSender
    private let signer: WebhookSigner

    /// - Parameters:
    ///   - sender: delivers to hosts that the operator allows.
    ///   - signer: signs with the current key, and with earlier ones while they are replaced.
    public init(_ sender: WebhookSender, signer: WebhookSigner) {
        self.sender = sender
        self.signer = signer
    }

    /// Tries once.
    public func send(_ callback: Callback, at: UTCTime) async -> CallbackReceipt {
        let message: WebhookMessage
        do {
            message = try WebhookMessage(id: callback.id, stored: Array(callback.payload.utf8))
        } catch {
            return .disabled(why: error.code)
        }
        switch await sender.deliver(message, to: callback.endpoint, signedBy: signer) {
        case .delivered: return .delivered
        case .retry(let after, let why): return .retry(after: after, why: why.code)
        case .disabled(let why): return .disabled(why: why.code)
        }
    }
}
