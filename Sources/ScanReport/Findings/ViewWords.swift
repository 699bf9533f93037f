// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Screening

extension Catalogue {
    /// How the file had to be turned, mirrored or trimmed before it matched: "border trimmed, mirrored".
    func words(for view: View) -> String {
        let turned = say(message(for: view.orientation))
        switch (view.region, view.orientation) {
        case (.whole, _): return turned
        case (.borderTrimmed, .original): return say(.viewTrimmed)
        case (.borderTrimmed, _): return say(.viewTrimmedAnd, ["turn": turned])
        }
    }

    private func message(for orientation: View.Orientation) -> Message {
        switch orientation {
        case .original: .viewOriginal
        // PDQ's rotate90 turns counter-clockwise; tried against pip `pdqhash` 0.2.8.
        case .rotate90: .viewLeft
        case .rotate180: .viewUpsideDown
        case .rotate270: .viewRight
        case .flipX: .viewFlipped
        case .flipY: .viewMirrored
        case .flipPlus1: .viewMirroredLeft
        case .flipMinus1: .viewMirroredRight
        }
    }

    /// "exact copy (SHA-256)", or the view.
    func words(for match: ScanRecord.Match) -> String {
        switch match.kind {
        case .pdq: words(for: match.view)
        case .md5: say(.exactCopy, ["digest": "MD5"])
        case .sha1: say(.exactCopy, ["digest": "SHA-1"])
        case .sha256: say(.exactCopy, ["digest": "SHA-256"])
        }
    }
}
