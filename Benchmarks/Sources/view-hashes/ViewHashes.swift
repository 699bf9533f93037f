// SPDX-License-Identifier: Apache-2.0
//
// Hashes raw pictures and their views, for the robustness table.
//
// usage: view-hashes [--entries | --reduced] [--limit N]
//
// Standard input is a sequence of PGM (P5) or PPM (P6) pictures; each yields one line of JSON: region, quality and the
// hashes of eight orientations of every view, and how many microseconds of CPU time each step took. With --entries, the
// cuts and tilts of a known picture instead. With --reduced, the distance between the exact hash and that of the picture
// reduced to at least so many pixels on its shorter side.

import Fingerprints
import Foundation

/// Reads pictures from standard input.
struct PictureReader {
    private let input = FileHandle.standardInput.fileDescriptor

    /// Up to `count` bytes; fewer only at the end.
    private func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = read(input, buffer.baseAddress.map { $0 + filled }, count - filled)
                if got <= 0 { break }
                filled += got
            }
        }
    }

    private func word() -> String? {
        var text: [UInt8] = []
        while let next = bytes(1).first {
            if next == 32 || next == 10 || next == 9 || next == 13 {
                if text.isEmpty { continue }
                break
            }
            text.append(next)
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// The next picture, or `nil` at the end.
    func next() -> (pixels: [UInt8], raster: Raster)? {
        guard let magic = word(), let width = word().flatMap({ Int($0) }), let height = word().flatMap({ Int($0) }),
            word() == "255", width > 0, height > 0, magic == "P5" || magic == "P6"
        else { return nil }
        let channels = magic == "P5" ? 1 : 3
        let count = width * height * channels
        let pixels = bytes(count)
        guard pixels.count == count else { return nil }
        return (pixels, Raster(width: width, height: height, channels: channels))
    }
}

@main
struct ViewHashes {
    static func main() {
        let arguments = CommandLine.arguments
        let limit = arguments.firstIndex(of: "--limit").flatMap { Int(arguments[$0 + 1]) } ?? PictureViews.cap
        let reader = PictureReader()
        var hasher = GreyHasher()
        while let (pixels, raster) = reader.next() {
            if arguments.contains("--reduced") {
                write(reductions(of: pixels, raster) + "\n")
                continue
            }
            let started = microseconds()
            let whole = PDQ.fingerprint(of: pixels.span, raster: raster)
            let hashed = microseconds()
            let grey = GreyPicture(of: pixels.span, raster: raster)
            let reduced = microseconds()
            var views: [(name: String, fingerprint: PDQFingerprint)] = [("whole", whole)]
            var found = reduced
            if arguments.contains("--entries") {
                views += EntryViews.fingerprints(of: grey)
            } else {
                _ = PictureViews.find(in: grey, limit: limit)
                found = microseconds()
                views += hasher.views(of: grey, limit: limit).map { ($0.region.rawValue, $0.fingerprint) }
            }
            let ended = microseconds()
            let list = views.map { view in
                let hashes = view.fingerprint.orientations.map { "\"\($0.hex)\"" }.joined(separator: ",")
                return "{\"region\":\"\(view.name)\",\"quality\":\(view.fingerprint.quality),\"hashes\":[\(hashes)]}"
            }.joined(separator: ",")
            write(
                "{\"plain\":\(hashed - started),\"reduce\":\(reduced - hashed),\"find\":\(found - reduced),"
                    + "\"findAndHash\":\(ended - found),\"views\":[\(list)]}\n")
        }
    }

    private static func write(_ line: String) {
        FileHandle.standardOutput.write(Data(line.utf8))
    }

    private static func reductions(of pixels: [UInt8], _ raster: Raster) -> String {
        let exact = PDQ.fingerprint(of: pixels.span, raster: raster)
        let distances = [1280, 640, 320, 256, 192, 128, 64].map { side in
            let grey = GreyPicture(of: pixels.span, raster: raster, shorterSide: side)
            let block = (raster.width + grey.width - 1) / grey.width
            return "{\"side\":\(side),\"block\":\(block),\"distance\":"
                + "\(PDQ.fingerprint(of: grey).hash.distance(to: exact.hash))}"
        }
        return "{\"quality\":\(exact.quality),\"reductions\":[\(distances.joined(separator: ","))]}"
    }

    /// CPU time of this thread.
    private static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }
}
