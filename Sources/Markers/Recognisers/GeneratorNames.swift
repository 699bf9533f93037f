// SPDX-License-Identifier: Apache-2.0

/// Names of generators that stand alone in a field for the program or the maker.
///
/// A field counts only if it is one of these names as a whole, or the name and a version: a caption that speaks of a
/// generator is none. Programs that also do other things (Photoshop, Canva, Designer) are left out, and so are names that
/// mean something else too (Firefly, Imagen, Flux alone).
///
/// Source: names that generators were seen to write, as listed by public detectors (2026-08); Ideogram, Luma, Reve and
/// Aphrodite with the field that each of them uses; Mochi Diffusion's own source for IIM.
enum GeneratorNames {
    private static let names: [StaticString] = [
        "Adobe Firefly", "Aphrodite AI", "AUTOMATIC1111", "Bing Image Creator", "Black Forest Labs", "ChatGPT",
        "ComfyUI", "Craiyon", "DALL-E", "DALL·E", "DALLE", "DiffusionBee", "DreamStudio", "Dreamina",
        "GPT-4o Image Generation", "Google Imagen", "Grok Imagine", "Ideogram", "Ideogram AI", "InvokeAI",
        "Leonardo AI", "Leonardo.Ai", "Luma AI", "Midjourney", "Mochi Diffusion", "NightCafe", "NightCafe Studio",
        "OpenAI DALL-E",
        "OpenAI DALL·E", "OpenAI Sora", "Playground AI", "Stability AI", "Stable Diffusion", "Stable Diffusion XL",
        "SwarmUI", "gpt-image-1", "reve.com",
    ]

    /// The text is the name of a generator, perhaps with a version.
    static func contains(_ text: [UInt8]) -> Bool {
        guard text.count <= 60 else { return false }
        return names.contains { name in
            guard text.startsWithWord(name) else { return false }
            return isVersion(text[name.utf8CodeUnitCount...])
        }
    }

    /// Nothing, or a blank, `/` or `-` and a version: `3`, `v1.5`, `2.0 (beta)`.
    private static func isVersion(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        guard first == UInt8(ascii: " ") || first == UInt8(ascii: "/") || first == UInt8(ascii: "-") else {
            return false
        }
        var rest = text.dropFirst()
        if rest.first?.smallLetter == UInt8(ascii: "v") { rest = rest.dropFirst() }
        guard let digit = rest.first, digit.isDigit else { return false }
        return rest.allSatisfy { byte in
            byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
        }
    }
}
