// SPDX-License-Identifier: Apache-2.0

internal import ContentCredentials

/// Why credentials do not fit, for a person. The code stands beside it for those who want to look it up.
enum FailureWords {
    /// The file has other bytes than those that were signed.
    static func isMismatch(_ report: CredentialReport) -> Bool {
        guard let first = report.decidingStatuses.first else { return false }
        return first.code.hasPrefix("assertion.") && first.code.contains("Hash.") && !isHidden(first)
    }

    /// The hash may be right; what it leaves out is not what may be left out.
    private static func isHidden(_ status: ValidationStatus) -> Bool {
        ["unnoticed", "it hides", "they hide"].contains { status.explanation.contains($0) }
    }

    static func reason(for report: CredentialReport) -> String {
        guard let first = report.decidingStatuses.first else { return "They could not be confirmed." }
        let code = first.code
        if isHidden(first) {
            return "They leave part of the file out of what was signed, so that part could have been changed unnoticed."
        }
        switch code {
        case "assertion.dataHash.mismatch", "assertion.bmffHash.mismatch", "assertion.boxesHash.mismatch",
            "assertion.boxesHash.unknownBox":
            return "The file was changed after it was signed, or the credentials were taken from another file."
        case "claimSignature.mismatch":
            return "The signature does not belong to the signed statement: one of them was changed."
        case "assertion.hashedURI.mismatch", "assertion.missing", "assertion.undeclared":
            return "Part of the credentials was changed after they were signed."
        case "signingCredential.ocsp.revoked", "signingCredential.revoked":
            return "The issuer has revoked the signer's certificate."
        case "signingCredential.invalid":
            return "The signer's certificate is not one that may sign such statements."
        case "claim.hardBindings.missing", "assertion.multipleHardBindings":
            return "They name no content, or more than one, so they could be attached to any file."
        default:
            if code.hasPrefix("ingredient.") {
                return "The credentials of something that the file was made from do not fit."
            }
            return "They are not made as the C2PA specification demands."
        }
    }
}
