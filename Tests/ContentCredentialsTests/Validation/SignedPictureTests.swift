// SPDX-License-Identifier: Apache-2.0

import Certificates
import ContentCredentials
import ProvenanceVocabulary
import Testing

/// One manifest, made well or with one thing wrong.
@Suite struct SignedPictureTests {
    private let signer = MadeSigner()

    private func picture(
        _ change: @escaping (inout MadeManifest) -> Void = { _ in }, created: String = "digitalCapture"
    ) -> MadePicture {
        let signer = signer
        return MadePicture { binding in
            var manifest = MadeManifest("urn:c2pa:1", signer: signer, [.created(created), binding])
            change(&manifest)
            return [manifest]
        }
    }

    private func codes(_ report: CredentialReport?) -> [String] { report?.decidingStatuses.map(\.code) ?? [] }

    @Test func aListedSignerIsTrusted() {
        let report = picture().report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.claim == .captured)
        #expect(report?.activeManifest?.signature?.commonName?.description == "Example Signer")
        #expect(report?.activeManifest?.signature?.organization?.description == "Example Organization")
        #expect(report?.activeManifest?.signature?.listed?.list == "Test list")
        #expect(report?.activeManifest?.signature?.algorithm == "ES256")
    }

    @Test func anUnlistedSignerIsIntactAndSaysWhy() {
        let report = picture().report()
        #expect(report?.state == .intactSignerUnlisted)
        #expect(codes(report) == ["signingCredential.untrusted"])
        #expect(report?.claim == .captured)
    }

    @Test func anExpiredCertificateWithoutTimeStampIsItsOwnState() {
        let signer = MadeSigner(to: "20250101000000Z")
        let picture = MadePicture { binding in
            [MadeManifest("urn:c2pa:1", signer: signer, [.created("trainedAlgorithmicMedia"), binding])]
        }
        let report = picture.report(listing: signer)
        #expect(report?.state == .intactButExpired)
        #expect(codes(report) == ["claimSignature.outsideValidity"])
        #expect(report?.claim == .aiGenerated)
    }

    @Test func versionOneOfTheClaimIsRead() {
        let report = picture { $0.version = 1 }.report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.activeManifest?.claimVersion == 1)
    }

    @Test func aChangedPictureFails() {
        var file = picture().file()
        file[file.count - 20] ^= 1
        let report = MadePicture.report(file, trust: TrustConfiguration(signers: [signer.list]))
        #expect(report?.state == .failed)
        #expect(codes(report).contains("assertion.dataHash.mismatch"))
        #expect(report?.claim == .noneUsable)
    }

    @Test func aChangedAssertionFails() {
        let report = picture { $0.assertions[0].statedHash = [UInt8](repeating: 7, count: 32) }.report(listing: signer)
        #expect(report?.state == .failed)
        #expect(codes(report).contains("assertion.hashedURI.mismatch"))
    }

    @Test func aChangedSignatureFails() {
        let report = picture { $0.changeSignature = { $0[5] ^= 1 } }.report(listing: signer)
        #expect(report?.state == .failed)
        #expect(codes(report) == ["claimSignature.mismatch"])
    }

    @Test func anAssertionThatTheClaimDoesNotNameFails() {
        let extra = MadeManifest.Assertion("org.example.extra", .text("x"))
        let report = picture { manifest in
            var undeclared = extra
            undeclared.isDeclared = false
            manifest.assertions.append(undeclared)
        }.report(listing: signer)
        #expect(codes(report) == ["assertion.undeclared"])
    }

    @Test func anAssertionThatIsNotThereFails() {
        let report = picture { manifest in
            var missing = MadeManifest.Assertion("org.example.extra", .text("x"))
            missing.isStored = false
            manifest.assertions.append(missing)
        }.report(listing: signer)
        #expect(codes(report) == ["assertion.missing"])
    }

    @Test func twoAssertionsOfOneLabelDoNotResolve() {
        let report = picture { manifest in
            let twice = MadeManifest.Assertion("org.example.extra", .text("x"))
            manifest.assertions += [twice, twice]
        }.report(listing: signer)
        #expect(codes(report).contains("assertion.missing"))
        #expect(codes(report).contains("assertion.undeclared"))
    }

    @Test func aManifestWithoutBindingFails() {
        let report = picture { $0.assertions.removeLast() }.report(listing: signer)
        #expect(codes(report) == ["claim.hardBindings.missing"])
    }

    @Test func twoBindingsFail() {
        let report = picture { manifest in
            var second = manifest.assertions[1]
            second.label = "c2pa.hash.data__1"
            manifest.assertions.append(second)
        }.report(listing: signer)
        #expect(codes(report).contains("assertion.multipleHardBindings"))
    }

    @Test func whatCannotBeCheckedIsUnsupportedAndNeverFailed() {
        let report = picture { manifest in
            manifest.assertions[1] = MadeManifest.Assertion(
                "c2pa.hash.collection.data", .map([CBOREntry(key: .text("uris"), value: .array([]))]))
        }.report(listing: signer)
        #expect(report?.state == .unsupported)
        #expect(report?.claim == .noneUsable)
    }

    @Test func aCompressedActiveManifestIsUnsupported() {
        let report = picture { $0.type = .compressedManifest }.report(listing: signer)
        #expect(report?.state == .unsupported)
    }

    @Test func anUnknownUnprotectedHeaderIsUnsupported() {
        let report = picture {
            $0.unprotected = [CBOREntry(key: .text("qad"), value: .bytes([0, 0]))]
        }.report(listing: signer)
        #expect(report?.state == .unsupported)
    }

    @Test func paddingHasToBeZero() {
        let report = picture {
            $0.unprotected = [CBOREntry(key: .text("pad2"), value: .bytes([0, 1]))]
        }.report(listing: signer)
        #expect(codes(report) == ["claimSignature.mismatch"])
    }

    @Test func certificatesInBothHeadersAreRefused() {
        let certificate = signer.certificate
        let report = picture {
            $0.unprotected = [CBOREntry(key: .text("x5chain"), value: .bytes(certificate))]
        }.report(listing: signer)
        #expect(codes(report) == ["signingCredential.invalid"])
    }

    @Test func anUnreadableTimeStampIsToldAndIgnored() {
        let report = picture {
            $0.unprotected = [
                CBOREntry(
                    key: .text("sigTst2"),
                    value: .map([
                        CBOREntry(
                            key: .text("tstTokens"),
                            value: .array([.map([CBOREntry(key: .text("val"), value: .bytes([1, 2, 3]))])]))
                    ]))
            ]
        }.report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.activeManifest?.statuses.contains { $0.code == "timeStamp.malformed" } == true)
    }

    @Test func aClaimWithoutARequiredFieldIsUnreadable() {
        for field in ["instanceID", "signature", "created_assertions", "claim_generator_info"] {
            let report = picture { manifest in
                manifest.changeClaim = { entries in entries.removeAll { $0.key == .text(field) } }
            }.report(listing: signer)
            #expect(report?.state == .unreadable, "\(field)")
            #expect(codes(report) == ["claim.malformed"], "\(field)")
        }
    }

    @Test func redactingOwnAssertionsFails() {
        let report = picture {
            $0.redacted = ["self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/c2pa.actions.v2"]
        }.report(listing: signer)
        #expect(codes(report).contains("assertion.selfRedacted"))
    }

    @Test func aHistoryHasToBeginWithCreatedOrOpened() {
        let report = picture {
            $0.assertions[0] = .actions([.action("c2pa.cropped")])
        }.report(listing: signer)
        #expect(codes(report) == ["assertion.action.malformed"])
        let late = picture {
            $0.assertions[0] = .actions([.action("c2pa.cropped"), .action("c2pa.created")])
        }.report(listing: signer)
        #expect(codes(late) == ["assertion.action.malformed"])
    }

    @Test func openedHasToNameTheParent() {
        let report = picture { $0.assertions[0] = .actions([.action("c2pa.opened")]) }.report(listing: signer)
        #expect(codes(report) == ["assertion.action.ingredientMismatch"])
    }

    @Test func textOutOfTheFileIsQuoted() {
        let report = picture { $0.title = "evil\u{202E}\u{0007}\ntitle" }.report(listing: signer)
        #expect(report?.state == .trusted)
        #expect(report?.activeManifest?.title?.description == "evil title")
        #expect(report?.activeManifest?.title?.isAltered == true)
    }

    @Test func everyStatusIsOneOfTheSpecificationOrNamedAsOurs() {
        let own = [CredentialReport.unsupportedManifestCode, HardBinding.uncheckedCode]
        let reports = [picture().report(), picture { $0.assertions.removeLast() }.report()]
        for status in reports.flatMap({ $0?.activeManifest?.statuses ?? [] }) {
            #expect(!status.code.isEmpty && (!status.code.hasPrefix("tutela.") || own.contains(status.code)))
        }
    }

    @Test func everyFlippedByteOfAStoreLosesTheSignedLevel() {
        let file = picture().file()
        let trust = TrustConfiguration(signers: [signer.list])
        // Without length, type and checksum of the chunk: those are the container's.
        let end = file.count - MadePicture.rest.count - 4
        #expect(MadePicture.report(file, trust: trust)?.state == .trusted)
        var changed = file
        for position in MadePicture.storeStart + 8..<end {
            changed[position] ^= 1
            let state = MadePicture.report(changed, trust: trust)?.state
            let isSigned = state == .trusted || state == .intactSignerUnlisted || state == .intactButExpired
            #expect(!isSigned, "byte \(position) is \(String(describing: state))")
            changed[position] ^= 1
        }
    }
}
