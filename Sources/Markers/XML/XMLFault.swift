// SPDX-License-Identifier: Apache-2.0

/// Why an XML text is not read any further.
enum XMLFault: Error {
    /// A document type declaration. It can define entities, and no metadata needs one.
    case documentType
    /// Not well-formed at this byte.
    case malformed(at: Int)
    /// Elements are nested deeper than the limit.
    case tooDeep
    /// More elements and attributes than the limit.
    case tooManyNodes
    /// More namespace declarations in force at one place than the limit.
    case tooManyNamespaces
}
