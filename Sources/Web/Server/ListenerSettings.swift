// SPDX-License-Identifier: Apache-2.0

/// Where and how patiently the server listens.
public struct ListenerSettings: Hashable, Sendable {
    /// The address to bind; loopback until the operator says otherwise.
    public var host = "127.0.0.1"
    /// The port; 0: any free one.
    public var port = 8080
    /// Most connections at once; more wait in the kernel.
    public var maxConnections = 10_000
    /// Most connections of one address at once; loopback is not counted, since proxies come from there.
    public var maxConnectionsPerAddress = 256
    /// Seconds for the handshake and the head of the first request, and for the head of every later one after its first byte.
    public var headSeconds = 10
    /// Seconds that a connection may stay open without a request.
    public var idleSeconds = 60
    /// Seconds without a byte of a body that the server waits for.
    public var bodyIdleSeconds = 15
    /// Bytes a second, on average, that a body must bring after the first ``bodyIdleSeconds``.
    public var bodyBytesPerSecond = 1_024
    /// Seconds in which a client that does not read must take something.
    public var writeSeconds = 30
    /// Longest header field, in bytes.
    public var maxHeaderField = 8 << 10
    /// Longest head, in bytes.
    public var maxHead = 32 << 10
    /// Most header fields.
    public var maxHeaderFields = 100
    /// Seconds in which answers tell clients to close before connections are closed.
    public var farewellSeconds = 1
    /// Seconds for requests that are being answered when the server stops.
    public var drainSeconds = 20

    /// The defaults.
    public init() {}
}
