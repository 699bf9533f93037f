// SPDX-License-Identifier: Apache-2.0

internal import CDecoderWire
internal import Glibc

/// One picture's bytes in anonymous memory that nobody can change any more: what the child parses is what was digested.
final class SealedInput {
    let descriptor: Int32

    init(_ bytes: Span<UInt8>) throws(DecoderError) {
        let file = decoder_memory_create("tutela-input")
        guard file >= 0 else { throw .system("memfd_create", errno) }
        descriptor = file
        let failed = bytes.withUnsafeBytes { raw -> Int32? in
            var offset = 0
            while offset < raw.count {
                let written = write(file, raw.baseAddress.map { $0 + offset }, raw.count - offset)
                if written < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                offset += written
            }
            return nil
        }
        if let failed { throw .system("write to memfd", failed) }
        guard decoder_memory_seal_content(file) == 0 else { throw .system("fcntl F_ADD_SEALS", errno) }
    }

    deinit {
        close(descriptor)
    }
}
