// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// InvokeAI in its three formats.
///
/// Source: invoke-ai/InvokeAI: `invokeai_metadata`, `invokeai_graph` and `invokeai_workflow` since version 3, `sd-metadata`
/// with `app_id` in version 2, `Dream` with the options of a command line (and the prompt) before.
enum InvokeAIRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        for field in metadata[.png(.invokeMetadata)] {
            guard let json = field.json, isMetadata(json) else { continue }
            found.append(
                Marker(
                    .invokeAI, .aiGenerated, in: field, value: Quotation.name(json["app_version"]),
                    generator: model(json["model"])))
        }
        if found.isEmpty {
            for field in metadata[[.png(.invokeGraph), .png(.invokeWorkflow)]] where isGraph(field.json) {
                found.append(Marker(.invokeAI, .aiGenerated, in: field))
            }
        }
        for field in metadata[.png(.invokeOlderMetadata)] {
            guard let json = field.json, json["app_id"] != nil || json["model_weights"] != nil, json["image"] != nil
            else {
                continue
            }
            found.append(
                Marker(
                    .invokeAI, .aiGenerated, in: field, value: Quotation.name(json["app_version"]),
                    generator: Quotation.name(json["model_weights"] ?? json["model"])))
        }
        for field in metadata[.png(.invokeDream)] where isCommandLine(field.text) {
            found.append(Marker(.invokeAI, .aiGenerated, in: field))
        }
        return found
    }

    private static func isMetadata(_ json: JSONValue) -> Bool {
        json["app_version"] != nil || json["generation_mode"] != nil || json["positive_prompt"] != nil
    }

    private static func isGraph(_ json: JSONValue?) -> Bool {
        guard let json else { return false }
        return json["nodes"] != nil && json["edges"] != nil
    }

    private static func model(_ value: JSONValue?) -> QuotedText? {
        Quotation.name(value?["model_name"] ?? value?["name"] ?? value)
    }

    /// The prompt in quotation marks, then ` -s 50 -S 123 -W 512 -H 512 -C 7.5 -A k_lms`.
    private static func isCommandLine(_ text: [UInt8]) -> Bool {
        hasOption(" -s", text) && hasOption(" -S", text) && (hasOption(" -W", text) || hasOption(" -C", text))
    }

    private static func hasOption(_ option: StaticString, _ text: [UInt8]) -> Bool {
        var start = 0
        while let place = text.firstIndex(of: option, from: start) {
            var next = place + option.utf8CodeUnitCount
            if next < text.count, text[next] == UInt8(ascii: " ") { next += 1 }
            if next < text.count, text[next].isDigit { return true }
            start = place + 1
        }
        return false
    }
}
