// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire

/// What holds a decoding process back on this machine, as the decoder reports it.
public struct Confinement: Sendable, Hashable {
    /// Seven system calls are allowed, every other one kills.
    public var hasSyscallFilter: Bool
    /// Nothing that the process executes can gain rights that it has not got already.
    public var hasNoNewPrivileges: Bool
    /// ABI of the kernel's Landlock, 0 without.
    public var landlockABI: Int
    /// The process has a user namespace of its own, without a user of the machine in it.
    public var hasUserNamespace: Bool
    /// The process has a network namespace of its own, without an interface that leads anywhere.
    public var hasNetworkNamespace: Bool
    /// Switched off by the operator with `--insecure-decoder`.
    public var isInsecure: Bool
    /// The library behind each format that the decoder reads.
    public var codecs: [Codec]

    /// One library behind one format. All of them run confined: Android's word is `sandboxed`.
    public struct Codec: Sendable, Hashable {
        /// The format's word, as in ``PictureFormat``: `jpeg`.
        public var format: String
        /// Name and version at run time: `libjpeg-turbo 2.1.5`.
        public var library: String
    }

    init(_ hello: decoder_hello, isInsecure: Bool) {
        func has(_ bit: decoder_confinement) -> Bool { hello.confinement & bit.rawValue != 0 }
        hasSyscallFilter = has(DECODER_SECCOMP)
        hasNoNewPrivileges = has(DECODER_NO_NEW_PRIVILEGES)
        landlockABI = has(DECODER_LANDLOCK) ? Int(hello.landlock_abi) : 0
        hasUserNamespace = has(DECODER_USER_NAMESPACE)
        hasNetworkNamespace = has(DECODER_NETWORK_NAMESPACE)
        self.isInsecure = isInsecure
        codecs = withUnsafeBytes(of: hello.codecs) { raw in
            raw.bindMemory(to: decoder_codec_version.self).prefix(Int(hello.codec_count)).map { entry in
                Codec(format: Self.text(entry.format), library: Self.text(entry.library))
            }
        }
    }

    /// For reports: "one process per file; seccomp, Landlock 7, own user and network namespace".
    public var summary: String {
        guard !isInsecure else {
            return "INSECURE: one process per file, but no system call filter (--insecure-decoder)"
        }
        var layers = ["seccomp"]
        if landlockABI > 0 { layers.append("Landlock \(landlockABI)") }
        if hasUserNamespace && hasNetworkNamespace {
            layers.append("own user and network namespace")
        }
        return "one process per file; " + layers.joined(separator: ", ")
    }

    private static func text(_ field: some Any) -> String {
        withUnsafeBytes(of: field) { raw in String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
