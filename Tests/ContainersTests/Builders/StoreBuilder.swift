// SPDX-License-Identifier: Apache-2.0

/// Something that begins as a C2PA manifest store does; what is inside is noise.
enum StoreBuilder {
    static let uuid: [UInt8] = [0x63, 0x32, 0x70, 0x61, 0, 0x11, 0, 0x10, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]

    static func superbox(_ content: [UInt8], uuid: [UInt8] = Self.uuid, label: String = "c2pa") -> [UInt8] {
        let description = uuid + [3] + text(label) + [0]
        let boxes = big32(8 + description.count) + text("jumd") + description + content
        return big32(8 + boxes.count) + text("jumb") + boxes
    }

    static func store(bytes count: Int = 400, seed: UInt64 = 7) -> [UInt8] {
        superbox(big32(8 + count) + text("free") + noise(count, seed: seed))
    }
}
