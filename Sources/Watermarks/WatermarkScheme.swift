// SPDX-License-Identifier: Apache-2.0

/// Generators whose reference code puts a known, public word into every picture that it makes.
///
/// Source: the repositories CompVis/stable-diffusion, Stability-AI/stablediffusion and generative-models,
/// huggingface/diffusers, black-forest-labs/flux.
public enum WatermarkScheme: String, Sendable, Hashable, CaseIterable {
    /// Stable Diffusion 1.x: the letters `StableDiffusionV1`, 136 bits.
    case stableDiffusion1 = "stable-diffusion-1"
    /// Stable Diffusion 2.x: the letters `SDV2`, 32 bits.
    case stableDiffusion2 = "stable-diffusion-2"
    /// Stable Diffusion XL: a number of 48 bits.
    case stableDiffusionXL = "stable-diffusion-xl"
    /// FLUX: a number written with 48 digits, of which its code drops the two leading zeros.
    case flux

    /// The generator's name, to be shown.
    public var generator: String {
        switch self {
        case .stableDiffusion1: "Stable Diffusion 1"
        case .stableDiffusion2: "Stable Diffusion 2"
        case .stableDiffusionXL: "Stable Diffusion XL"
        case .flux: "FLUX"
        }
    }

    /// The bits that blocks repeat, first to last.
    public var payload: [Bool] {
        switch self {
        case .stableDiffusion1: Self.bits(of: "StableDiffusionV1")
        case .stableDiffusion2: Self.bits(of: "SDV2")
        case .stableDiffusionXL: Self.bits(of: 0b1011_0011_1110_1100_1001_0000_0111_1011_1011_0001_1001_1110)
        case .flux: Self.bits(of: 0b0010_1010_1111_1110_1000_0111_1001_1100_1111_0101_0010_1110)
        }
    }

    private static func bits(of letters: StaticString) -> [Bool] {
        letters.withUTF8Buffer { bytes in
            bytes.flatMap { byte in (0..<8).map { byte >> UInt8(7 - $0) & 1 == 1 } }
        }
    }

    /// From the highest bit that is set.
    private static func bits(of number: UInt64) -> [Bool] {
        (0..<(64 - number.leadingZeroBitCount)).reversed().map { number >> UInt64($0) & 1 == 1 }
    }
}
