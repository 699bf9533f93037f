// SPDX-License-Identifier: Apache-2.0

/// IPTC's code for where a picture came from, as XMP and C2PA actions state it.
///
/// Source: IPTC NewsCodes, Digital Source Type (2024-09-17); C2PA specification, "Digital source type", for the two codes
/// of its own.
public struct DigitalSourceType: Sendable, Hashable {
    /// The last part of the address, for example `trainedAlgorithmicMedia`.
    public let code: String
    /// The code is one of C2PA's own, not IPTC's.
    public let isC2PA: Bool

    /// Reads a code as files write it: an address with http or https, with blanks around it, or the bare code.
    ///
    /// - Returns: `nil` for anything that is not a known code.
    public init?(_ text: String) {
        var rest = Substring(text)
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        guard rest.utf8.count <= 200 else { return nil }
        var isC2PA = false
        let lowered = rest.lowercased()
        for scheme in ["http://", "https://"] where lowered.hasPrefix(scheme) {
            let address = lowered.dropFirst(scheme.count)
            if address.hasPrefix("cv.iptc.org/newscodes/digitalsourcetype/") {
                rest = rest.dropFirst(scheme.count + "cv.iptc.org/newscodes/digitalsourcetype/".count)
            } else if address.hasPrefix("c2pa.org/digitalsourcetype/") {
                rest = rest.dropFirst(scheme.count + "c2pa.org/digitalsourcetype/".count)
                isC2PA = true
            } else {
                return nil
            }
        }
        if rest.last == "/" { rest.removeLast() }
        let known = isC2PA ? Self.c2pa : Self.iptc
        guard let code = known.first(where: { $0.lowercased() == rest.lowercased() }) else { return nil }
        self.code = code
        self.isC2PA = isC2PA
    }

    /// What the code says of the whole picture when its file declares it.
    public var claim: Claim {
        switch code {
        case "trainedAlgorithmicMedia": .aiGenerated
        case "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic": .aiEdited
        case "composite", "screenCapture", "trainedAlgorithmicData": .aiPossible
        case "algorithmicMedia", "algorithmicallyEnhanced", "dataDrivenMedia": .algorithmicNotAI
        case "digitalCapture", "computationalCapture", "compositeCapture", "negativeFilm", "positiveFilm", "print":
            .captured
        default: .notStated
        }
    }

    private static let iptc = [
        "digitalCapture", "computationalCapture", "negativeFilm", "positiveFilm", "print", "minorHumanEdits",
        "humanEdits", "algorithmicallyEnhanced", "softwareImage", "digitalArt", "digitalCreation", "dataDrivenMedia",
        "trainedAlgorithmicMedia", "algorithmicMedia", "screenCapture", "virtualRecording", "composite",
        "compositeCapture", "compositeSynthetic", "compositeWithTrainedAlgorithmicMedia",
    ]
    private static let c2pa = ["empty", "trainedAlgorithmicData"]
}
