// SPDX-License-Identifier: Apache-2.0

/// What an assertion's box holds.
enum AssertionContent {
    case cbor(CBORValue)
    case json(JSONValue)
    /// A picture or another file, a code stream, or a kind that is not read.
    case binary
    /// Nothing but zeros: the assertion was redacted in its place.
    case zeros
    /// Neither well-formed CBOR nor JSON where it should be.
    case malformed(StatusCode, String)

    var cbor: CBORValue? {
        if case .cbor(let value) = self { value } else { nil }
    }
}
