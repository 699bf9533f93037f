// SPDX-License-Identifier: Apache-2.0

internal import ProvenanceVocabulary
internal import SwiftASN1

/// Parses ASN.1 that a stranger wrote.
///
/// swift-asn1 never crashes and bounds nesting, but it builds a node of about a hundred bytes for each value, and a value
/// needs two bytes: one mebibyte of them would take a hundred. So the values are counted first, without building anything.
enum BoundedParsing {
    /// Parses DER, the one encoding that certificates may have.
    static func distinguished(_ bytes: ArraySlice<UInt8>, _ what: String) throws(EncodingFault) -> ASN1Node {
        try check(bytes, what)
        do {
            return try DER.parse(bytes)
        } catch {
            throw .damaged("The \(what) is not valid DER: \(error).")
        }
    }

    /// Parses BER, of which DER is a part: indefinite lengths, strings in pieces, lengths with leading zeros.
    static func basic(_ bytes: ArraySlice<UInt8>, _ what: String) throws(EncodingFault) -> ASN1Node {
        try check(bytes, what)
        do {
            return try BER.parse(bytes)
        } catch {
            throw .damaged("The \(what) is not valid BER: \(error).")
        }
    }

    private static func check(_ bytes: ArraySlice<UInt8>, _ what: String) throws(EncodingFault) {
        guard bytes.count <= ProvenanceLimits.certificateBytes else {
            throw EncodingFault(
                code: "certificates.too-large",
                message: "The \(what) has \(bytes.count) bytes; the limit is \(ProvenanceLimits.certificateBytes).",
                remedy: "No certificate, time stamp or OCSP response in use comes near the limit.")
        }
        guard count(bytes, upTo: ProvenanceLimits.asn1Values) else {
            throw EncodingFault(
                code: "certificates.too-complex",
                message: "The \(what) has more than \(ProvenanceLimits.asn1Values) values.",
                remedy: "No certificate, time stamp or OCSP response in use comes near the limit.")
        }
    }

    /// Whether the values that a parser would build before it ends or fails are at most `limit`.
    private static func count(_ bytes: ArraySlice<UInt8>, upTo limit: Int) -> Bool {
        // Where each open value ends; nil until its end-of-contents octets.
        var open: [Int?] = []
        var position = bytes.startIndex
        var values = 0
        while position < bytes.endIndex {
            while let last = open.last, let end = last, end <= position { open.removeLast() }
            if let last = open.last, last == nil, bytes[position] == 0 {
                open.removeLast()
                position += 2
                continue
            }
            values += 1
            if values > limit { return false }
            let identifier = bytes[position]
            position += 1
            if identifier & 0x1f == 0x1f {
                while position < bytes.endIndex, bytes[position] >= 0x80 { position += 1 }
                position += 1
            }
            guard position < bytes.endIndex else { return true }
            let first = bytes[position]
            position += 1
            if first == 0x80 {
                open.append(nil)
                continue
            }
            var length = Int(first)
            if first > 0x80 {
                let width = Int(first & 0x7f)
                length = 0
                guard width <= bytes.endIndex - position else { return true }
                for _ in 0..<width {
                    length = length << 8 | Int(bytes[position])
                    // The parser refuses a value that reaches beyond the end, so nothing follows.
                    guard length <= bytes.count else { return true }
                    position += 1
                }
            }
            guard length <= bytes.endIndex - position else { return true }
            if identifier & 0x20 != 0 {
                open.append(position + length)
            } else {
                position += length
            }
        }
        return true
    }
}
