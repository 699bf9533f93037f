// SPDX-License-Identifier: Apache-2.0

internal import Certificates
public import CivilTime
internal import Provenance

/// Looks at the lists by which signers of pictures are judged.
public enum TrustCheck {
    /// Days before an expiry from which on it is a warning.
    static let soonDays: Int64 = 30

    /// - Parameters:
    ///   - folder: the folder `trust` of the data folder.
    ///   - now: the time with which expiries are compared.
    public static func findings(folder: String, now: UTCTime) -> [Finding] {
        let lists: TrustLists
        do throws(TrustListError) {
            lists = try TrustLists(folder: folder)
        } catch {
            return [Finding(.fail, "trust", error.message, mend: error.remedy)]
        }
        guard !lists.files.isEmpty else {
            return [
                Finding(
                    .warn, "trust", "no trust list is installed: every signer of a picture counts as unlisted",
                    mend: "put PEM files into \(folder)/signers and \(folder)/time-stamps; see docs/provenance.md")
            ]
        }
        return lists.files.map { finding($0, now: now) }
    }

    private static func finding(_ file: TrustLists.File, now: UTCTime) -> Finding {
        let what = "\(file.name) (\(file.purpose.words)): \(file.count) certificates"
        if let fault = file.faults.first {
            return Finding(
                .warn, "trust", "\(what), \(file.faults.count) more cannot be used; \(fault)",
                mend: "get the list again, or take these out of \(file.path)")
        }
        let expired = file.expiries.count { $0 < now }
        guard let last = file.expiries.max(), last >= now else {
            return file.expiries.isEmpty
                ? Finding(.ok, "trust", "\(what), as fingerprints")
                : Finding(
                    .fail, "trust", "\(what), all of them expired", mend: "get the list again: \(file.path)")
        }
        let next = file.expiries.filter { $0 >= now }.min() ?? last
        let days = (next.seconds - now.seconds) / 86_400
        let some = expired > 0 ? ", \(expired) of them expired" : ""
        if days < soonDays {
            return Finding(
                .warn, "trust", "\(what)\(some), the next expires in \(days) days", mend: "look for a newer edition")
        }
        return Finding(.ok, "trust", "\(what)\(some), the next expires in \(days) days")
    }
}
