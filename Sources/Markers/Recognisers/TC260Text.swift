// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Reads the JSON of China's label out of a text.
enum TC260Text {
    /// The label that a text is.
    ///
    /// - Parameters:
    ///   - field: the text.
    ///   - isNamed: the place itself is called AIGC. Elsewhere the JSON must say so, or have two of the standard's names.
    static func label(_ field: Field, isNamed: Bool) -> TC260Label? {
        if let json = field.json {
            if let inner = json["AIGC"] { return label(inner.resolved ?? inner, wants: 1) }
            return label(json, wants: isNamed ? 1 : 2)
        }
        if isNamed, let json = parse(unescaped(field.text)) {
            return label(json["AIGC"].map { $0.resolved ?? $0 } ?? json, wants: 1)
        }
        return isNamed ? nil : labelAtStart(field.text)
    }

    /// The label somewhere in a segment or trailer: `AIGC`, at most four bytes between, and its JSON.
    static func labelInside(_ field: Field) -> TC260Label? {
        if let json = field.json, let inner = json["AIGC"] { return label(inner.resolved ?? inner, wants: 1) }
        var start = 0
        for _ in 0..<16 {
            guard let place = field.text.firstIndex(of: "AIGC", from: start) else { return nil }
            start = place + 4
            if let label = labelAfterName(field.text, from: start) { return label }
        }
        return nil
    }

    private static func labelAtStart(_ text: [UInt8]) -> TC260Label? {
        guard text.starts(with: "AIGC") else { return nil }
        return labelAfterName(text, from: 4)
    }

    private static func labelAfterName(_ text: [UInt8], from start: Int) -> TC260Label? {
        var index = start
        while index < text.count, index < start + 4, text[index] != UInt8(ascii: "{") {
            switch text[index] {
            case 0, UInt8(ascii: " "), UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "\""): index += 1
            default: return nil
            }
        }
        guard index < text.count, text[index] == UInt8(ascii: "{") else { return nil }
        // A label is short. What follows is not looked at again for every word that resembles its name.
        let near = Array(text[index..<min(text.count, index + 16_384)])
        let json = try? JSONText.parse(
            near, isWhole: false, nodeLimit: 1_000, depthLimit: ProvenanceLimits.textDepth)
        guard let json else { return nil }
        return label(json.root, wants: 1)
    }

    /// - Parameter wants: how many of the standard's names must be there.
    private static func label(_ json: JSONValue, wants: Int) -> TC260Label? {
        let names: [StaticString] = [
            "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID",
            "ReservedCode2",
            // Tencent's cloud.
            "ServiceProvider", "ServiceUser",
        ]
        guard json.isObject, names.filter({ json[$0] != nil }).count >= wants else { return nil }
        return TC260Label(
            label: Quotation.name(json["Label"]),
            contentProducer: Quotation.name(json["ContentProducer"] ?? json["ServiceProvider"]),
            produceID: Quotation.name(json["ProduceID"]), contentPropagator: Quotation.name(json["ContentPropagator"]),
            propagateID: Quotation.name(json["PropagateID"]))
    }

    /// Some writers escape the JSON for HTML once more than XML needs.
    private static func unescaped(_ text: [UInt8]) -> [UInt8] {
        guard text.count <= 65_536, text.firstIndex(of: "&quot;") != nil else { return text }
        return XMLReferences.resolve(text[...]) ?? text
    }

    private static func parse(_ text: [UInt8]) -> JSONValue? {
        guard text.first == UInt8(ascii: "{") else { return nil }
        return try? JSONText.parse(text, nodeLimit: 1_000, depthLimit: ProvenanceLimits.textDepth).root
    }
}

extension JSONValue {
    /// The object that a string holds.
    fileprivate var resolved: JSONValue? {
        guard let bytes = stringBytes, bytes.first == UInt8(ascii: "{") else { return nil }
        return try? JSONText.parse(bytes, nodeLimit: 1_000, depthLimit: ProvenanceLimits.textDepth).root
    }
}
