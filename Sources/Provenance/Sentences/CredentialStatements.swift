// SPDX-License-Identifier: Apache-2.0

internal import Certificates
internal import CivilTime
internal import Containers
internal import ContentCredentials
internal import ProvenanceVocabulary

/// What Content Credentials say, as one statement: never more than was checked, and never the signer's name as proven when
/// nobody vouches for it.
///
/// The words follow the C2PA specification, 15.3 (what is not valid is shown only with a warning and without attribution),
/// and its UX guidance 2.0, section 7.
struct CredentialStatements {
    let report: CredentialReport
    let format: ContainerFormat
    let noun: MediaNoun
    let now: UTCTime

    var statement: Statement {
        Statement(
            source: "c2pa", level: level, claim: claim, text: text, technical: CredentialFacts(report).sentence,
            codes: codes)
    }

    private var level: Level {
        switch report.state {
        case .trusted: .signedTrusted
        case .intactSignerUnlisted: .signedIntactSignerUnlisted
        case .intactButExpired: .signedIntactButExpired
        case .failed: .credentialsFailed
        // Nothing can be said for or against it: that is what unreadable means.
        case .unsupported, .unreadable: .unreadableOrHostile
        }
    }

    private var claim: Claim {
        switch report.state {
        case .trusted, .intactSignerUnlisted, .intactButExpired: report.claim
        case .failed, .unsupported, .unreadable: .noneUsable
        }
    }

    /// The deciding ones first, then whatever else is no success.
    private var codes: [String] {
        var seen: Set<String> = []
        let others = report.activeManifest?.statuses.filter { $0.kind != .success } ?? []
        return (report.decidingStatuses + others).map(\.code).filter { seen.insert($0).inserted }
    }

    // MARK: The sentence for everybody

    private var text: String {
        switch report.state {
        case .trusted:
            return "\(signer)\(voucher) \(stated(verb: "states"))\(time). The file is unchanged since.\(caution)"
        case .intactSignerUnlisted:
            return
                "A party calling itself \(signer), which none of your trust lists contains, \(stated(verb: "states")). "
                + "The signature is intact, and the file is unchanged since.\(caution)"
        case .intactButExpired:
            let listed = signature?.listed != nil
            let standing = listed ? voucher : ", which none of your trust lists contains,"
            return "The file is unchanged since it was signed, but the certificate of a party calling itself \(signer)"
                + "\(standing) \(validity), so the signer can\(listed ? " no longer" : "not") be relied on. It "
                + "\(stated(verb: "stated")).\(caution)"
        case .failed where format == .manifestStore:
            return
                "This file holds Content Credentials without the picture that they were made for, so nothing that they say "
                + "can be checked."
        case .failed:
            let problem = FailureWords.isMismatch(report) ? "do not match this file" : "are not valid"
            return "Content Credentials are attached but \(problem) (\(deciding)). \(FailureWords.reason(for: report)) "
                + "Nothing that they say is shown as true."
        case .unsupported:
            return
                "Content Credentials are attached that use something this version cannot check (\(explanation)). That "
                + "says nothing against the file, and nothing for it."
        case .unreadable:
            return
                "Content Credentials are attached but cannot be read (\(explanation)). Nothing that they say is shown."
        }
    }

    private var signature: SignatureReport? { report.activeManifest?.signature }

    /// The organization, which is what authorities check; the certificate's name where it says something else.
    private var signer: String {
        switch (signature?.organization, signature?.commonName) {
        case (let organization?, let name?) where organization != name: "“\(organization)” (certificate “\(name)”)"
        case (let organization?, _): "“\(organization)”"
        case (nil, let name?): "“\(name)”"
        case (nil, nil): "a nameless signer"
        }
    }

    /// Either an authority on a list stands behind the signer, or the signer is listed itself.
    private var voucher: String {
        guard let listed = signature?.listed else { return "" }
        return listed.anchor == nil
            ? ", who is on your list “\(listed.list)”," : ", whom your trust list “\(listed.list)” vouches for,"
    }

    private func stated(verb: String) -> String {
        guard let clause = report.claim.clause(noun) else {
            if let value = report.reasons.first?.value {
                return "\(verb) how \(noun.this) was made (“\(value)”), in words that tell neither AI nor camera"
            }
            return "signed \(noun.this) and \(verb == "states" ? "says" : "said") nothing of how it was made"
        }
        // The history may be signed by others, or be passed on without a word for it.
        if report.claim == .aiInIngredients {
            return "attached a history to \(noun.this) which says that it was made from something that was AI-generated"
        }
        if report.reasons.first?.isGathered == true {
            return "\(verb == "states" ? "passes" : "passed") on, without vouching for it, that \(clause)"
        }
        return "\(verb) that \(clause)"
    }

    private var time: String {
        if let stamp = signature?.timeStamp {
            let authority = stamp.authority.map { " of “\($0)”" } ?? ""
            return "; it was signed on \(Self.words(stamp.time)), as the time stamp\(authority) shows"
        }
        if let claimed = signature?.claimedTime { return "; it says itself that it signed on \(Self.words(claimed))" }
        return ""
    }

    private var validity: String {
        guard let signature else { return "is not valid" }
        guard signature.notAfter < now else {
            return now < signature.notBefore
                ? "is not valid before \(Self.words(signature.notBefore))"
                : "was not valid when the time stamp says that it was signed"
        }
        return "expired on \(Self.words(signature.notAfter)) and no trusted time stamp shows that it was signed before"
    }

    /// A signature proves the signer, not the scene: a camera can be pointed at a screen, and was.
    private var caution: String {
        guard report.claim == .captured else { return "" }
        return report.state == .trusted
            ? " That proves who signed it, not what was in front of the camera."
            : " That proves neither who signed it nor what was in front of the camera."
    }

    /// `2026-11-22 07:34:25 UTC`, to be read aloud.
    private static func words(_ time: UTCTime) -> String {
        let parts = time.description.split(separator: "T")
        guard parts.count == 2, parts[1].last == "Z" else { return time.description }
        return "\(parts[0]) \(parts[1].dropLast()) UTC"
    }

    private var deciding: String { report.decidingStatuses.first?.code ?? "no reason given" }

    private var explanation: String {
        report.decidingStatuses.first.map { "\($0.code): \($0.explanation)" } ?? "no reason given"
    }
}
