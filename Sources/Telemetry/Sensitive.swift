// SPDX-License-Identifier: Apache-2.0

/// A value that must not be printed: a key, a token, a fingerprint, an address.
///
/// Whatever turns it into text (interpolation, description, debugger, mirror, dump) gets `[redacted]`, and encoding it is
/// an error. It is read on purpose only, with ``reveal()``.
public struct Sensitive<Value> {
    private let value: Value

    /// Hides a value.
    public init(_ value: Value) { self.value = value }

    /// The value, for the one place that needs it.
    public consuming func reveal() -> Value { value }
}

extension Sensitive: Sendable where Value: Sendable {}
extension Sensitive: Equatable where Value: Equatable {}
extension Sensitive: Hashable where Value: Hashable {}

extension Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, TextOutputStreamable {
    /// `[redacted]`
    public var description: String { "[redacted]" }
    /// `[redacted]`
    public var debugDescription: String { "[redacted]" }
    /// Has no children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
    /// Writes `[redacted]`.
    public func write(to target: inout some TextOutputStream) { target.write("[redacted]") }
}

extension Sensitive: Encodable {
    /// Refuses: what is encoded is about to be written or sent.
    public func encode(to encoder: any Encoder) throws {
        throw EncodingError.invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "A sensitive value is not encoded."))
    }
}
