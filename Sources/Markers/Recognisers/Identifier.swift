// SPDX-License-Identifier: Apache-2.0

/// UUIDs as texts have them.
enum Identifier {
    /// `8-4-4-4-12` hexadecimal digits.
    static func isUUID(_ text: some Collection<UInt8>) -> Bool {
        guard text.count == 36 else { return false }
        return text.enumerated().allSatisfy { position, byte in
            switch position {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            default: byte.hexadecimalValue != nil
            }
        }
    }
}
