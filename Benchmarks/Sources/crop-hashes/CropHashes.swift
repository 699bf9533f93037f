// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import Foundation

/// Hashes to search in that are distributed as real ones are: PDQ of random crops of photographs.
///
///     crop-hashes PHOTOGRAPHS COUNT SEED TARGET [--eight]
///
/// PHOTOGRAPHS is a folder of grey PGM files. Each crop has a scale, an aspect and a place drawn from SEED and its own number,
/// so the file is the same whatever the number of threads. With `--eight` every crop contributes its eight orientations, and
/// COUNT still counts hashes. TARGET receives 32 bytes a hash, in the order of the hex digits.
@main
struct CropHashes {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let takesEight = arguments.last == "--eight"
        if takesEight { arguments.removeLast() }
        guard arguments.count == 4, let count = Int(arguments[1]), let seed = UInt64(arguments[2]) else {
            FileHandle.standardError.write(Data("usage: crop-hashes PHOTOGRAPHS COUNT SEED TARGET [--eight]\n".utf8))
            exit(64)
        }
        let photographs = try Photograph.all(in: arguments[0])
        guard !photographs.isEmpty else {
            FileHandle.standardError.write(Data("crop-hashes: no PGM file in \(arguments[0])\n".utf8))
            exit(2)
        }
        let each = takesEight ? Orientation.allCases.count : 1
        let crops = (count + each - 1) / each
        try Data().write(to: URL(filePath: arguments[3]))
        let target = try FileHandle(forWritingTo: URL(filePath: arguments[3]))
        var left = count
        // In portions, so that memory stays flat and a file of gigabytes needs no more of it.
        let portion = 1 << 17
        for start in stride(from: 0, to: crops, by: portion) {
            let hashes = hashes(
                of: start..<min(start + portion, crops), seed: seed, photographs: photographs, takesEight: takesEight)
            try target.write(contentsOf: hashes.prefix(left * 32))
            left -= min(left, hashes.count / 32)
        }
        try target.close()
    }

    /// A crop with enough structure to stand in a list; import refuses the others.
    private static func crop(_ number: Int, seed: UInt64, photographs: [Photograph]) -> PDQFingerprint {
        var random = CropGenerator(seed: seed, crop: number)
        var found: PDQFingerprint
        repeat {
            found = photographs[Int.random(in: photographs.indices, using: &random)].randomCrop(using: &random)
        } while found.quality < PDQ.qualityFloor
        return found
    }

    /// The hashes of a range of crops, in their order, computed on all cores.
    private static func hashes(
        of crops: Range<Int>, seed: UInt64, photographs: [Photograph], takesEight: Bool
    ) -> Data {
        let lanes = ProcessInfo.processInfo.activeProcessorCount
        let share = (crops.count + lanes - 1) / lanes
        let parts = Parts(count: lanes)
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            var bytes = Data()
            let end = min(crops.lowerBound + (lane + 1) * share, crops.upperBound)
            for number in stride(from: crops.lowerBound + lane * share, to: end, by: 1) {
                let found = crop(number, seed: seed, photographs: photographs)
                for hash in takesEight ? found.orientations : [found.hash] { bytes.append(contentsOf: hash.bytes) }
            }
            parts.put(bytes, at: lane)
        }
        return parts.joined()
    }
}

/// What the lanes computed, each into its own place.
private final class Parts: @unchecked Sendable {
    // Guarded by the lock.
    private var parts: [Data]
    private let lock = NSLock()

    init(count: Int) { parts = Array(repeating: Data(), count: count) }

    func put(_ bytes: Data, at lane: Int) { lock.withLock { parts[lane] = bytes } }

    func joined() -> Data { lock.withLock { parts.reduce(into: Data()) { $0.append($1) } } }
}

/// A grey picture read from a binary PGM file.
private struct Photograph: Sendable {
    let raster: Raster
    let bytes: [UInt8]

    static func all(in folder: String) throws -> [Photograph] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".pgm") }.sorted()
        return try names.map { name in
            let file = [UInt8](try Data(contentsOf: URL(filePath: folder).appending(path: name)))
            // "P5 WIDTH HEIGHT 255", one blank after each: what Pillow writes.
            var fields: [String] = []
            var position = 0
            while fields.count < 4 {
                guard let end = file[position...].firstIndex(where: { $0 == 10 || $0 == 32 }) else { break }
                fields.append(String(decoding: file[position..<end], as: UTF8.self))
                position = end + 1
            }
            guard fields.count == 4, fields[0] == "P5", let width = Int(fields[1]), let height = Int(fields[2]),
                file.count - position >= width * height
            else { throw CocoaError(.fileReadCorruptFile) }
            return Photograph(
                raster: Raster(width: width, height: height, channels: 1, offset: position), bytes: file)
        }
    }

    /// A crop of 25 to 90 % of the shorter side, with an aspect from 1:2 to 2:1, anywhere it fits.
    func randomCrop(using random: inout CropGenerator) -> PDQFingerprint {
        let side = Double(min(raster.width, raster.height)) * Double.random(in: 0.25...0.9, using: &random)
        let aspect = exp2(Double.random(in: -1...1, using: &random) / 2)
        let width = min(raster.width, Int(side * aspect))
        let height = min(raster.height, Int(side / aspect))
        let left = Int.random(in: 0...(raster.width - width), using: &random)
        let top = Int.random(in: 0...(raster.height - height), using: &random)
        let window = Raster.Window(left: left, top: top, right: left + width, bottom: top + height)
        return PDQ.fingerprint(of: bytes.span, raster: raster.cropped(to: window))
    }
}

/// SplitMix64, begun anew for every crop.
private struct CropGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, crop: Int) {
        state = seed
        state = next() &+ UInt64(crop)
        state = next()
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
