// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
internal import Glibc

/// Turns files into what their pictures are hashed from, in a fresh, confined process per picture.
///
/// This is one lane: it decodes one picture after the other, blocking its thread, and belongs to one task. Run as many as
/// there are cores. Whatever a picture does to its process, the next picture gets a new one.
public final class ConfinedDecoder {
    /// Which decoder, and under which limits.
    public struct Configuration: Sendable {
        /// Path of the `tutela-decoder` program.
        public var executable: String
        /// What one picture may cost; it decides how much memory the lane shares with its decoder.
        public var limits: DecodingLimits
        /// Decode without the system call filter. Only for machines that cannot filter, only by the operator's explicit word,
        /// and shown in every report.
        public var isInsecure: Bool

        /// Makes a configuration; without further words it has the standard limits and insists on confinement.
        public init(executable: String, limits: DecodingLimits = .standard, isInsecure: Bool = false) {
            self.executable = executable
            self.limits = limits
            self.isInsecure = isInsecure
        }
    }

    /// How long a picture may take.
    public enum Lane: Sendable {
        case fast, slow
    }

    /// What this lane was started with.
    public let configuration: Configuration
    /// What the decoder said about itself when it was started.
    public let confinement: Confinement
    private var area: SharedArea
    private var process: DecoderProcess

    /// Starts a decoder and asks it how it is confined.
    ///
    /// - Throws: ``DecoderError`` when it does not start, or is not confined although it should be.
    public init(_ configuration: Configuration) throws(DecoderError) {
        self.configuration = configuration
        (area, process, confinement) = try Self.start(configuration)
    }

    /// Starts a decoder on an area of its own, and makes sure that it is confined.
    private static func start(
        _ configuration: Configuration
    ) throws(DecoderError) -> (SharedArea, DecoderProcess, Confinement) {
        let area = try SharedArea(limits: configuration.limits)
        let process = try DecoderProcess(
            executable: configuration.executable, area: area, isInsecure: configuration.isInsecure)
        var request = decoder_request()
        request.version = DECODER_WIRE_VERSION
        request.operation = UInt32(DECODER_HELLO.rawValue)
        guard let hello = process.ask(request, input: nil, patience: 10_000, for: decoder_hello()) else {
            throw DecoderError(
                code: .system,
                message: "\(configuration.executable) started but does not answer. Try it by hand to see why; "
                    + "`ldd` on it names libraries that are missing.")
        }
        guard hello.version == DECODER_WIRE_VERSION else {
            throw DecoderError(
                code: .version,
                message: "\(configuration.executable) is of another version than this program. Install both from one "
                    + "package or build.")
        }
        let confinement = Confinement(hello, isInsecure: configuration.isInsecure)
        guard configuration.isInsecure || (confinement.hasSyscallFilter && confinement.hasNoNewPrivileges) else {
            throw DecoderError(
                code: .unconfined,
                message: "this kernel does not filter system calls (seccomp), so pictures would be decoded without "
                    + "confinement. Use a kernel with CONFIG_SECCOMP_FILTER, or accept the risk with --insecure-decoder."
            )
        }
        return (area, process, confinement)
    }

    /// Decodes one file and hands what was made of it to `body`, which must take from it what it needs: it is gone
    /// afterwards.
    ///
    /// - Parameters:
    ///   - file: the whole file.
    ///   - lane: how long it may take.
    ///   - hashing: what is made of each frame.
    ///   - reading: what is read of the first frame besides. With ``DecodedHashing/pixels`` it is nothing.
    ///   - body: gets the picture and the area into which its frames point.
    /// - Throws: ``DecoderError`` when no decoder can be started any more. Everything that a picture can cause is an outcome.
    public func decode<Value>(
        _ file: Span<UInt8>, lane: Lane = .fast, hashing: DecodedHashing = .exact, reading: PictureReading = [],
        _ body: (DecodedPicture, Span<UInt8>) -> Value
    ) throws(DecoderError) -> DecodingOutcome<Value> {
        let input = try SealedInput(file)
        // Two looks at the same first bytes: should they differ, the decoder says so, and gets all its libraries.
        let expected = MediaKind(prefix: (0..<min(file.count, MediaKind.prefixLength)).map { file[$0] }, name: [])
            .pictureFormat
        let wish = Wish(lane: lane, hashing: hashing, reading: hashing == .pixels ? [] : reading)
        if let outcome = try decode(input, file.count, expecting: expected, wish, body) { return outcome }
        return try decode(input, file.count, expecting: nil, wish, body) ?? .failed(Self.forged)
    }

