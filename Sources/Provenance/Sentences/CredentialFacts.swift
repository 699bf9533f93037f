// SPDX-License-Identifier: Apache-2.0

internal import Certificates
internal import ContentCredentials
internal import ProvenanceVocabulary

/// The same for an engineer: which manifest, which keys, which lists, which checks.
struct CredentialFacts {
    private let report: CredentialReport

    init(_ report: CredentialReport) {
        self.report = report
    }

    var sentence: String {
        guard let manifest = report.activeManifest else {
            return report.decidingStatuses.prefix(3).map { "\($0.code): \($0.explanation)" }.joined(separator: "; ")
                + "."
        }
        var parts = [Self.manifest(manifest)]
        if let signature = manifest.signature { parts += Self.signature(signature) }
        if let reason = report.reasons.first, isUsable { parts.append(basis(reason)) }
        parts += report.decidingStatuses.filter { $0.kind == .failure }.prefix(3).map {
            "\($0.code): \($0.explanation)"
        }
        if !manifest.softBindings.isEmpty {
            parts.append("soft bindings " + manifest.softBindings.map { "“\($0)”" }.joined(separator: ", "))
        }
        if report.manifests.count > 1 { parts.append("\(report.manifests.count) manifests in its history") }
        let sentence = parts.joined(separator: "; ")
        return sentence.hasSuffix(".") ? sentence : sentence + "."
    }

    private var isUsable: Bool {
        switch report.state {
        case .trusted, .intactSignerUnlisted, .intactButExpired: true
        case .failed, .unsupported, .unreadable: false
        }
    }

    static func manifest(_ manifest: ManifestReport) -> String {
        let version = manifest.claimVersion.map { "claim version \($0)" } ?? "claim unreadable"
        let generators = manifest.generators.map { "“\($0)”" }.joined(separator: ", ")
        return "manifest “\(manifest.label)”, \(version)" + (generators.isEmpty ? "" : ", made by \(generators)")
    }

    static func signature(_ signature: SignatureReport) -> [String] {
        var parts = [
            "\(signature.algorithm) by “\(signature.commonName ?? QuotedText("no name"))”, certificate SHA-256 "
                + "\(signature.fingerprint), valid \(signature.notBefore) to \(signature.notAfter)"
        ]
        if let issuer = signature.issuer { parts.append("issued by “\(issuer)”") }
        if let listed = signature.listed {
            parts.append(
                listed.anchor.map { "chain to “\($0)” in list “\(listed.list)”" }
                    ?? "certificate itself in list “\(listed.list)”")
        }
        if let stamp = signature.timeStamp {
            parts.append(
                "time stamp \(stamp.time) by “\(stamp.authority ?? QuotedText("no name"))”"
                    + (stamp.list.map { " in list “\($0)”" } ?? ""))
        } else if let stamp = signature.unbelievedTime {
            parts.append("time stamp \(stamp.time) not used: its authority is on no list")
        }
        if let claimed = signature.claimedTime { parts.append("claimed time \(claimed)") }
        return parts
    }

    private func basis(_ reason: RubricReason) -> String {
        let value = reason.value.map { " “\($0)”" } ?? ""
        let place = reason.manifest == 0 ? "" : " of manifest \(reason.manifest + 1) of its history"
        let voucher = reason.isGathered ? ", gathered" : ""
        return "\(reason.outcome.rawValue) because of \(reason.statement)\(value)\(place)\(voucher)"
    }
}
