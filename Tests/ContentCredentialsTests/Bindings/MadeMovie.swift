// SPDX-License-Identifier: Apache-2.0

import ContentCredentials
import TestSupport

/// A box of an ISO base media file that is made here.
indirect enum MadeBox: Sendable {
    case leaf(String, [UInt8], wide: Bool = false)
    case container(String, [MadeBox])

    var type: String {
        switch self {
        case .leaf(let type, _, _), .container(let type, _): type
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .leaf(let type, let payload, let wide):
            wide
                ? MadeFile.big32(1) + Array(type.utf8) + MadeFile.big32(0) + MadeFile.big32(payload.count + 16)
                    + payload
                : MadeFile.box(type, payload)
        case .container(let type, let children): MadeFile.box(type, children.flatMap(\.bytes))
        }
    }

    static let c2paType: [UInt8] = [
        0xd8, 0xfe, 0xc3, 0xd6, 0x1b, 0x0e, 0x48, 0x3c, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7e, 0xc4, 0x81,
    ]

    static let fileType = MadeBox.leaf("ftyp", Array("isom".utf8) + [0, 0, 2, 0] + Array("isom".utf8))

    static func store(bytes length: Int = 120) -> MadeBox {
        .leaf(
            "uuid",
            c2paType + [0, 0, 0, 0] + Array("manifest\0".utf8) + [UInt8](repeating: 0, count: 8)
                + MadeFile.store(bytes: length))
    }

    static func merkle(_ fields: [(String, CBORValue)], padding: Int = 0) -> MadeBox {
        .leaf(
            "uuid",
            c2paType + [0, 0, 0, 0] + Array("merkle\0".utf8) + MadeAssertion.map(fields).encoded
                + [UInt8](repeating: 0, count: padding))
    }
}

/// Assertions about such files.
enum MadeBMFF {
    static let storeExclusion = exclusion(
        "/uuid",
        [("data", .array([MadeAssertion.map([("offset", .unsigned(8)), ("value", .bytes(MadeBox.c2paType))])]))])
    static let mandatory = [storeExclusion, exclusion("/ftyp"), exclusion("/mfra")]
    static let mediaExclusion = exclusion("/mdat", [("subset", subset([(16, 0)]))])

    static func exclusion(_ path: String, _ more: [(String, CBORValue)] = []) -> CBORValue {
        MadeAssertion.map([("xpath", .text(path))] + more)
    }

    static func subset(_ ranges: [(Int, Int)]) -> CBORValue {
        .array(
            ranges.map {
                MadeAssertion.map([("offset", MadeAssertion.number($0.0)), ("length", MadeAssertion.number($0.1))])
            })
    }

    static func assertion(
        _ exclusions: [CBORValue], hash: [UInt8]?, merkle: [CBORValue] = [], more: [(String, CBORValue)] = []
    ) -> CBORValue {
        MadeAssertion.map(
            [("exclusions", .array(exclusions)), ("alg", .text("sha256"))]
                + (hash.map { [("hash", .bytes($0))] } ?? []) + (merkle.isEmpty ? [] : [("merkle", .array(merkle))])
                + more)
    }

    static func check(
        _ assertion: CBORValue, _ boxes: [MadeBox], context: BindingContext? = nil
    ) throws -> [String] {
        try MadeAssertion.check(.bmff, assertion, boxes.flatMap(\.bytes), context: context).outcomes
    }

    /// Offset and bytes of each box of the file itself, without hidden bytes; boxes without any byte left are left out.
    static func hash(
        _ boxes: [MadeBox], hiding hidden: Set<Int> = [], from start: Int = 0, offsets: Bool = true
    ) -> [UInt8] {
        var input: [UInt8] = []
        var offset = start
        for box in boxes {
            let bytes = box.bytes
            let left = bytes.indices.filter { !hidden.contains(offset + $0) }
            if !left.isEmpty {
                if offsets { input += [0, 0, 0, 0] + MadeFile.big32(offset) }
                input += left.map { bytes[$0] }
            }
            offset += bytes.count
        }
        return MadeAssertion.sha256(input)
    }

    /// Offsets of all bytes of boxes of some types, and of C2PA's.
    static func offsets(_ boxes: [MadeBox], of types: Set<String> = ["ftyp", "mfra"]) -> Set<Int> {
        var offset = 0
        var found: Set<Int> = []
        for box in boxes {
            let bytes = box.bytes
            if types.contains(box.type) || box.type == "uuid" && bytes.dropFirst(8).starts(with: MadeBox.c2paType) {
                found.formUnion(offset..<offset + bytes.count)
            }
            offset += bytes.count
        }
        return found
    }
}
