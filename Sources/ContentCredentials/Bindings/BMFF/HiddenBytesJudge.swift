// SPDX-License-Identifier: Apache-2.0

import Containers

/// Judges what the exclusions of a BMFF hash hide in a file.
///
/// Mandatory are the C2PA boxes, `ftyp` and `mfra`; free space may be left out without a word (C2PA specification 2.4,
/// 15.12.2, 18.6.2 and A.5.6). The list may have other entries, which are reported. But what is presented to a person has
/// to be validated by the hard binding (15.12.2), so an entry that hides media, or the boxes that say how it is presented,
/// leaves nothing to validate: that is a mismatch, whatever the hash of the rest is.
struct HiddenBytesJudge {
    /// Media boxes of the file whose payload a Merkle tree covers, by their first byte.
    var coveredMedia: Set<Int> = []

    private enum Verdict {
        case silent
        case reported
        case refused(String)
    }

    /// Judges all hidden bytes, and returns those that are to be reported.
    ///
    /// - Throws: ``BindingFault`` for bytes that may not be hidden.
    func judge(_ hidden: [HiddenBytes]) throws(BindingFault) -> [HiddenBytes] {
        var reported: [HiddenBytes] = []
        for bytes in hidden {
            switch verdict(bytes) {
            case .silent: continue
            case .reported: reported.append(bytes)
            case .refused(let reason):
                throw BindingFault(
                    .mismatch,
                    "excluded bytes \(ExclusionJudge.text(bytes.range)) of box \(Self.text(bytes)) \(reason): "
                        + "they could be changed unnoticed")
            }
        }
        return reported
    }

    private func verdict(_ bytes: HiddenBytes) -> Verdict {
        let start = bytes.range.lowerBound - bytes.box.range.lowerBound
        if bytes.path.count == 1 {
            switch bytes.box.type {
            case "ftyp", "mfra": return .silent
            case "uuid" where bytes.box.userType == .c2paBox: return .silent
            case "mdat" where coveredMedia.contains(bytes.box.range.lowerBound):
                return start >= 16 ? .silent : .refused("are its header, which no Merkle tree covers")
            default: break
            }
        }
        switch bytes.box.type {
        case "free", "skip": return .silent
        case _ where bytes.path.contains("udta"): return .reported
        case "mdat", "idat", "imda": return .refused("hold media")
        case "moov", "trak", "mdia", "minf", "stbl", "stsd", "stts", "stsc", "stsz", "stz2", "edts", "elst", "moof",
            "traf",
            "mvex", "meta", "iprp", "ipco", "ipma", "pitm", "iinf", "iref":
            return .refused("say how media is presented")
        // Earlier versions of the specification wanted these left out; BMFFCheck looks where they point to.
        case "stco", "co64": return .reported
        case "tfhd": return start >= 16 && end(bytes) <= 24 ? .reported : .refused("say how media is presented")
        case "trun": return start >= 16 && end(bytes) <= 20 ? .reported : .refused("say how media is presented")
        case "iloc", "saio", "tkhd", "mdhd", "mvhd", "hdlr", "dinf", "dref", "ctts", "stss", "sbgp", "sgpd", "trex",
            "tfdt":
            return .refused("say how media is presented")
        default: return .reported
        }
    }

    private func end(_ bytes: HiddenBytes) -> Int { bytes.range.upperBound - bytes.box.range.lowerBound }

    static func text(_ bytes: HiddenBytes) -> String {
        "/" + bytes.path.map(\.description).joined(separator: "/") + " at byte \(bytes.box.range.lowerBound)"
    }
}
