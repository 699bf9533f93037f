// SPDX-License-Identifier: Apache-2.0

import Containers
import Testing

/// Reads bytes in memory; content must never throw.
func read(_ bytes: [UInt8]) throws -> ContainerReading {
    try ContainerReader.read(MemoryBytes(bytes))
}

extension ContainerReading {
    func blocks(_ kind: MetadataBlock.Kind) -> [MetadataBlock] { metadata.filter { $0.kind == kind } }

    /// The texts of the blocks of one kind.
    func texts(_ kind: MetadataBlock.Kind) -> [String] {
        blocks(kind).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    var codes: [String] { faults.map(\.code) }

    func fault(_ code: String) -> ContainerFault? { faults.first { $0.code == code } }

    var graveFaults: [ContainerFault] { faults.filter { $0.gravity != .oddity } }
}

/// Whether two readings say the same.
func expectEqual(_ one: ContainerReading, _ other: ContainerReading, _ comment: Comment? = nil) {
    #expect(one.format == other.format, comment)
    #expect(one.stores == other.stores, comment)
    #expect(one.metadata == other.metadata, comment)
    #expect(one.faults == other.faults, comment)
}
