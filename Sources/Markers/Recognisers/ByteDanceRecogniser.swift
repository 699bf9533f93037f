// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// JSON that ByteDance's apps (Dreamina, Aweme and others) put into EXIF when they export a picture.
///
/// Source: the fields `product`, `exportType`, `aigc_info`, `aigc_type`, `aigc_label_type` as described by public detectors
/// (2026-08); no documentation and no file was at hand. That a picture was exported by such an app alone says nothing.
enum ByteDanceRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        metadata[[.exif(.userComment), .exif(.imageDescription), .png(.comment), .png(.description)]].compactMap {
            field in
            guard let json = field.json else { return nil }
            let outer = json["product"] ?? json["data"]?["product"]
            guard let product = outer?.stringBytes else { return nil }
            let export = (json["exportType"] ?? json["data"]?["exportType"])?.stringBytes
            let isDreamina = product.isWord("dreamina") || product.isWord("dreamina_oversea")
            if isDreamina, export?.isWord("generation") == true {
                return Marker(.byteDance, .aiGenerated, in: field, generator: Quotation.own("Dreamina"))
            }
            guard let info = json["aigc_info"] ?? json["data"]?["aigc_info"] else { return nil }
            if product.isWord("aweme"), info["aigc_type"]?.scalar == "1" {
                return Marker(.byteDance, .aiGenerated, in: field, value: Quotation.own("aigc_type=1"))
            }
            if let type = info["aigc_label_type"]?.scalar, type == "1" || type == "2" {
                return Marker(.byteDance, .aiPossible, in: field, value: Quotation.own("aigc_label_type=\(type)"))
            }
            return nil
        }
    }
}
