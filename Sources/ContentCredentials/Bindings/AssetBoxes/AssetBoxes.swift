// SPDX-License-Identifier: Apache-2.0

import Containers

/// A part of a file as the general box hash knows it.
///
/// Source: C2PA specification 2.4, 18.7.3.
struct AssetBox: Hashable {
    /// What stands in it, as far as a binding may leave it out.
    enum Role: Hashable {
        /// The picture, or what decides how it is shown.
        case content
        /// EXIF, XMP, IPTC, texts. May be left out, and is vouched for by nobody then.
        case metadata
        /// Space that the format marks as free.
        case padding
        /// The manifest store.
        case store
    }

    /// `SOI`, `APP1`, `IHDR`, `VP8X`, `2C`, …; `C2PA` for the manifest store.
    var name: String
    /// All of it, header included.
    var range: Range<Int>
    var role: Role
}

/// The parts of a file in its order.
struct AssetBoxes {
    var boxes: [AssetBox] = []
    /// First byte behind the last one.
    var end = 0
    /// Why the parts are not known up to the end of the structure.
    var obstacle: String?

    /// How the restart markers of a JPEG scan are listed.
    enum Restarts: Hashable {
        /// Not at all: SOS has the whole scan.
        case inScan
        /// Each with the entropy-coded data behind it, SOS with that up to the first: the specification (18.7.3.1).
        case cut
        /// Each with its two bytes only, and SOS with the whole scan all the same: c2pa-rs up to 0.91.
        case beside
    }

    /// What an assertion's names tell of how the file is to be cut up.
    struct Wish: Hashable {
        /// Images, one behind the other, whose segments are listed: a multi-picture JPEG.
        var images = 1
        var restarts = Restarts.inScan
    }

    /// Takes a file apart; `nil` for a format without boxes of this kind.
    ///
    /// - Parameters:
    ///   - format: of the file.
    ///   - store: where the manifest store lies in it.
    ///   - source: its bytes.
    ///   - wish: how far, and how finely.
    /// - Throws: `ReadFailure` when bytes cannot be had. Content never throws.
    static func of(
        _ format: ContainerFormat, store: EmbeddedStore?, _ source: any ByteSource, wish: Wish = Wish()
    ) throws(ReadFailure) -> AssetBoxes? {
        let own = RangeSet(store?.ranges ?? [])
        switch format {
        case .jpeg: return try jpeg(source, own, wish)
        case .png: return try png(source, own)
        case .webp, .avi, .wav: return try riff(source, own)
        case .gif: return try gif(source, own)
        default: return nil
        }
    }

    /// Adds a part, or lengthens the store when it goes on: its pieces are one box.
    mutating func add(_ name: String, _ range: Range<Int>, _ role: AssetBox.Role, own: RangeSet<Int>) {
        end = range.upperBound
        guard own.intersects(range) else {
            boxes.append(AssetBox(name: name, range: range, role: role))
            return
        }
        if let last = boxes.last, last.role == .store, last.range.upperBound == range.lowerBound {
            boxes[boxes.count - 1].range = last.range.lowerBound..<range.upperBound
        } else {
            boxes.append(AssetBox(name: "C2PA", range: range, role: .store))
        }
    }

    /// The first fault that keeps the parts from being known.
    mutating func stop(_ faults: [ContainerFault]) {
        obstacle = faults.first { $0.gravity != .oddity }?.message ?? "the structure ends at byte \(end)"
    }
}
