// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// xAI's Grok writes `Signature: ` and base64 of at least 64 letters as description, and the picture's UUID as artist.
///
/// Source: files of Grok. Nobody else can check the signature: there is no public key. Both fields must be there.
enum GrokRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        guard let artist = metadata[.exif(.artist)].first(where: { Identifier.isUUID($0.text) }) else { return [] }
        return metadata[[.exif(.imageDescription), .exif(.userComment)]].filter { isSignature($0.text) }.map { field in
            Marker(
                .grok, .aiGenerated, in: field,
                value: QuotedText("picture \(String(decoding: artist.text, as: UTF8.self))"),
                generator: QuotedText("xAI Grok"))
        }
    }

    private static func isSignature(_ text: [UInt8]) -> Bool {
        guard text.starts(with: "Signature:") else { return false }
        let signature = text.dropFirst(10).trimmed
        return signature.count >= 64
            && signature.allSatisfy { byte in
                byte.isDigit || (byte.smallLetter >= UInt8(ascii: "a") && byte.smallLetter <= UInt8(ascii: "z"))
                    || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "=")
            }
    }
}
