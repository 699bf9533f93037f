// SPDX-License-Identifier: Apache-2.0

/// The status codes of the C2PA specification that this validator gives (15.2.2), each in its table.
enum StatusCode: String, CaseIterable {
    // Success.
    case assertionHashMatch = "assertion.hashedURI.match"
    case claimSignatureInsideValidity = "claimSignature.insideValidity"
    case claimSignatureValidated = "claimSignature.validated"
    case ingredientClaimSignatureValidated = "ingredient.claimSignature.validated"
    case ingredientManifestValidated = "ingredient.manifest.validated"
    case notRevoked = "signingCredential.ocsp.notRevoked"
    case signingCredentialTrusted = "signingCredential.trusted"
    case timeStampTrusted = "timeStamp.trusted"
    case timeStampValidated = "timeStamp.validated"

    // Informational.
    case ingredientUnknownProvenance = "ingredient.unknownProvenance"
    case revocationSkipped = "signingCredential.ocsp.skipped"
    case timeOfSigningInsideValidity = "timeOfSigning.insideValidity"
    case timeOfSigningOutsideValidity = "timeOfSigning.outsideValidity"
    case timeStampMalformed = "timeStamp.malformed"
    case timeStampMismatch = "timeStamp.mismatch"
    case timeStampOutsideValidity = "timeStamp.outsideValidity"
    case timeStampUntrusted = "timeStamp.untrusted"

    // Failure.
    case algorithmUnsupported = "algorithm.unsupported"
    case actionIngredientMismatch = "assertion.action.ingredientMismatch"
    case actionMalformed = "assertion.action.malformed"
    case actionRedacted = "assertion.action.redacted"
    case actionRedactionMismatch = "assertion.action.redactionMismatch"
    case assertionCBORInvalid = "assertion.cbor.invalid"
    case cloudDataActions = "assertion.cloud-data.actions"
    case cloudDataHardBinding = "assertion.cloud-data.hardBinding"
    case cloudDataMalformed = "assertion.cloud-data.malformed"
    case dataHashRedacted = "assertion.dataHash.redacted"
    case assertionHashMismatch = "assertion.hashedURI.mismatch"
    case ingredientMalformed = "assertion.ingredient.malformed"
    case assertionJSONInvalid = "assertion.json.invalid"
    case assertionMissing = "assertion.missing"
    case multipleHardBindings = "assertion.multipleHardBindings"
    case assertionNotRedacted = "assertion.notRedacted"
    case assertionOutsideManifest = "assertion.outsideManifest"
    case assertionSelfRedacted = "assertion.selfRedacted"
    case timeStampAssertionMalformed = "assertion.timestamp.malformed"
    case assertionUndeclared = "assertion.undeclared"
    case claimCBORInvalid = "claim.cbor.invalid"
    case hardBindingsMissing = "claim.hardBindings.missing"
    case claimMalformed = "claim.malformed"
    case claimMissing = "claim.missing"
    case claimMultiple = "claim.multiple"
    case claimSignatureMismatch = "claimSignature.mismatch"
    case claimSignatureMissing = "claimSignature.missing"
    case claimSignatureOutsideValidity = "claimSignature.outsideValidity"
    case generalError = "general.error"
    case hashedURIMismatch = "hashedURI.mismatch"
    case hashedURIMissing = "hashedURI.missing"
    case ingredientClaimSignatureMismatch = "ingredient.claimSignature.mismatch"
    case ingredientClaimSignatureMissing = "ingredient.claimSignature.missing"
    case ingredientManifestMismatch = "ingredient.manifest.mismatch"
    case ingredientManifestMissing = "ingredient.manifest.missing"
    case manifestMultipleParents = "manifest.multipleParents"
    case manifestUpdateInvalid = "manifest.update.invalid"
    case manifestUpdateWrongParents = "manifest.update.wrongParents"
    case signingCredentialInvalid = "signingCredential.invalid"
    case revoked = "signingCredential.ocsp.revoked"
    case signingCredentialUntrusted = "signingCredential.untrusted"

    /// The table in which the specification lists the code.
    var kind: ValidationStatus.Kind {
        switch self {
        case .assertionHashMatch, .claimSignatureInsideValidity, .claimSignatureValidated,
            .ingredientClaimSignatureValidated, .ingredientManifestValidated, .notRevoked, .signingCredentialTrusted,
            .timeStampTrusted, .timeStampValidated:
            .success
        case .ingredientUnknownProvenance, .revocationSkipped, .timeOfSigningInsideValidity,
            .timeOfSigningOutsideValidity, .timeStampMalformed, .timeStampMismatch, .timeStampOutsideValidity,
            .timeStampUntrusted:
            .informational
        default: .failure
        }
    }
}

extension ValidationStatus {
    init(_ code: StatusCode, _ url: String?, _ explanation: String) {
        self.init(code.kind, code.rawValue, url: url, explanation: explanation)
    }

    func has(_ code: StatusCode) -> Bool { self.code == code.rawValue }
}