    private struct Wish {
        var lane: Lane
        var hashing: DecodedHashing
        var reading: PictureReading
    }

    /// - Returns: `nil` when the picture is of another format than expected.
    private func decode<Value>(
        _ input: SealedInput, _ byteCount: Int, expecting format: PictureFormat?, _ wish: Wish,
        _ body: (DecodedPicture, Span<UInt8>) -> Value
    ) throws(DecoderError) -> DecodingOutcome<Value>? {
        let wall = wish.lane == .fast ? configuration.limits.fastLane : configuration.limits.slowLane
        var request = decoder_request()
        request.version = DECODER_WIRE_VERSION
        request.operation = UInt32(DECODER_DECODE.rawValue)
        request.input_bytes = UInt64(byteCount)
        request.wish = wish.hashing.wire(expecting: format, reading: wish.reading)
        request.limits = configuration.limits.wire(wall: wall)
        let patience = Int32(clamping: request.limits.wall_milliseconds) + 5000
        guard let reply = process.ask(request, input: input.descriptor, patience: patience, for: decoder_reply()) else {
            try restart()
            return .failed(
                DecodingFailure(.crashed, code: "decoder-lost", message: "the decoder was lost and has been restarted"))
        }
        defer { area.wipe() }
        switch decoder_ending(reply.ending) {
        case DECODER_EXITED where reply.exit_status == 0:
            let cpuTime = Duration.microseconds(Int64(clamping: reply.cpu_microseconds))
            switch area.read(wish.hashing, wish.reading, cpuTime: cpuTime) {
            case .decoded(let picture):
                return .decoded(area.withBytes { body(picture, $0) })
            case .failed(let failure):
                return .failed(failure)
            case .silent:
                return .failed(
                    DecodingFailure(.crashed, code: "silent", message: "the decoding process ended without an answer"))
            case .unprepared:
                return nil
            case .forged:
                return .failed(Self.forged)
            }
        case DECODER_EXITED:
            return .failed(
                DecodingFailure(
                    .crashed, code: "exit", message: "the decoding process ended with status \(reply.exit_status)"))
        case DECODER_TIMED_OUT:
            return .failed(Self.timedOut(wall))
        case DECODER_KILLED_BY_SIGNAL:
            return .failed(Self.killed(by: reply.exit_status, wall))
        default:
            try restart()
            throw DecoderError(
                code: .system,
                message: "the decoder could not start a process for a picture (errno \(reply.error_number)). "
                    + "Is the machine out of memory or processes? Run `tutela doctor`.")
        }
    }

    /// Whether a forbidden system call kills the process that makes it, tried now.
    public func provesItsFilter() -> Bool {
        var request = decoder_request()
        request.version = DECODER_WIRE_VERSION
        request.operation = UInt32(DECODER_PROBE.rawValue)
        request.limits = configuration.limits.wire(wall: .seconds(2))
        guard let reply = process.ask(request, input: nil, patience: 10_000, for: decoder_reply()) else { return false }
        return decoder_ending(reply.ending) == DECODER_KILLED_BY_SIGNAL && reply.exit_status == SIGSYS
    }

    /// The area is left to the lost decoder: a child of it may live on for a moment, and must not write into the next
    /// picture's result. The program may have been replaced since the first start, so the new one has to show again how it
    /// is confined.
    private func restart() throws(DecoderError) {
        (area, process, _) = try Self.start(configuration)
    }

    private static let forged = DecodingFailure(
        .crashed, code: "forged",
        message: "the decoding process gave figures that cannot be true; it may have been taken over")

    private static func timedOut(_ wall: Duration) -> DecodingFailure {
        DecodingFailure(.timeout, code: "time", message: "not decoded within \(wall.components.seconds) s")
    }

    private static func killed(by signal: Int32, _ wall: Duration) -> DecodingFailure {
        switch signal {
        case SIGSYS:
            DecodingFailure(
                .crashed, code: "forbidden-call",
                message: "the decoding process made a forbidden system call and was killed")
        case SIGXCPU, SIGKILL:
            timedOut(wall)
        default:
            DecodingFailure(
                .crashed, code: "signal-\(signal)", message: "the decoding process died of signal \(signal)")
        }
    }
}
