// SPDX-License-Identifier: Apache-2.0

/// What the ecosystem calls fingerprints, and how a name is read.
enum SignalNames {
    enum Meaning {
        case kind(FingerprintKind)
        /// A fingerprint that cannot be compared here.
        case unusable
        case unknown
    }

    /// Lower case, without blanks, `-` and `_`: `SHA-256`, `sha_256` and `HASH_SHA256` are one name.
    static func plain(_ name: some StringProtocol) -> String {
        var plain = String(name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
        if plain.hasPrefix("hash"), plain.count > 4 { plain.removeFirst(4) }
        return plain
    }

    /// Reads the name of a signal type: HMA, ThreatExchange, StopNCII and NCMEC spellings.
    static func meaning(_ name: some StringProtocol) -> Meaning {
        switch plain(name) {
        case "pdq", "pdqhash", "imagepdq": .kind(.pdq)
        case "md5", "videomd5", "photomd5", "imagemd5", "mediamd5": .kind(.md5)
        case "sha1", "videosha1", "photosha1", "imagesha1": .kind(.sha1)
        case "sha256", "videosha256", "photosha256", "imagesha256": .kind(.sha256)
        case "photodna", "pdna", "vpdq", "tmk", "tmkpdqf", "videotmk", "videotmkpdqf", "pdqocr", "sha512", "sha384",
            "netclean", "videntifier", "f1", "ssvhpdna", "ssvhsaferhash", "clip", "texttlsh", "rawtext", "trendquery",
            "url", "urlmd5", "uri", "rawuri", "textstring", "imagehash", "phash", "dhash", "ahash", "ssdeep":
            .unusable
        default: .unknown
        }
    }

    /// Why a named fingerprint cannot be stored.
    static func problem(_ column: String?) -> FieldProblem {
        FieldProblem(
            reason: "a kind of fingerprint that cannot be compared here",
            remedy: "Only PDQ, MD5, SHA-1 and SHA-256 can. Remove the line.",
            column: column
        )
    }
}

/// What sharers say about an indicator (python-threatexchange opinions and ThreatExchange status).
enum SharedOpinion {
    case take
    /// Its sharers disagree: a person must look.
    case quarantine
    /// Its sharers say that it is not what the list is about.
    case leaveOut(String)

    init(_ text: String) {
        switch text.uppercased() {
        case "NEGATIVE_CLASS", "FALSE_POSITIVE", "NON_MALICIOUS":
            self = .leaveOut("marked as not belonging to the list by its sharers")
        case "DISPUTED": self = .quarantine
        default: self = .take
        }
    }
}
