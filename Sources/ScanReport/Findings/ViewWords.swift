// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Screening

extension Catalogue {
    /// How the file had to be turned, mirrored or cut before it matched: "border trimmed, mirrored".
    func words(for view: View) -> String {
        let turned = say(message(for: view.orientation))
        guard let part = message(for: view.region) else { return turned }
        return view.orientation == .original ? say(part) : say(.viewAnd, ["part": say(part), "turn": turned])
    }

    private func message(for region: Region) -> Message? {
        switch region {
        case .whole: nil
        case .borderTrimmed: .viewTrimmed
        case .edgeTrimmed: .viewEdges
        case .busiestBlock: .viewBlock
        case .split: .viewSplit
        case .outline: .viewOutline
        case .filledCorners: .viewCorners
        case .extended: .viewExtended
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
        case .pdq:
            match.knownView.map { say(.viewOfKnown, ["view": words(for: match.view), "known": $0]) }
                ?? words(for: match.view)
        case .md5: say(.exactCopy, ["digest": "MD5"])
        case .sha1: say(.exactCopy, ["digest": "SHA-1"])
        case .sha256: say(.exactCopy, ["digest": "SHA-256"])
        }
    }
}
