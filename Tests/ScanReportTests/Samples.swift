// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation
import Policy
import Provenance
import ProvenanceVocabulary
import Screening

/// Invented scans: holiday photographs, lists that do not exist.
enum Sample {
    static let zone = TimeZone(secondsFromGMT: 3600) ?? .gmt
    static let ended = Date(timeIntervalSince1970: 1_795_335_595)

    static func run(
        lists: [ScanRun.List] = lists, wasStopped: Bool = false, filesFound: Int? = nil,
        decoder: String = "one confined process for each file; Landlock 7, seccomp",
        places: [String] = ["/media/holidays"]
    ) -> ScanRun {
        ScanRun(
            id: "7KQ2-M4XD", started: ended.addingTimeInterval(-348), ended: ended, places: places.map { ItemPath($0) },
            lists: lists, radius: 31, qualityFloor: 50, wasStopped: wasStopped, resumedRecords: 0,
            settings: ScanRun.Settings(
                maxBytes: 20 << 20, maxPixels: 100_000_000, maxSide: 16_384, maxFrames: 512, lanes: 2, views: 16),
            programVersion: "1.0.0 (b41f0c2)", decoder: decoder,
            resultsDigest: "905d4146907e187fc17087f11a61f1478bfa08872ad43f62d257de0ba9e8fa82",
            resultsName: "results.ndjson", filesFound: filesFound)
    }

    static let lists = [
        list("demo-a", tier: "A", contributors: 2, entries: 1_204_551, daysAgo: 1, source: "Demo exchange"),
        list("own", tier: "A", entries: 312, daysAgo: 2, source: "confirmed here by people"),
        list("partner-b", tier: "B", entries: 88_120, daysAgo: 51),
        list("known-good", tier: "A", entries: 40_000, daysAgo: 9, isKnownGood: true),
    ]

    static func list(
        _ name: String, tier: String = "C", contributors: Int = 1, entries: Int = 10, daysAgo: Double = 0,
        source: String? = nil, isKnownGood: Bool = false, unusedBecause: String? = nil
    ) -> ScanRun.List {
        ScanRun.List(
            name: name, isKnownGood: isKnownGood, tier: tier, contributors: contributors, entries: entries,
            changed: ended.addingTimeInterval(-daysAgo * 86_400), source: source, unusedBecause: unusedBecause)
    }

    static func record(
        _ path: String, _ outcome: ScanRecord.Decision.Outcome, matches: [ScanRecord.Match] = [],
        because: [String] = [],
        status: ItemStatus = .screened, reason: StatusReason? = nil
    ) -> ScanRecord {
        record(
            ItemPath("/media/holidays/" + path), outcome, matches: matches, because: because, status: status,
            reason: reason)
    }

    static func record(
        _ path: ItemPath, _ outcome: ScanRecord.Decision.Outcome, matches: [ScanRecord.Match] = [],
        because: [String] = [],
        status: ItemStatus = .screened, reason: StatusReason? = nil
    ) -> ScanRecord {
        let action: ScanRecord.Decision.Action =
            switch outcome {
            case .match: .block
            case .held, .unknown: .review
            default: .allow
            }
        var record = ScanRecord(
            path: path, status: status, reason: reason,
            decision: ScanRecord.Decision(outcome, action, because: because))
        record.matches = matches
        record.byteCount = 3_004_551
        if status == .screened {
            record.format = "jpeg"
            record.width = 4032
            record.height = 3024
            record.frameCount = 1
            record.fingerprints = [
                .init(frame: 0, region: .whole, pdq: String(repeating: "0f", count: 32), quality: 100)
            ]
        }
        record.digests = .init(
            md5: String(repeating: "1", count: 32), sha1: String(repeating: "2", count: 40),
            sha256: String(repeating: "3", count: 64))
        return record
    }

