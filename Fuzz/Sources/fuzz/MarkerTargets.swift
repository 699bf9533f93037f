// SPDX-License-Identifier: Apache-2.0

import Containers
import Markers
import ProvenanceVocabulary
import Watermarks

extension FuzzTarget {
    /// Everything that reads unsigned metadata, hidden text and watermarks. What they read comes out of containers; here
    /// it comes from the fuzzer, so that no container stands in its way.
    static let markers: [FuzzTarget] = [
        FuzzTarget("xmp") { markers(.xmp, $0) },
        FuzzTarget("iim") { markers(.iptcIIM, $0) },
        FuzzTarget("json") { markers(.pngText(keyword: "Comment"), $0) && markers(.comment, $0) },
        FuzzTarget("exif") { bytes in
            // The first two bytes are the tag, most often one of those that are looked at.
            guard bytes.count > 2 else { return false }
            let known: [UInt16] = [0x9286, 0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x927C, 0x9C9B, 0x9C9C, 0x9C9E]
            let tag = bytes[0] < 200 ? known[Int(bytes[0]) % known.count] : UInt16(bytes[0]) << 8 | UInt16(bytes[1])
            return markers(.exif(tag: tag), Array(bytes.dropFirst(2)))
        },
        FuzzTarget("text") { bytes in
            // tEXt and its kin: four bytes of type, keyword, zero, text.
            let body = bytes.dropFirst(4)
            guard let end = body.firstIndex(of: 0), end > body.startIndex else { return false }
            let keyword = String(decoding: body[..<end], as: UTF8.self)
            return markers(.pngText(keyword: keyword), Array(body[(end + 1)...]))
        },
        FuzzTarget("metadata") { bytes in
            // Several blocks of one file: kind, two bytes of length, contents.
            var blocks: [MetadataBlock] = []
            var rest = bytes[...]
            while let kind = rest.first, rest.count >= 3, blocks.count < 64 {
                let start = rest.startIndex
                let length = Int(rest[start + 1]) << 8 | Int(rest[start + 2])
                let contents = rest.dropFirst(3).prefix(length)
                blocks.append(
                    MetadataBlock(
                        kind: kinds[Int(kind) % kinds.count], bytes: Array(contents), offset: contents.startIndex))
                rest = rest.dropFirst(3 + length)
            }
            return markers(blocks, count: bytes.count)
        },
        FuzzTarget("hidden-text") { bytes in
            check(MarkerReader.markers(inHiddenText: bytes), count: bytes.count)
            return true
        },
        FuzzTarget("stealth") { bytes in
            // What the decoder hands over: scheme, length in bits, payload, inflated by the caller.
            guard bytes.count > 5 else { return false }
            let schemes = StealthBits.Scheme.allCases
            let scheme = schemes[Int(bytes[0]) % schemes.count]
            let payload = Array(bytes.dropFirst(5))
            let honest = UInt32(payload.count) * 8
            let declared = bytes[1] < 200 ? honest : bytes[1..<5].reduce(0) { $0 << 8 | UInt32($1) }
            guard let bits = StealthBits(scheme: scheme, declaredBits: declared, payload: payload) else { return true }
            let text = bits.isCompressed ? Inflate.inflate(bits.payload, as: .gzip).bytes : bits.payload
            check(MarkerReader.markers(inHiddenText: text), count: text.count)
            return true
        },
        FuzzTarget("watermark") { bytes in
            // Two bytes of count, then the votes.
            guard bytes.count > 2 else { return false }
            let count = Int(bytes[0]) << 8 | Int(bytes[1])
            let words = stride(from: 2, to: bytes.count - 7, by: 8).map { at in
                bytes[at..<at + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            }
            guard let votes = WatermarkVotes(count: count, words: words) else { return true }
            for score in WatermarkScore.all(of: votes) {
                require(score.agreement >= 0 && score.agreement <= 1 && !score.z.isNaN, "a score is a number")
            }
            if let finding = WatermarkScore.finding(in: votes) {
                require(finding.errors >= 0 && finding.errors <= finding.bits, "errors of a finding")
            }
            return true
        },
    ]

    private static let kinds: [MetadataBlock.Kind] = [
        .xmp, .iptcIIM, .comment, .trailer, .application(marker: 0xE4), .application(marker: 0xEB),
        .pngText(keyword: "parameters"), .pngText(keyword: "prompt"), .pngText(keyword: "workflow"),
        .pngText(keyword: "Description"), .pngText(keyword: "Comment"), .pngText(keyword: "Software"),
        .pngText(keyword: "AIGC"), .pngText(keyword: "invokeai_metadata"), .pngText(keyword: "fooocus_scheme"),
        .tag(name: "AIGC"), .exif(tag: 0x9286), .exif(tag: 0x010E), .exif(tag: 0x013B), .exif(tag: 0x927C),
        .exif(tag: 0x0131),
    ]

    private static func markers(_ kind: MetadataBlock.Kind, _ bytes: [UInt8]) -> Bool {
        markers([MetadataBlock(kind: kind, bytes: bytes, offset: 0)], count: bytes.count)
    }

    private static func markers(_ blocks: [MetadataBlock], count: Int) -> Bool {
        check(MarkerReader.markers(in: ContainerReading(format: .jpeg, metadata: blocks)), count: count)
        return true
    }

    /// What holds of every reading of markers.
    static func check(_ reading: MarkerReading, count: Int) {
        require(reading.markers.count <= ProvenanceLimits.findings * MarkerSource.allCases.count, "count of markers")
        for marker in reading.markers {
            require(marker.offset >= 0 && marker.offset <= count, "offset of a marker: \(marker.offset) of \(count)")
            for quoted in [marker.value, marker.generator] {
                require(isFit(quoted), "text that may be shown: \(quoted?.description ?? "")")
            }
        }
        // Half of an address is none, so addresses may be longer than other texts.
        require(isFit(reading.remoteManifest?.address, limit: 2_048), "address that may be shown")
    }

    static func isFit(_ quoted: QuotedText?, limit: Int = ProvenanceLimits.quotedCharacters) -> Bool {
        guard let text = quoted?.description else { return true }
        return text.unicodeScalars.count <= limit
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    }
}
