// SPDX-License-Identifier: Apache-2.0

internal import ContentCredentials

/// Why credentials do not fit, for a person. The code stands beside it for those who want to look it up.
enum FailureWords {
    static func reason(for report: CredentialReport) -> String {
        guard let code = report.decidingStatuses.first?.code else { return "They could not be confirmed." }
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
