// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// JSON that ByteDance's apps (Dreamina, TikTok and others) write when they export a picture or video.
///
/// Source: the fields `product`, `exportType`, `aigc_info`, `aigc_type`, `aigc_label_type` as described by public detectors
/// (2026-08); the key `aigc_info` in TikTok's videos as read by the `aivid` package. Neither documentation nor a file was at
/// hand. That a picture was exported by such an app alone says nothing; a label may be the creator's or the platform's.
enum ByteDanceRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let places: [FieldPlace] = [
            .exif(.userComment), .exif(.imageDescription), .png(.comment), .png(.description), .tag(.comment),
            .tag(.description),
        ]
        let exports = metadata[places].compactMap { field in field.json.flatMap { marker(field, $0["data"] ?? $0) } }
        let labels = metadata[.tag(.aigcInfo)].compactMap { field in field.json.flatMap { label(field, $0) } }
        return exports + labels
    }

    private static func marker(_ field: Field, _ json: JSONValue) -> Marker? {
        guard let product = json["product"]?.stringBytes else { return nil }
        let isDreamina = product.isWord("dreamina") || product.isWord("dreamina_oversea")
        if isDreamina, json["exportType"]?.stringBytes?.isWord("generation") == true {
            return Marker(.byteDance, .aiGenerated, in: field, generator: Quotation.own("Dreamina"))
        }
        guard let info = json["aigc_info"] else { return nil }
        if product.isWord("aweme"), info["aigc_type"]?.scalar == "1" {
            return Marker(.byteDance, .aiGenerated, in: field, value: Quotation.own("aigc_type=1"))
        }
        return label(field, info)
    }

    private static func label(_ field: Field, _ info: JSONValue) -> Marker? {
        guard let type = info["aigc_label_type"]?.scalar, type == "1" || type == "2" else { return nil }
        return Marker(.byteDance, .aiPossible, in: field, value: Quotation.own("aigc_label_type=\(type)"))
    }
}
