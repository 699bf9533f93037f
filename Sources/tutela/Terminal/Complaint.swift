// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import MediaDecoding
internal import Provenance
internal import Store

/// An error as a person reads it: what, where, which limit; what to do; and a code to search for.
struct Complaint: Error {
    var message: String
    var remedy: String?
    var code: String

    init(_ message: String, remedy: String? = nil, code: String) {
        self.message = message
        self.remedy = remedy
        self.code = code
    }

    /// Reads any room's error; `nil` for errors of the argument parser, which it words itself.
    init?(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as DecoderError: self.init(error.message, code: error.code.rawValue)
        case let error as BankError: self.init(error.message, remedy: error.remedy, code: error.code.description)
        case let error as StoreError: self.init(error.message, remedy: error.remedy, code: error.code.description)
        case let error as TrustListError: self.init(error.message, remedy: error.remedy, code: error.code)
        default: return nil
        }
    }
}
