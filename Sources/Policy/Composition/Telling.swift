// SPDX-License-Identifier: Apache-2.0

internal import CivilTime

/// Telling the uploader against telling nobody: while a hold lasts, what must be told is deferred; when the hold ends the
/// duty revives, in neutral words. A duty never just disappears.
struct Telling {
    private let run: Evaluation
    private let hold: Truth
    private let until: UTCTime?
    private let wasForbidden: Bool

    init(_ run: Evaluation, _ snapshot: Snapshot) {
        self.run = run
        let date = snapshot[.authorityNondisclosureUntil]
        let isDated = date.isKnown && run.facts.isSet(.authorityNondisclosureUntil)
        let end = UTCTime(seconds: Int64(bitPattern: date.bits))
        let runs: Truth = date.isKnown ? Truth(isDated && end > run.at) : .unknown
        hold = max(snapshot.truth(.legalHold), runs)
        until = runs == .yes ? end : nil
        wasForbidden = isDated && end <= run.at
    }

    func apply(to obligations: inout [Obligation]) {
        guard obligations.contains(where: { $0.verb.tellsUploader }) else { return }
        let silence = run.firings.first { firing in
            firing.rule.duties.contains { duty in
                duty.duty.verb == .doNotNotify
                    && duty.start.map { run.set.program.truth(at: $0, run.snapshot) != .no } ?? true
            }
        }
        for index in obligations.indices
        where obligations[index].verb.tellsUploader && obligations[index].status == .due {
            let isSilenced = hold == .yes || hold == .unknown && silence != nil
            if silence != nil || hold == .yes || wasForbidden { obligations[index].isNeutral = true }
            guard isSilenced else { continue }
            obligations[index].status = .deferred
            obligations[index].execution = .confirm
            obligations[index].until = until
            obligations[index].by =
                until != nil
                ? FactName.authorityNondisclosureUntil.rawValue
                : hold == .yes ? FactName.legalHold.rawValue : silence?.rule.rule.id
        }
    }
}
