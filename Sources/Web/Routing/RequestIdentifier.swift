// SPDX-License-Identifier: Apache-2.0

/// Ids of requests: 128 random bits. What a client sends as its id is not believed: it could point at another's request.
enum RequestIdentifier {
    static func next() -> String {
        var random = SystemRandomNumberGenerator()
        let halves = (random.next() as UInt64, random.next() as UInt64)
        return String(unsafeUninitializedCapacity: 32) { text in
            for index in 0..<32 {
                let half = index < 16 ? halves.0 : halves.1
                let digit = UInt8(truncatingIfNeeded: half >> (4 * UInt64(index & 15))) & 15
                text[index] = digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a")
            }
            return 32
        }
    }
}
