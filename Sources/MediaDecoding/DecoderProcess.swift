// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
internal import Glibc

/// One running `tutela-decoder`: its process, and the socket on which it takes requests.
///
/// Not sendable: a lane owns it and asks one thing at a time.
final class DecoderProcess {
    private let socket: Int32
    private let process: pid_t
    /// An answer did not come. Should it come later, it must not be taken for the answer to another question.
    private var isLost = false

    /// Starts the program with its socket on descriptor 3 and the result area on 4, and nothing else open.
    init(executable: String, area: SharedArea, isInsecure: Bool) throws(DecoderError) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw .system("socketpair", errno)
        }
        let child = fcntl(ends[1], F_DUPFD_CLOEXEC, 10)
        close(ends[1])
        defer { close(child) }

        var started: pid_t = 0
        let status = decoder_spawn(executable, child, area.descriptor, isInsecure ? 1 : 0, &started)
        guard status == 0 else {
            close(ends[0])
            if status == EACCES {
                throw DecoderError(
                    code: .notFound,
                    message: "\(executable) may not be executed by this user. Give it the mode of an ordinary program: "
                        + "chmod 755 \(executable)")
            }
            if status == ENOENT || status == ENOTDIR {
                throw DecoderError(
                    code: .notFound,
                    message: "no decoder program at \(executable). It belongs beside the `tutela` program; reinstall "
                        + "both, or name it in TUTELA_DECODER.")
            }
            throw .system("posix_spawn", status)
        }
        socket = ends[0]
        process = started
    }

    deinit {
        close(socket)
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    /// Asks for one thing and waits for the answer.
    ///
    /// - Parameters:
    ///   - input: a sealed memfd that goes with the request.
    ///   - patience: how long to wait, in milliseconds. It must exceed the wall time in the request: the decoder itself is
    ///     trusted to kill its children, and this is for the day when it does not.
    /// - Returns: `nil` when the decoder died or kept silent. It cannot be asked again then.
    func ask<Answer: BitwiseCopyable>(
        _ request: decoder_request, input: Int32?, patience: Int32, for answer: Answer
    ) -> Answer? {
        guard !isLost else { return nil }
        var answer = answer
        isLost = true
        guard send(request, input: input), waitForAnswer(patience) else { return nil }
        let received = withUnsafeMutableBytes(of: &answer) { recv(socket, $0.baseAddress, $0.count, 0) }
        isLost = received != MemoryLayout<Answer>.size
        return isLost ? nil : answer
    }

    private func waitForAnswer(_ patience: Int32) -> Bool {
        var poller = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        while true {
            let ready = poll(&poller, 1, patience)
            if ready < 0 && errno == EINTR { continue }
            return ready > 0
        }
    }

    private func send(_ request: decoder_request, input: Int32?) -> Bool {
        var request = request
        return withUnsafeMutableBytes(of: &request) { bytes in
            var part = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
            return withUnsafeMutablePointer(to: &part) { part in
                var message = msghdr()
                message.msg_iov = part
                message.msg_iovlen = 1
                guard let input else { return sendmsg(socket, &message, Int32(MSG_NOSIGNAL)) == bytes.count }
                // One cmsghdr (16 bytes on 64-bit Linux) and one descriptor, padded to eight bytes: CMSG_SPACE(4).
                var control = (cmsghdr(), input, Int32(0))
                control.0.cmsg_len = MemoryLayout<cmsghdr>.size + MemoryLayout<Int32>.size
                control.0.cmsg_level = SOL_SOCKET
                control.0.cmsg_type = Int32(SCM_RIGHTS)
                return withUnsafeMutableBytes(of: &control) { control in
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    return sendmsg(socket, &message, Int32(MSG_NOSIGNAL)) == bytes.count
                }
            }
        }
    }
}
