// SPDX-License-Identifier: Apache-2.0

import CDecoderWire
import CImageCodecs
import Fingerprints
import Foundation
import MediaDecoding

/// CPU time per picture of decoding and hashing, in this process as peers do it, and confined as the product does it.
///
///     hash-speed DECODER exact|fast|fast512 ROUNDS PICTURE...
///
/// Prints the hashes instead when ROUNDS is 0. The time of a picture is its least over all rounds.
@main
struct HashSpeed {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 5, let mode = Mode(rawValue: arguments[2]), let rounds = Int(arguments[3]) else {
            print("usage: hash-speed DECODER exact|fast|fast512 ROUNDS PICTURE...")
            exit(64)
        }
        let files = try arguments.dropFirst(4).map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
        var confined = try Confined(executable: arguments[1], hashing: mode.hashing)
        guard rounds > 0 else {
            for (file, path) in zip(files, arguments.dropFirst(4)) {
                let hash = try confined.hash(file)
                print(hash.map { "\($0.hash.hex)\t\($0.quality)" } ?? "-\t-", path, separator: "\t")
            }
            return
        }
        var library = Library(mode.hashing)
        var times: (library: Double, child: Double, around: Double) = (0, 0, 0)
        for file in files {
            var least = (library: Double.infinity, child: Double.infinity, around: Double.infinity)
            for _ in 0..<rounds {
                least.library = min(least.library, library.milliseconds(file))
            }
            let before = try Confined.around()
            for _ in 0..<rounds {
                _ = try confined.hash(file)
                least.child = min(least.child, confined.childMilliseconds)
            }
            least.around = (try Confined.around() - before) / Double(rounds)
            times.library += least.library
            times.child += least.child
            times.around += least.around
        }
        let count = Double(files.count)
        print(
            String(
                format: "%@: library %.3f ms; confined %.3f ms (child %.3f, client and zygote %.3f)", mode.rawValue,
                times.library / count, (times.child + times.around) / count, times.child / count, times.around / count))
    }
}

enum Mode: String {
    case exact, fast, fast512

    var hashing: DecodedHashing {
        switch self {
        case .exact: .exact
        case .fast: .fast(shorterSide: 256)
        case .fast512: .fast(shorterSide: 512)
        }
    }
}

/// Decodes in this process, unconfined: what a peer does.
struct Library {
    private var area: [UInt8]
    private var wish = decoder_wish()
    private var hasher = GreyHasher()
    private let limits = decoder_limits(
        max_pixels: 100_000_000, max_memory: 512 << 20, max_side: 16_384, max_frames: 512, max_jpeg_scans: 100,
        max_jpeg_warnings: 1000, wall_milliseconds: 0, cpu_seconds: 0)

    init(_ hashing: DecodedHashing) {
        area = [UInt8](repeating: 0, count: Int(decoder_result_bytes(20_000_000)))
        switch hashing {
        case .fast(let side):
            wish = decoder_wish(
                expected_format: 0, hashing: DECODER_HASH_FAST.rawValue, shorter_side: UInt32(side), reading: 0)
        default:
            wish = decoder_wish(
                expected_format: 0, hashing: DECODER_HASH_EXACT.rawValue, shorter_side: 320, reading: 0)
        }
    }

    mutating func milliseconds(_ file: [UInt8]) -> Double {
        let start = threadMilliseconds()
        let frame = area.withUnsafeMutableBytes { bytes in
            codecs_decode(file, file.count, &wish, [limits], bytes.baseAddress, bytes.count)
            return bytes.load(as: decoder_result.self).frames.0
        }
        let (offset, block) = (Int(frame.means_offset), Int(frame.block))
        let (width, height) = (Int(frame.width), Int(frame.height))
        let fingerprint =
            if offset > 0 {
                PDQ.fingerprint(
                    means: area.withUnsafeBytes { bytes in
                        (0..<4096).map { bytes.load(fromByteOffset: offset + $0 * 4, as: Float.self) }
                    })
            } else {
                hasher.fingerprint(
                    of: GreyPicture(
                        copying: area.span,
                        raster: Raster(
                            width: (width + block - 1) / block, height: (height + block - 1) / block, channels: 1,
                            offset: Int(frame.offset)), fullWidth: width, fullHeight: height, block: block))
            }
        precondition(fingerprint.quality > 0)
        return threadMilliseconds() - start
    }

    private func threadMilliseconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1000 + Double(now.tv_nsec) / 1_000_000
    }
}

/// Decodes in one confined process per picture.
struct Confined {
    private let decoder: ConfinedDecoder
    private let hashing: DecodedHashing
    private var hasher = GreyHasher()
    private(set) var childMilliseconds = 0.0

    init(executable: String, hashing: DecodedHashing) throws {
        decoder = try ConfinedDecoder(ConfinedDecoder.Configuration(executable: executable))
        self.hashing = hashing
    }

    mutating func hash(_ file: [UInt8]) throws -> PDQFingerprint? {
        let outcome = try decoder.decode(file.span, hashing: hashing) { picture, area in
            let frame = picture.frames[0]
            let hash =
                frame.means(in: area).map { PDQ.fingerprint(means: $0) }
                ?? hasher.fingerprint(of: frame.grey(in: area))
            return (hash, picture.cpuTime)
        }
        guard case .decoded(let (hash, time)) = outcome else { return nil }
        childMilliseconds = time / .milliseconds(1)
        return hash
    }

    /// CPU time of this process and of its child, the zygote, in milliseconds.
    static func around() throws -> Double {
        let children = try String(contentsOfFile: "/proc/self/task/\(getpid())/children", encoding: .utf8)
        let processes = ["self"] + children.split(separator: " ").map(String.init)
        return try processes.reduce(0) { sum, process in
            let account = try String(contentsOfFile: "/proc/\(process)/schedstat", encoding: .utf8)
            return sum + (account.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1_000_000
        }
    }
}
