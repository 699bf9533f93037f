// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// An auxiliary `uuid` box: which leaf of which Merkle tree a part of the media is, and the nodes beside its way up.
///
/// Source: C2PA specification 2.4, A.5.4.
struct MerkleBox: Hashable {
    var key: MerkleRow.Key
    var location: Int
    var proof: [[UInt8]]

    /// Reads a box of the file; `nil` when it is no C2PA box with the purpose `merkle`.
    ///
    /// - Throws: ``BindingFault`` when it says that it is one and cannot be read; `ReadFailure`.
    init?(_ box: BMFFBox, _ reader: ByteReader) throws {
        let purpose = box.payload.lowerBound + 4
        guard box.userType == .c2paBox, try reader.has("merkle\0", at: purpose, before: box.range.upperBound) else {
            return nil
        }
        let place = "the merkle box at byte \(box.range.lowerBound)"
        let content = purpose + 7..<box.range.upperBound
        guard content.count <= ProvenanceLimits.merkleBoxBytes else {
            throw BindingFault(
                .malformed, "\(place) has \(content.count) bytes; at most \(ProvenanceLimits.merkleBoxBytes) are read")
        }
        let fields = try AssertionFields(Self.value(reader.bytes(content), place), place)
        key = MerkleRow.Key(
            uniqueID: try fields.required("uniqueId", fields.size("uniqueId")),
            localID: try fields.required("localId", fields.size("localId")))
        location = try fields.required("location", fields.size("location"))
        proof = []
        for entry in try fields.array("hashes", limit: ProvenanceLimits.boxExclusions) ?? [] {
            guard let hash = entry.untagged.bytes else {
                throw BindingFault(.malformed, "\(place) has a hash that is no byte string")
            }
            proof.append(hash)
        }
    }

    /// The value; behind it boxes are padded so that all of a tree have the same length.
    private static func value(_ bytes: [UInt8], _ place: String) throws(BindingFault) -> CBORValue {
        guard let length = firstItemLength(bytes), let value = try? CBORReader.value(of: bytes[..<length]) else {
            throw BindingFault(.malformed, "\(place) holds no CBOR value")
        }
        return value
    }

    /// Bytes of the first item of CBOR, by its heads alone; `nil` when it does not end, or has parts of indefinite length.
    static func firstItemLength(_ bytes: [UInt8]) -> Int? {
        var position = 0
        var items = 1
        while items > 0 {
            guard position < bytes.count else { return nil }
            let head = bytes[position]
            position += 1
            var argument = UInt64(head & 31)
            if argument >= 24 {
                guard argument < 28 else { return nil }
                let width = 1 << Int(argument - 24)
                guard bytes.count - position >= width else { return nil }
                argument = bytes[position..<position + width].reduce(0) { $0 << 8 | UInt64($1) }
                position += width
            }
            items -= 1
            switch head >> 5 {
            case 2, 3:
                guard argument <= UInt64(bytes.count - position) else { return nil }
                position += Int(argument)
            case 4, 5:
                // Every item has at least a byte.
                guard argument <= UInt64(bytes.count - position) else { return nil }
                items += Int(argument) * (head >> 5 == 5 ? 2 : 1)
            case 6: items += 1
            default: break
            }
        }
        return position
    }
}
