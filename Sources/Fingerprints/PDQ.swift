// SPDX-License-Identifier: Apache-2.0

/// What PDQ says of one picture.
public struct PDQFingerprint: Sendable, Hashable {
    /// The hash of the picture as stored.
    public let hash: PDQHash
    /// How much structure the hash stands on, 0…100. Below 50 it is not compared: flat pictures resemble each other.
    public let quality: Int
    /// The hashes of all eight orientations, in the order of `Orientation.allCases`, from the one DCT. They are close to,
    /// not always equal to, the hashes of really turned files, because the sampling grid does not turn exactly.
    public let orientations: [PDQHash]

    /// What PDQ answers for pictures with a side below five pixels: all bits clear, quality 0.
    static let none = PDQFingerprint(
        hash: .zero, quality: 0, orientations: [PDQHash](repeating: .zero, count: Orientation.allCases.count))

    /// The hash of the picture turned or mirrored this way.
    public subscript(orientation: Orientation) -> PDQHash {
        orientations[Orientation.allCases.firstIndex(of: orientation) ?? 0]
    }
}

/// PDQ, the perceptual hash of Meta's ThreatExchange.
///
/// Source of the algorithm: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (2019) and the C++
/// reference in facebook/ThreatExchange, whose order of float operations is kept: pictures with many equal coefficients
/// (checkerboards) change dozens of bits when a compiler contracts a multiplication and an addition into one.
public enum PDQ {
    /// Two families of implementations hash different pixels of large pictures and so disagree by up to dozens of bits.
    public enum Variant: String, Sendable, CaseIterable {
        /// Every pixel counts: bit-exact with pip `pdqhash` 0.2.8, so with `threatexchange` and HMA. The default.
        case full
        /// Pictures with a side above 512 pixels are first reduced to 512 × 512 by taking nearest pixels: bit-exact with
        /// Meta's C++ command-line tool. For checking foreign hashes only.
        case nearest512
    }

    /// Pictures with a smaller side have no hash: all bits clear, quality 0.
    public static let minimumSide = 5

    /// Largest distance that counts as the same picture, in bits.
    public static let defaultRadius = 31

    /// Hashes of lower quality are not compared.
    public static let qualityFloor = 50

    /// Hashes pixels.
    ///
    /// - Parameters:
    ///   - pixels: eight bits a channel, as `raster` describes them.
    ///   - raster: where the pixels lie; alpha is ignored.
    ///   - variant: which implementations to agree with.
    /// - Precondition: `pixels` holds every byte that `raster` describes.
    public static func fingerprint(
        of pixels: Span<UInt8>, raster: Raster, variant: Variant = .full
    ) -> PDQFingerprint {
        guard raster.width >= minimumSide, raster.height >= minimumSide else {
            return .none
        }
        let means = pixels.withUnsafeBufferPointer { buffer in
            downsampled(buffer, raster: raster, variant: variant)
        }
        return fingerprint(means: means)
    }

    /// Hashes the 64 × 64 means that PDQ's downsampling yields, as a decoder computes them while it streams rows.
    ///
    /// - Parameter means: row-major 64 × 64 luma means in 0…255, with the reference's order of float operations if the
    ///   hash is to be bit-exact.
    /// - Precondition: there are 4,096 of them.
    public static func fingerprint(means: [Float]) -> PDQFingerprint {
        let orientations = Spectrum(of: means).hashes
        return PDQFingerprint(hash: orientations[0], quality: quality(of: means), orientations: orientations)
    }

    /// Hashes a reduced picture or a window into it, nearly as the full picture would hash.
    ///
    /// The filter is that of the full picture's or window's size, folded onto the reduced grid: with a shorter side of 320
    /// pixels or more, 99 of 100 photographs hash within 4 bits of the exact hash. Hashing many pictures, keep a
    /// ``GreyHasher`` instead.
    ///
    /// - Parameters:
    ///   - picture: the reduced picture.
    ///   - window: which part of it, in pixels of the full picture; `nil` for all of it.
    /// - Returns: the fingerprint; all bits clear and quality 0 if a side of the window is below ``minimumSide``.
    public static func fingerprint(of picture: GreyPicture, window: GreyWindow? = nil) -> PDQFingerprint {
        var hasher = GreyHasher()
        return hasher.fingerprint(of: picture, window: window)
    }

    /// The 64 × 64 picture that is transformed.
    private static func downsampled(
        _ buffer: UnsafeBufferPointer<UInt8>, raster: Raster, variant: Variant
    ) -> [Float] {
        switch variant {
        case .full:
            let luma = LumaRows(buffer, raster: raster, rule: .doublePrecision)
            return downsampled(rows: raster.height, columns: raster.width) { row, target in
                luma.read(row: row, into: target)
            }
        case .nearest512:
            let luma = LumaRows(buffer, raster: raster, rule: .singlePrecision)
            guard raster.width > 512 || raster.height > 512 else {
                return downsampled(rows: raster.height, columns: raster.width) { row, target in
                    luma.read(row: row, into: target)
                }
            }
            let columns = (0..<512).map { $0 * raster.width / 512 }
            return downsampled(rows: 512, columns: 512) { row, target in
                luma.read(row: row * raster.height / 512, columns: columns, into: target)
            }
        }
    }

    private static func downsampled(
        rows: Int, columns: Int, _ luma: (_ row: Int, UnsafeMutablePointer<Float>) -> Void
    ) -> [Float] {
        guard rows == 64, columns == 64 else {
            return TentDownsampler(rows: rows, columns: columns).downsample(luma)
        }
        // A picture of exactly 64 × 64 is taken as it is: the reference assumes that somebody has already filtered it.
        return [Float](unsafeUninitializedCapacity: 64 * 64) { target, count in
            if let base = target.baseAddress {
                for row in 0..<64 {
                    luma(row, base + row * 64)
                }
            }
            count = 64 * 64
        }
    }

    /// Sum of steps between neighbours in per cent of full scale, each truncated, over 90; at most 100.
    private static func quality(of means: [Float]) -> Int {
        // Sums stay below 2²³, so floats count exactly.
        var sums = Lanes(repeating: 0)
        means.withUnsafeBytes { means in
            for row in 0..<64 {
                for block in 0..<4 {
                    let place = (row * 64 + block * 16) * 4
                    let here = means.loadUnaligned(fromByteOffset: place, as: Lanes.self)
                    if row < 63 {
                        sums += steps(here, means.loadUnaligned(fromByteOffset: place + 256, as: Lanes.self))
                    }
                    // The neighbour of the last column would be the next row's first value: it is replaced by itself.
                    let isLast = block == 3
                    var next = means.loadUnaligned(fromByteOffset: isLast ? place : place + 4, as: Lanes.self)
                    if isLast {
                        for lane in 0..<15 { next[lane] = here[lane + 1] }
                    }
                    sums += steps(here, next)
                }
            }
        }
        return min(100, Int(sums.sum()) / 90)
    }

    /// ⌊|here − there| · 100 / 255⌋ in each lane.
    @inline(__always)
    private static func steps(_ here: Lanes, _ there: Lanes) -> Lanes {
        let difference = (here - there) * 100 / 255
        let size = difference.replacing(with: -difference, where: difference .< 0)
        // Adding and taking off 2²³ rounds to the nearest whole number; portable processors have no instruction for it.
        let nearest = (size + 8_388_608) - 8_388_608
        return nearest.replacing(with: nearest - 1, where: nearest .> size)
    }
}