    static func match(
        _ bank: String, _ entry: String, _ distance: Int, _ view: View = .original, kind: ScanRecord.Match.Kind = .pdq,
        category: String? = nil
    ) -> ScanRecord.Match {
        ScanRecord.Match(
            bank: bank, entry: entry, kind: kind, distance: distance, view: view, tier: bank == "partner-b" ? "B" : "A",
            contributors: bank == "demo-a" ? 2 : 1, category: category)
    }

    static func view(_ orientation: View.Orientation, _ region: View.Region = .whole) -> View {
        View(region: region, orientation: orientation)
    }

    static func ledger(_ records: [ScanRecord], none: Int = 0, other: Int = 0, limit: Int = 1000) -> ScanLedger {
        var ledger = ScanLedger(listingLimit: limit)
        for record in records { ledger.add(record, qualityFloor: 50) }
        var plain = record("plain.jpg", .none)
        for index in 0..<none {
            plain.fingerprints[0].quality = index < none / 60 ? 20 : 90
            ledger.add(plain, qualityFloor: 50)
        }
        for _ in 0..<other { ledger.add(record("notes.txt", .other, status: .unsupported), qualityFloor: 50) }
        return ledger
    }

    /// A picture that says something of how it was made.
    static func speaking(
        _ path: String, _ level: Level, _ claim: Claim, _ text: String, contradictions: [String] = []
    ) -> ScanRecord {
        var record = record(path, .none)
        record.provenance = ProvenanceRecord(
            level: level, claim: claim,
            statements: [Statement(source: "c2pa", level: level, claim: claim, text: text, technical: "")],
            contradictions: contradictions, pixels: .examined)
        return record
    }

    /// One picture for every row of the provenance ledger but "not looked at".
    static var origins: [ScanRecord] {
        var silent = record("DCIM/quiet.jpg", .none)
        silent.provenance = ProvenanceRecord(statements: [], pixels: .examined)
        return [
            speaking(
                "Downloads/vase.png", .signedTrusted, .aiGenerated,
                "“Example Images” (on your list example) states that this picture was completely AI-generated."),
            speaking(
                "Downloads/lamp.png", .signedIntactButExpired, .aiInIngredients,
                "The file is unchanged, but the certificate of the party calling itself “Example” has expired."),
            speaking("Downloads/tiles.png", .watermark, .aiGenerated, "Carries a public watermark in its pixels."),
            speaking("Chat/kite.jpg", .declaredUnsigned, .aiPossible, "Unsigned text in the file says so."),
            speaking("DCIM/boat.jpg", .declaredUnsigned, .captured, "Unsigned text in the file says so."),
            speaking(
                "Chat/barn.jpg", .credentialsFailed, .noneUsable,
                "Content Credentials are attached but do not match this file.",
                contradictions: ["The attached credentials do not fit this file; other text speaks of AI."]),
            speaking("Chat/half.jpg", .unreadableOrHostile, .noneUsable, "It could not be read."), silent,
        ]
    }

    /// Thirteen matches and 23 unknown files, like the design's worked example.
    static var records: [ScanRecord] {
        matched + held + unknown
    }

    static var matched: [ScanRecord] {
        [
            record(
                "DCIM/104_PHOTO/IMG_2071.JPG", .match,
                matches: [match("demo-a", "a-0481207", 0, kind: .sha256, category: "demo")],
                because: ["The SHA-256 of the file is that of the entry."]),
            record(
                "Downloads/pack-3/tile (4).png", .match,
                matches: [match("demo-a", "a-0977310", 6, view(.flipY)), match("own", "c-0112", 8, view(.flipY))],
                because: ["Also in list own, entry c-0112, at distance 8."]),
            record(
                "Chat/media/2026-10/recv-88213.webp", .match,
                matches: [
                    match("demo-a", "a-0977310", 12, view(.original, .borderTrimmed)), match("demo-a", "a-0977310", 19),
                ],
                because: ["A second view agrees: as stored, at distance 19."]),
            record(
                "사진/여행/IMG_0007.jpg", .match, matches: [match("own", "c-0201", 0)],
                because: ["A person confirmed this entry."]),
        ]
    }

