// SPDX-License-Identifier: Apache-2.0

public import CivilTime

/// One message to a callback: what happened to which objects, by name. Thin on purpose: whoever may know more asks the
/// API, where it is decided and recorded.
public struct WebhookMessage: Hashable, Sendable {
    /// Names the message; the same in every attempt, so that a receiver can tell a repetition.
    public let id: String
    /// The bytes that are signed and sent: JSON.
    public let payload: [UInt8]

    /// Writes a message.
    ///
    /// - Parameters:
    ///   - id: letters, digits, `_` and `-`, at most 64.
    ///   - event: what happened: words of letters, digits and `_` with full stops between, for example `item.decided`.
    ///   - time: when it happened.
    ///   - identifiers: the objects it happened to, by kind: names of letters, digits and `_`; values of letters, digits
    ///     and `_-.:/`, at most 128 bytes. A value that could be a fingerprint (hexadecimal, as long as a common digest or
    ///     a PDQ hash) is refused: hashes are treated as pictures.
    /// - Throws: ``WebhookMessageError`` when a part has another form.
    public init(id: String, event: String, at time: UTCTime, identifiers: [String: String]) throws(WebhookMessageError)
    {
        guard Self.isWord(id, also: "_-", most: 64) else { throw WebhookMessageError(part: "id") }
        let words = event.split(separator: ".", omittingEmptySubsequences: false)
        guard event.utf8.count <= 64, words.allSatisfy({ Self.isWord($0, also: "_", most: 64) }) else {
            throw WebhookMessageError(part: "event")
        }
        for (name, value) in identifiers {
            guard Self.isWord(name, also: "_", most: 32) else {
                throw WebhookMessageError(part: "name of an identifier")
            }
            guard Self.isWord(value, also: "_-.:/", most: 128), !Self.couldBeFingerprint(value) else {
                throw WebhookMessageError(part: name)
            }
        }
        // Every part is made of characters that JSON does not escape.
        let data = identifiers.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\"\($0.value)\"" }
        self.id = id
        payload = Array(
            "{\"type\":\"\(event)\",\"timestamp\":\"\(time)\",\"data\":{\(data.joined(separator: ","))}}".utf8)
    }

    /// A message as it was stored.
    ///
    /// - Parameters:
    ///   - id: its name.
    ///   - payload: its bytes, unchanged.
    /// - Throws: ``WebhookMessageError`` when the name could not be one, or the payload is larger than 20,000 bytes.
    public init(id: String, stored payload: [UInt8]) throws(WebhookMessageError) {
        guard Self.isWord(id, also: "_-", most: 64) else { throw WebhookMessageError(part: "id") }
        guard payload.count <= 20_000 else { throw WebhookMessageError(part: "payload") }
        self.id = id
        self.payload = payload
    }

    private static func isWord(_ text: some StringProtocol, also others: String, most: Int) -> Bool {
        guard (1...most).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || others.utf8.contains($0)
        }
    }

    private static func couldBeFingerprint(_ value: String) -> Bool {
        [32, 40, 56, 64, 96, 128].contains(value.utf8.count) && value.allSatisfy(\.isHexDigit)
    }
}

/// A message that must not be sent.
public struct WebhookMessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable, for programs.
    public let code = "webhook-message-malformed"
    /// Which part.
    public let part: String
    /// What is wrong, for people.
    public var message: String { "The webhook message has a part that cannot be sent: \(part)." }
    /// What to do about it.
    public var remedy: String { "Send names of objects only: letters, digits and _-.:/, nothing that could be a hash." }
    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }
}
