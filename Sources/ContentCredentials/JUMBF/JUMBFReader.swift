// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Reads the boxes of a manifest store.
///
/// Strict, because only what a signature or a hash covers is protected by it: the description boxes of manifests, claims
/// and signatures are covered by nothing. So a description box has exactly the form that C2PA writes (toggles 3, or 0x13
/// with a salt), and nothing may follow its fields.
///
/// Source: ISO 19566-5 (JUMBF); C2PA specification, "Use of JUMBF".
public struct JUMBFReader {
    private let store: [UInt8]
    private var boxes = 0

    /// Reads the superbox that a store is.
    ///
    /// - Parameter store: the `jumb` superbox with its header. Zeros may follow: containers pad.
    /// - Throws: ``JUMBFFault`` when it is malformed or beyond a limit.
    public static func superbox(of store: [UInt8]) throws(JUMBFFault) -> JUMBFSuperbox {
        guard store.count <= ProvenanceLimits.manifestStoreBytes else {
            throw JUMBFFault(code: "jumbf.store-bytes", offset: ProvenanceLimits.manifestStoreBytes)
        }
        var reader = JUMBFReader(store: store)
        let head = try reader.readHead(at: 0, end: store.count)
        guard head.type == "jumb" else { throw JUMBFFault(code: "jumbf.not-a-superbox", offset: 0) }
        if let other = store[head.range.upperBound...].firstIndex(where: { $0 != 0 }) {
            throw JUMBFFault(code: "jumbf.trailing", offset: other)
        }
        return try reader.readSuperbox(head, depth: 0)
    }

    private init(store: [UInt8]) { self.store = store }

    private struct Head {
        var type: String
        var range: Range<Int>
        var payload: Range<Int>
    }

    private mutating func readHead(at offset: Int, end: Int) throws(JUMBFFault) -> Head {
        boxes += 1
        guard boxes <= ProvenanceLimits.jumbfBoxes else { throw JUMBFFault(code: "jumbf.boxes", offset: offset) }
        guard end - offset >= 8 else { throw JUMBFFault(code: "jumbf.truncated", offset: offset) }
        var length = number(at: offset, bytes: 4)
        var headLength = 8
        if length == 1 {
            guard end - offset >= 16 else { throw JUMBFFault(code: "jumbf.truncated", offset: offset) }
            length = number(at: offset + 8, bytes: 8)
            headLength = 16
        }
        // Length 0 ("to the end") belongs to the outermost box of a file only, and a store is never that.
        guard length >= UInt64(headLength), length <= UInt64(end - offset) else {
            throw JUMBFFault(code: "jumbf.length", offset: offset)
        }
        guard let type = String(validating: store[offset + 4..<offset + 8], as: UTF8.self) else {
            throw JUMBFFault(code: "jumbf.type", offset: offset + 4)
        }
        let range = offset..<offset + Int(length)
        return Head(type: type, range: range, payload: offset + headLength..<range.upperBound)
    }

    private func number(at offset: Int, bytes: Int) -> UInt64 {
        store[offset..<offset + bytes].reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func readSuperbox(_ head: Head, depth: Int) throws(JUMBFFault) -> JUMBFSuperbox {
        guard depth < ProvenanceLimits.jumbfDepth else {
            throw JUMBFFault(code: "jumbf.depth", offset: head.range.lowerBound)
        }
        let end = head.payload.upperBound
        let description = try readHead(at: head.payload.lowerBound, end: end)
        guard description.type == "jumd" else {
            throw JUMBFFault(code: "jumbf.description", offset: description.range.lowerBound)
        }
        let named = try readDescription(description)
        var superboxes: [JUMBFSuperbox] = []
        var contentBoxes: [JUMBFContentBox] = []
        var offset = description.range.upperBound
        while offset < end {
            let child = try readHead(at: offset, end: end)
            switch child.type {
            case "jumb": superboxes.append(try readSuperbox(child, depth: depth + 1))
            case "jumd": throw JUMBFFault(code: "jumbf.description", offset: offset)
            default: contentBoxes.append(JUMBFContentBox(type: child.type, payload: child.payload))
            }
            offset = child.range.upperBound
        }
        return JUMBFSuperbox(
            type: named.type, label: named.label, salt: named.salt, range: head.range, contents: head.payload,
            superboxes: superboxes, contentBoxes: contentBoxes)
    }

    private struct Description {
        var type: JUMBFBoxType
        var label: String
        var salt: Range<Int>?
    }

    private mutating func readDescription(_ head: Head) throws(JUMBFFault) -> Description {
        let payload = head.payload
        guard payload.count >= 18 else { throw JUMBFFault(code: "jumbf.description", offset: payload.lowerBound) }
        let togglesAt = payload.lowerBound + 16
        let type = JUMBFBoxType(store[payload.lowerBound..<togglesAt])
        let toggles = store[togglesAt]
        guard toggles == 0x03 || toggles == 0x13 else { throw JUMBFFault(code: "jumbf.toggles", offset: togglesAt) }
        let labelStart = togglesAt + 1
        guard let labelEnd = store[labelStart..<payload.upperBound].firstIndex(of: 0),
            let label = String(validating: store[labelStart..<labelEnd], as: UTF8.self), Self.isLabel(label)
        else { throw JUMBFFault(code: "jumbf.label", offset: labelStart) }
        var next = labelEnd + 1
        var salt: Range<Int>?
        if toggles & 0x10 != 0 {
            let box = try readHead(at: next, end: payload.upperBound)
            guard box.type == "c2sh", box.payload.count == 16 || box.payload.count == 32 else {
                throw JUMBFFault(code: "jumbf.private-box", offset: next)
            }
            salt = box.payload
            next = box.range.upperBound
        }
        guard next == payload.upperBound else { throw JUMBFFault(code: "jumbf.description", offset: next) }
        return Description(type: type, label: label, salt: salt)
    }

    /// ISO 19566-5 keeps what would be syntax in a JUMBF address out of labels.
    static func isLabel(_ text: String) -> Bool {
        (1...ProvenanceLimits.jumbfLabelBytes).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "/", ";", "?", "#": false
                default: scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
                }
            }
    }
}
