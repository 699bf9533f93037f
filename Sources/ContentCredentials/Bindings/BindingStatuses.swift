// SPDX-License-Identifier: Apache-2.0

import Containers

/// The words of the specification for one kind of hard binding.
struct BindingStatuses {
    /// First part of the codes: `assertion.dataHash`, `assertion.bmffHash`, `assertion.boxesHash`.
    let family: String
    let url: String?

    /// Runs a check, and turns the fault that ends it into a status.
    func settle(_ check: (BindingStatuses) throws -> [ValidationStatus]) throws(ReadFailure) -> [ValidationStatus] {
        do {
            return try check(self)
        } catch let fault as BindingFault {
            return [failure(fault)]
        } catch let failure as ReadFailure {
            throw failure
        } catch {
            throw ReadFailure(code: "system", message: "\(error)")
        }
    }

    func match(_ explanation: String) -> ValidationStatus {
        ValidationStatus(.success, family + ".match", url: url, explanation: explanation)
    }

    /// The code is the specification's for exclusions beyond those for the store and free space. The bytes they leave out
    /// were judged to be harmless, and are vouched for by nobody.
    func additionalExclusions(_ explanation: String) -> ValidationStatus {
        ValidationStatus(
            .informational, family + ".additionalExclusionsPresent", url: url, explanation: explanation)
    }

    func failure(_ fault: BindingFault) -> ValidationStatus {
        let code =
            switch fault.reason {
            case .mismatch: family + ".mismatch"
            case .malformed: family + ".malformed"
            case .unknownBox: family + ".unknownBox"
            case .algorithm: "algorithm.unsupported"
            }
        return ValidationStatus(.failure, code, url: url, explanation: fault.explanation)
    }
}

/// Why a hard binding does not hold.
struct BindingFault: Error, Hashable {
    enum Reason: Hashable {
        /// The file is not what was signed, or more of it is left out than may be.
        case mismatch
        /// The assertion itself is not as the specification wants it, or is beyond a limit.
        case malformed
        /// The file has a part that the assertion does not list.
        case unknownBox
        /// No hash algorithm is named, or one that is not allowed.
        case algorithm
    }

    var reason: Reason
    var explanation: String

    init(_ reason: Reason, _ explanation: String) {
        self.reason = reason
        self.explanation = explanation
    }
}