    static var held: [ScanRecord] {
        let alone = ["partner-b is tier B, and nothing else agrees."]
        let oneView = ["One list and one view alone."]
        var damaged = record(
            "Desktop/New folder/untitled-3.jpeg", .held, matches: [match("demo-a", "a-0333920", 30)], because: oneView)
        damaged.isPartial = true
        var animated = record(
            "Downloads/pack-3/tile (11).png", .held, matches: [match("demo-a", "a-0977310", 17)], because: oneView)
        animated.frameCount = 40
        animated.matches[0].frame = 11
        return [
            record("Cache/preview/8f/8812.jpg", .held, matches: [match("partner-b", "p-20114", 4)], because: alone),
            record("Cache/preview/8f/8813.jpg", .held, matches: [match("partner-b", "p-20114", 9)], because: alone),
            record(
                "Downloads/pack-3/tile (5).png", .held, matches: [match("demo-a", "a-0977310", 14, view(.rotate90))],
                because: oneView),
            record(
                "Downloads/pack-3/tile (9).png", .held, matches: [match("demo-a", "a-0977310", 17)], because: oneView),
            animated,
            record(
                "Pictures/Screens/Screenshot_20261003-0214.png", .held, matches: [match("demo-a", "a-0021184", 22)],
                because: oneView),
            record(
                "Messages/Media/IMG-20260918-0031.jpg", .held,
                matches: [match("partner-b", "p-88017", 26, view(.rotate180))],
                because: alone),
            record(
                "Desktop/New folder/untitled-2.jpeg", .held, matches: [match("demo-a", "a-0333920", 28, view(.flipX))],
                because: oneView),
            damaged,
        ]
    }

    static var unknown: [ScanRecord] {
        func many(_ status: ItemStatus, _ code: String, _ message: String, _ paths: [String]) -> [ScanRecord] {
            paths.map { record($0, .unknown, status: status, reason: StatusReason(code: code, message: message)) }
        }
        return many(
            .undecodable, "truncated", "ends in the middle of a scan",
            [
                "Recovered/f0031772.jpg", "Recovered/f0031840.jpg", "Recovered/f0032216.jpg",
                "DCIM/103_PHOTO/IMG_1990.HEIC",
            ])
            + many(.undecodable, "empty", "the file is empty", ["Recovered/f0040008.png", "Recovered/f0040512.png"])
            + many(
                .undecodable, "corrupt", "no valid header",
                [
                    "Recovered/f0041110.gif", "Downloads/scan\u{202E}gnp.jpg", "Downloads/part-2.jpg.part",
                    "Downloads/part-7.jpg.part", "Chat/media/2026-09/recv-71002.webp",
                    "Chat/media/2026-09/recv-71038.webp",
                    "Cache/preview/02/0117.jpg", "Cache/preview/02/0118.jpg",
                ])
            + many(.overLimit, "pixels", "148 MP > 100 MP", ["Maps/city-full.tif", "Maps/city-north.tif"])
            + many(.overLimit, "bytes", "31 MiB > 20 MiB", ["Art/poster-A0.png"])
            + many(
                .timeout, "slow", "2 s, then 10 s",
                ["Downloads/big-progressive.jpg", "Downloads/pack-1/anim_final.gif"])
            + many(
                .unreadable, "permission", "permission denied",
                ["System Volume Information/tracking.log.png", "Recovered/f0051290.jpg"])
            + many(.crashed, "signal", "ended by signal 11", ["Downloads/pack-1/cover.webp"])
            + many(.unsupported, "video", "video: mp4", ["Videos/beach.mp4"])
    }

    static var cleared: [ScanRecord] {
        [
            record(
                "Wallpapers/default-dunes.jpg", .cleared,
                matches: [
                    match("demo-a", "a-0000007", 29),
                    ScanRecord.Match(bank: "known-good", entry: "k-1", kind: .sha256, distance: 0, isKnownGood: true),
                ])
        ]
    }

    static var full: ScanLedger {
        var ledger = ledger(records + cleared + origins, none: 12_811, other: 31_204)
        ledger.linksNotFollowed = 12
        return ledger
    }
}
