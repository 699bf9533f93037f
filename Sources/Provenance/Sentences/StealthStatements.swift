// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import Markers
internal import ProvenanceVocabulary
internal import Watermarks

/// Text hidden in the lowest bits of pixels as statements.
enum StealthStatements {
    static func statements(_ bits: StealthBits, noun: MediaNoun) -> [Statement] {
        let place = "lowest bits of the pixels (\(bits.scheme.rawValue))"
        guard !bits.isIncomplete else {
            return [
                MarkerStatements.damaged(
                    "Text is hidden in the pixels, and is cut off: the picture was altered after it was made.",
                    technical: "\(place): \(bits.declaredBits) bits are announced and not there.",
                    code: "stealth.incomplete")
            ]
        }
        var text = bits.payload
        var trouble: [Statement] = []
        if bits.isCompressed {
            let inflated = Inflate.inflate(bits.payload, as: .gzip)
            text = inflated.bytes
            if let failure = inflated.failure {
                trouble.append(
                    MarkerStatements.damaged(
                        "Text is hidden in the pixels, and part of it cannot be read.",
                        technical: "\(place): \(failure.message)", code: "stealth.\(failure.reason.rawValue)"))
            }
        }
        let markers = MarkerReader.markers(inHiddenText: text)
        return MarkerStatements.statements(markers, noun: noun) + trouble
    }
}
