// SPDX-License-Identifier: Apache-2.0

internal import Certificates
import ProvenanceVocabulary

/// The fields of a map in an assertion. A field that is null is treated as absent: older writers store nothing as null.
///
/// What has the wrong type is malformed, never taken for absent.
struct AssertionFields {
    private let value: CBORValue
    /// What the map is, for messages: `exclusion 3`.
    private let place: String

    init(_ value: CBORValue, _ place: String) throws(BindingFault) {
        let value = value.untagged
        guard case .map = value else { throw BindingFault(.malformed, "\(place) is no map") }
        self.value = value
        self.place = place
    }

    private func field(_ name: String) -> CBORValue? {
        guard let field = value[name]?.untagged, field.isPresent else { return nil }
        return field
    }

    func has(_ name: String) -> Bool { field(name) != nil }

    func text(_ name: String) throws(BindingFault) -> String? {
        guard let field = field(name) else { return nil }
        guard let text = field.text else { throw wrongType(name, "text") }
        return text
    }

    func bytes(_ name: String) throws(BindingFault) -> [UInt8]? {
        guard let field = field(name) else { return nil }
        guard let bytes = field.bytes else { throw wrongType(name, "a byte string") }
        return bytes
    }

    func boolean(_ name: String) throws(BindingFault) -> Bool? {
        guard let field = field(name) else { return nil }
        guard let truth = field.boolean else { throw wrongType(name, "true or false") }
        return truth
    }

    /// An array of at most `limit` values.
    func array(_ name: String, limit: Int) throws(BindingFault) -> [CBORValue]? {
        guard let field = field(name) else { return nil }
        guard let array = field.array else { throw wrongType(name, "an array") }
        guard array.count <= limit else {
            throw BindingFault(.malformed, "\(place): `\(name)` has \(array.count) entries; at most \(limit) are read")
        }
        return array
    }

    /// A number that is not negative. One too large for any file becomes `Int.max`.
    func size(_ name: String) throws(BindingFault) -> Int? {
        guard let field = field(name) else { return nil }
        switch field {
        case .unsigned(let number): return Int(clamping: number)
        case .negative: throw BindingFault(.malformed, "\(place): `\(name)` is negative")
        default: throw wrongType(name, "a number")
        }
    }

    func required<Value>(_ name: String, _ found: Value?) throws(BindingFault) -> Value {
        guard let found else { throw BindingFault(.malformed, "\(place) has no `\(name)`") }
        return found
    }

    private func wrongType(_ name: String, _ wanted: String) -> BindingFault {
        BindingFault(.malformed, "\(place): `\(name)` is not \(wanted)")
    }
}

extension HashAlgorithm {
    /// The algorithm that applies, found from the inside outwards (C2PA specification, 15.4).
    ///
    /// - Parameter names: `alg` of the structure itself first, that of the claim last.
    static func applying(_ names: String?...) throws(BindingFault) -> HashAlgorithm {
        guard let name = names.lazy.compactMap({ $0 }).first else {
            throw BindingFault(.algorithm, "neither the assertion nor the claim names a hash algorithm")
        }
        guard let algorithm = HashAlgorithm(rawValue: name) else {
            throw BindingFault(
                .algorithm,
                "hash algorithm “\(QuotedText(name))” is not allowed; sha256, sha384 and sha512 are")
        }
        return algorithm
    }
}
