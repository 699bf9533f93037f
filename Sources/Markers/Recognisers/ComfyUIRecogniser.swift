// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// ComfyUI keeps its graph of nodes: `prompt` as it was run, `workflow` as it was drawn.
///
/// Source: comfyanonymous/ComfyUI, `nodes.py` (`SaveImage`) for PNG, `comfy_extras` (`SaveAnimatedWEBP`) for EXIF `Model` and
/// `Make` with `prompt:` and `workflow:` before the JSON; savers of others put the same into the description, the comment or,
/// for videos, into one comment with both.
enum ComfyUIRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        var found: [Marker] = []
        let plain: [FieldPlace] = [
            .png(.prompt), .png(.workflow), .tag(.prompt), .tag(.workflow), .tag(.comment), .tag(.description),
            .exif(.userComment), .comment,
        ]
        for field in metadata[plain] {
            guard let json = field.json else { continue }
            if let graph = Graph(json) {
                found.append(marker(field, graph))
            } else {
                // Both in one object, as objects or as JSON inside of strings.
                let graphs = [json["prompt"], json["workflow"]].compactMap { $0 }.compactMap { Graph($0.orInside) }
                if let graph = graphs.first { found.append(marker(field, graph)) }
            }
        }
        let prefixed: [FieldPlace] = [
            .exif(.make), .exif(.model), .exif(.imageDescription), .exif(.software), .exif(.userComment),
        ]
        for field in metadata[prefixed] {
            guard let graph = afterPrefix(field.text) else { continue }
            found.append(marker(field, graph))
        }
        return found
    }

    private static func marker(_ field: Field, _ graph: Graph) -> Marker {
        // A graph may also only load, scale and save.
        Marker(
            .comfyUI, graph.sampler == nil ? .aiPossible : .aiGenerated, in: field, value: graph.sampler,
            generator: graph.model)
    }

    private static func afterPrefix(_ text: [UInt8]) -> Graph? {
        for prefix: StaticString in ["prompt:", "workflow:"] where text.startsWithWord(prefix) {
            let rest = Array(text.dropFirst(prefix.utf8CodeUnitCount).trimmed)
            guard rest.first == UInt8(ascii: "{") else { return nil }
            let json = try? JSONText.parse(
                rest, nodeLimit: ProvenanceLimits.textNodes, depthLimit: ProvenanceLimits.textDepth)
            return json.flatMap { Graph($0.root) }
        }
        return nil
    }

    /// The two shapes of a graph.
    private struct Graph {
        /// Type of the node that makes the picture.
        var sampler: QuotedText?
        /// File name of the model.
        var model: QuotedText?

        init?(_ json: JSONValue) {
            guard json.isObject else { return nil }
            if let nodes = json["nodes"], nodes.isArray {
                guard json["links"]?.isArray == true || json["last_node_id"] != nil else { return nil }
                var hasNode = false
                for node in nodes.children {
                    guard let type = node["type"]?.stringBytes else { continue }
                    hasNode = true
                    if sampler == nil, Self.makesPictures(type) { sampler = Quotation.name(type) }
                }
                guard hasNode else { return nil }
                return
            }
            var hasNode = false
            for node in json.children {
                guard let type = node["class_type"]?.stringBytes, let inputs = node["inputs"], inputs.isObject else {
                    continue
                }
                hasNode = true
                if sampler == nil, Self.makesPictures(type) { sampler = Quotation.name(type) }
                if model == nil { model = Quotation.name(inputs["ckpt_name"] ?? inputs["unet_name"]) }
            }
            guard hasNode else { return nil }
        }

        private static func makesPictures(_ type: [UInt8]) -> Bool {
            type.firstIndex(of: "Sampler") != nil
        }
    }
}

extension JSONValue {
    /// The JSON that a string holds, or the value itself.
    fileprivate var orInside: JSONValue {
        guard let bytes = stringBytes, bytes.first == UInt8(ascii: "{") else { return self }
        let json = try? JSONText.parse(
            bytes, nodeLimit: ProvenanceLimits.textNodes, depthLimit: ProvenanceLimits.textDepth)
        return json?.root ?? self
    }
}
