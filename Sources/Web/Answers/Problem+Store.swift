// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Store

extension Problem {
    /// What a client is told when the database could not do something.
    ///
    /// - Parameter error: of the database.
    /// - Returns: `nil` for a defect of this program, which is logged and answered as such.
    public init?(_ error: StoreError) {
        switch error.code {
        case .busy, .overloaded, .unreachable, .disconnected, .conflict, .timeout, .closed, .full, .readOnly:
            self.init(
                .serviceUnavailable, code: "store-unavailable",
                detail: "The database cannot take this now. Nothing was changed. Send it again.", retryAfter: 2)
        case .outcomeUnknown:
            self.init(
                .serviceUnavailable, code: "outcome-unknown",
                detail:
                    "The connection to the database ended while the change was being kept: it may or may not be there.",
                retryAfter: 2)
        case .value:
            // No database keeps a zero byte in a text.
            self.init(
                .badRequest, code: "text-invalid", detail: "A text in the address or body holds a zero character.")
        default: return nil
        }
    }
}
