// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import Synchronization

/// Makes ids that sort by time, tell nothing else and cannot be guessed.
///
/// 20 bytes in Crockford's base 32, 32 characters: five of seconds since 1970, three that only ever rise within a second
/// by steps of random size, so that they order without counting, and twelve of randomness: 96 bits that an outsider
/// would have to guess.
public final class SubmissionIDs: Sendable {
    private let clock: @Sendable () -> UTCTime
    private let random: @Sendable (Int) -> [UInt8]
    private let last = Mutex((seconds: Int64.min, step: UInt32(0)))

    /// - Parameters:
    ///   - clock: tells the time.
    ///   - random: gives so many bytes that nobody foresees.
    public init(
        clock: @escaping @Sendable () -> UTCTime, random: @escaping @Sendable (Int) -> [UInt8] = SubmissionIDs.system
    ) {
        self.clock = clock
        self.random = random
    }

    /// The system's own randomness: so many bytes.
    public static let system: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A new id.
    ///
    /// - Parameter kind: what it names.
    public func next(_ kind: Kind) -> String {
        let bytes = random(15)
        let now = clock().seconds
        let (seconds, step) = last.withLock { last in
            // A clock that goes back must not put what is newer before what is older.
            if now > last.seconds {
                last = (now, UInt32(bytes[0]) << 8 | UInt32(bytes[1]))
            } else {
                last.step += UInt32(bytes[0]) + 1
                if last.step > 0xFF_FFFF { last = (last.seconds + 1, UInt32(bytes[0])) }
            }
            return last
        }
        var all = (0..<5).map { UInt8(truncatingIfNeeded: seconds >> (32 - 8 * Int64($0))) }
        all += [UInt8(truncatingIfNeeded: step >> 16), UInt8(truncatingIfNeeded: step >> 8)]
        all.append(UInt8(truncatingIfNeeded: step))
        all += bytes[3...]
        return kind.rawValue + Self.base32(all)
    }

    /// What an id names.
    public enum Kind: String, Sendable, CaseIterable {
        /// A decision.
        case decision = "dec_"
        /// A job.
        case job = "job_"
        /// A callback.
        case callback = "msg_"
    }

    /// Whether a text could be an id, so that nothing else is ever looked up.
    ///
    /// - Parameters:
    ///   - text: what a client sent.
    ///   - kind: what it should name.
    public static func isID(_ text: String, of kind: Kind) -> Bool {
        text.utf8.count == 36 && text.hasPrefix(kind.rawValue) && text.utf8.dropFirst(4).allSatisfy(alphabet.contains)
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func base32(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (pending, bits) = (UInt32(0), 0)
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(pending >> UInt32(bits) & 31)])
            }
            pending &= 0xFF
        }
        return String(decoding: text, as: UTF8.self)
    }
}
