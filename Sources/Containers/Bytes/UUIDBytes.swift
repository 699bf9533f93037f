// SPDX-License-Identifier: Apache-2.0

/// Sixteen bytes that name a kind of box.
public struct UUIDBytes: Sendable, Hashable {
    /// The first eight bytes, the first the most significant.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    /// From two halves.
    ///
    /// - Parameters:
    ///   - high: the first eight bytes, the first the most significant.
    ///   - low: the last eight.
    public init(_ high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The `uuid` box that holds a C2PA manifest store, or a part of a Merkle tree (C2PA specification, A.5).
    public static let c2paBox = UUIDBytes(0xd8fe_c3d6_1b0e_483c, 0x9297_5828_877e_c481)
    /// The `uuid` box that holds an XMP packet (XMP specification, part 3).
    public static let xmpBox = UUIDBytes(0xbe7a_cfcb_97a9_42e8, 0x9c71_9994_91e3_afac)
    /// The JUMBF superbox that is a C2PA manifest store.
    public static let c2paStore = UUIDBytes(0x6332_7061_0011_0010, 0x8000_00aa_0038_9b71)
}
