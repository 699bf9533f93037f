// SPDX-License-Identifier: Apache-2.0

/// How much one outbound request may take.
public struct OutboundLimits: Hashable, Sendable {
    /// Bytes of an answer's body; one more, and it is refused.
    public var mostBytes: Int
    /// From the question for the name to the last byte, redirects included.
    public var total: Duration
    /// To connect to one address, TLS included.
    public var connect: Duration
    /// Without a single byte.
    public var idle: Duration
    /// Redirects in a row.
    public var redirects: Int
    /// Requests at the same time; one more is refused at once, so that slow servers cannot hold all memory.
    public var atOnce: Int

    /// Limits that suit a picture of an upload.
    ///
    /// - Parameters:
    ///   - mostBytes: bytes of a body.
    ///   - total: the whole time.
    ///   - connect: time to connect to one address.
    ///   - idle: time without a byte.
    ///   - redirects: redirects in a row.
    ///   - atOnce: requests at the same time.
    public init(
        mostBytes: Int = 20 << 20, total: Duration = .seconds(20), connect: Duration = .seconds(5),
        idle: Duration = .seconds(5), redirects: Int = 3, atOnce: Int = 16
    ) {
        self.mostBytes = mostBytes
        self.total = total
        self.connect = connect
        self.idle = idle
        self.redirects = redirects
        self.atOnce = atOnce
    }
}
