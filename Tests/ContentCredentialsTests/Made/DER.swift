// SPDX-License-Identifier: Apache-2.0

import TestSupport

/// DER that tests write, without the code under test.
enum DER {
    static func value(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] { DERValue.bytes(tag, content) }

    static func sequence(_ parts: [UInt8]...) -> [UInt8] { value(0x30, parts.flatMap { $0 }) }
    static func integer(_ number: UInt8) -> [UInt8] { value(0x02, [number]) }
    static func octets(_ content: [UInt8]) -> [UInt8] { value(0x04, content) }
    static func bits(_ content: [UInt8]) -> [UInt8] { value(0x03, [0] + content) }
    static func text(_ content: String) -> [UInt8] { value(0x0C, Array(content.utf8)) }
    static func identifier(_ content: [UInt8]) -> [UInt8] { value(0x06, content) }

    /// A name with an organization and a common name.
    static func name(_ organization: String, _ common: String) -> [UInt8] {
        sequence(
            value(0x31, sequence(identifier([0x55, 4, 10]), text(organization))),
            value(0x31, sequence(identifier([0x55, 4, 3]), text(common))))
    }

    /// `YYYYMMDDhhmmssZ`; from 2050 on X.509 wants the other kind of time.
    static func time(_ text: String) -> [UInt8] {
        text < "2050" ? value(0x17, Array(text.dropFirst(2).utf8)) : value(0x18, Array(text.utf8))
    }
}
