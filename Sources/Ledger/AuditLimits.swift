// SPDX-License-Identifier: Apache-2.0

/// How long the parts of an event may be, and what may stand in them.
///
/// An event that breaks a limit is refused, and with it the change that it tells about: an event cut short could stand for
/// two different changes. Together they keep an event within the 8 KiB that a leaf of the evidence log may have.
public enum AuditLimits {
    /// Bytes of the actor.
    public static let actor = 128
    /// Bytes of the tenant's name.
    public static let tenant = 64
    /// Bytes of the action.
    public static let action = 64
    /// Bytes of the object.
    public static let object = 512
    /// Bytes of the request's id.
    public static let request = 128
    /// Words beside the event.
    public static let words = 32
    /// Bytes of the words beside the event, as JSON.
    public static let detail = 6 * 1024

    static func check(_ event: AuditEvent, detail: String) throws(LedgerError) {
        try check(event.actor, "actor", actor)
        try check(event.object, "object", object)
        if let tenant = event.tenant { try check(tenant, "tenant", Self.tenant) }
        if let request = event.request { try check(request, "request", Self.request) }
        let name = event.action.description
        guard (1...action).contains(name.utf8.count), name.utf8.allSatisfy(isWordByte) else {
            throw LedgerError(
                .malformed, "the action of an audit event is not one to \(action) letters, digits, dots and dashes")
        }
        guard event.detail.count <= words else {
            throw LedgerError(.tooLong, "an audit event has \(event.detail.count) words; the limit is \(words)")
        }
        guard event.detail.keys.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isWordByte) }) else {
            throw LedgerError(
                .malformed, "the name of a word beside an audit event is not made of letters, digits, dots and dashes")
        }
        guard detail.utf8.count <= self.detail else {
            throw LedgerError(
                .tooLong,
                "the words beside an audit event have \(detail.utf8.count) bytes; the limit is \(self.detail)")
        }
    }

    private static func check(_ text: String, _ part: String, _ limit: Int) throws(LedgerError) {
        guard (1...limit).contains(text.utf8.count) else {
            throw LedgerError(
                .tooLong, "the \(part) of an audit event has \(text.utf8.count) bytes; it may have 1 to \(limit)")
        }
        // A log is read on terminals, line by line: nothing in it may end a line or steer the terminal.
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw LedgerError(.malformed, "the \(part) of an audit event has a control character")
        }
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
