// SPDX-License-Identifier: Apache-2.0

internal import Fingerprints

/// What items are compared with: the lists as they stood when a scan began, or the live lists of a server.
protocol ComparedLists: Sendable {
    /// Entries that have one of the file's exact digests.
    func matches(digests: ScanRecord.Digests) throws -> [ScanRecord.Match]

    /// Entries near one of the item's fingerprints: of each entry the closest view in each region, closest first.
    ///
    /// - Parameter qualityFloor: fingerprints of lower quality are not compared.
    func matches(fingerprints: ItemFingerprints, qualityFloor: Int) throws -> [ScanRecord.Match]

    /// Where the entries of banks come from, in the operator's words, by the banks' names.
    func origins(of banks: Set<String>) -> [String: String]
}

/// The best hit of each entry in each region of an item.
struct PartHits {
    struct Place: Hashable {
        var row: Int64
        var region: Region
    }

    /// One hit: how far, seen how, in which frame, and the number of the known picture's view.
    struct Best {
        var distance: Int
        var view: View
        var frame: Int
        var knownView: Int
    }

    private(set) var best: [Place: Best] = [:]

    /// Searches all orientations of all parts in one call: the index overlaps the waiting times of many searches.
    ///
    /// - Parameters:
    ///   - fingerprints: of the item.
    ///   - qualityFloor: fingerprints of lower quality are not compared.
    ///   - search: the hits of each code.
    init<Hit>(
        _ fingerprints: ItemFingerprints, qualityFloor: Int, row: (Hit) -> (row: Int64, view: Int, distance: Int),
        _ search: ([PDQHash]) throws -> [[Hit]], keeping keep: (Hit, Place) -> Void = { _, _ in }
    ) rethrows {
        let compared = fingerprints.parts.filter { $0.fingerprint.quality >= qualityFloor }
        guard !compared.isEmpty else { return }
        for (number, hits) in try search(compared.flatMap(\.fingerprint.orientations)).enumerated() {
            let part = compared[number / Orientation.allCases.count]
            let orientation = Orientation.allCases[number % Orientation.allCases.count]
            for hit in hits {
                let (row, view, distance) = row(hit)
                let place = Place(row: row, region: part.region)
                if let known = best[place], known.distance <= distance { continue }
                best[place] = Best(
                    distance: distance, view: View(region: part.region, orientation: orientation), frame: part.frame,
                    knownView: view)
                keep(hit, place)
            }
        }
    }
}

extension [ScanRecord.Match] {
    /// Closest first, then by name.
    func byDistance() -> [ScanRecord.Match] {
        sorted { ($0.distance, $0.bank, $0.entry, $0.view.name) < ($1.distance, $1.bank, $1.entry, $1.view.name) }
    }
}

extension ScanRecord.Digests {
    /// The bytes of a digest's hex digits.
    static func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(decoding: digits[$0...($0 + 1)], as: UTF8.self), radix: 16)
        }
    }
}
