// SPDX-License-Identifier: Apache-2.0

/// One value of a property in XMP. An array gives one of these for each of its items.
struct XMPProperty: Sendable {
    /// The property that holds the value.
    var name: XMPName
    /// Properties around it that are known, outermost first; empty for a property of the file itself.
    var parents: [XMPName]
    /// How many properties lie around it, unknown ones included.
    var depth: Int
    /// Which resource description it stands in, so that the fields of one structure are found together.
    var structure: Int
    /// UTF-8, without white space at its ends.
    var value: [UInt8]
}
