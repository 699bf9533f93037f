// SPDX-License-Identifier: Apache-2.0

import Containers
import Foundation
import TestSupport
import Testing

@Suite("Bytes")
struct ByteReadingTests {
    @Test func numbersAreReadInBothOrdersFromMemoryAndElsewhere() throws {
        let bytes = noise(40)
        let readers = [ByteReader(MemoryBytes(bytes)), ByteReader(WatchedSource(bytes))]
        for reader in readers {
            for width in 1...8 {
                for offset in 0...bytes.count - width {
                    var big: UInt64 = 0
                    var little: UInt64 = 0
                    for index in 0..<width {
                        big = big << 8 | UInt64(bytes[offset + index])
                        little |= UInt64(bytes[offset + index]) << UInt64(8 * index)
                    }
                    #expect(try reader.number(of: width, at: offset, .big) == big)
                    #expect(try reader.number(of: width, at: offset, .little) == little)
                }
            }
            #expect(try reader.bytes(3..<9) == [UInt8](bytes[3..<9]))
            #expect(try reader.byte(at: 39) == bytes[39])
        }
    }

    @Test func offsetsOutsideAreAFailureNotATrap() {
        for reader in [ByteReader(MemoryBytes([1, 2, 3, 4])), ByteReader(WatchedSource([1, 2, 3, 4]))] {
            #expect(throws: ReadFailure.self) { try reader.byte(at: 4) }
            #expect(throws: ReadFailure.self) { try reader.byte(at: -1) }
            #expect(throws: ReadFailure.self) { try reader.uint16(at: 3) }
            #expect(throws: ReadFailure.self) { try reader.uint64(at: Int.max - 2) }
            #expect(throws: ReadFailure.self) { try reader.bytes(2..<5) }
            #expect(throws: ReadFailure.self) { try reader.bytes(-1..<2) }
        }
    }

    @Test func textIsComparedOnlyInsideItsRange() throws {
        let reader = ByteReader(MemoryBytes(text("abcdef")))
        #expect(try reader.has("cde", at: 2))
        #expect(try !reader.has("cdx", at: 2))
        #expect(try !reader.has("efg", at: 4))
        #expect(try !reader.has("cde", at: 2, before: 4))
        #expect(try !reader.has("a", at: -1))
    }

    @Test func codesAreShownSafely() {
        #expect(FourCC("moov").rawValue == 0x6d6f_6f76)
        #expect(FourCC(rawValue: 0xa96e_616d).description == "\\xa9nam")
        #expect(FourCC(rawValue: 0x1b5b_5c00).description == "\\x1b[\\x5c\\x00")
    }
}

@Suite("Files")
struct FileBytesTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func everyReadGivesWhatTheFileHolds() throws {
        let bytes = noise(700_000)
        let file = try FileBytes(path: try folder.write(bytes, to: "file"))
        #expect(file.count == bytes.count)
        var random = SplitMix(state: 5)
        var offset = 0
        for round in 0..<4000 {
            let length = Int(random.next() % (round % 50 == 0 ? 100_000 : 300))
            // Straight on, back a little, and anywhere.
            switch random.next() % 4 {
            case 0: offset = Int(random.next() % UInt64(bytes.count))
            case 1: offset -= Int(random.next() % 5000)
            default: break
            }
            offset = max(0, min(offset, bytes.count - length))
            #expect(try file.bytes(offset..<offset + length) == [UInt8](bytes[offset..<offset + length]))
            offset += length
        }
        #expect(throws: ReadFailure.self) { try file.bytes(bytes.count - 1..<bytes.count + 1) }
        #expect(try file.bytes(bytes.count..<bytes.count).isEmpty)
    }

    @Test func severalThreadsReadOneFile() async throws {
        let bytes = noise(300_000)
        let file = try FileBytes(path: try folder.write(bytes, to: "file"))
        let wrong = await withTaskGroup(of: Int.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var random = SplitMix(state: UInt64(task))
                    return (0..<500).count { _ in
                        let offset = Int(random.next() % 299_000)
                        return (try? file.bytes(offset..<offset + 40)) != [UInt8](bytes[offset..<offset + 40])
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test func aFileThatBecomesShorterIsAFailure() throws {
        let path = try folder.write(noise(200_000), to: "file")
        let file = try FileBytes(path: path)
        _ = try file.bytes(0..<4)
        #expect(truncate(path, 100_000) == 0)
        let failure = #expect(throws: ReadFailure.self) { try file.bytes(150_000..<150_004) }
        #expect(failure?.code == "input-output")
        #expect(failure?.message.contains("shorter") == true)
        // What is still there can be read.
        #expect(try file.bytes(50_000..<50_010).count == 10)
        #expect(throws: ReadFailure.self) { try ContainerReader.read(TruncatedPicture(file)) }
    }

    /// A JPEG whose tail is gone.
    private struct TruncatedPicture: ByteSource {
        let file: FileBytes
        var count: Int { file.count }
        init(_ file: FileBytes) { self.file = file }
        func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(ReadFailure) {
            let head = JPEGBuilder.start + JPEGBuilder.scan
            if offset + buffer.count <= head.count {
                buffer.copyBytes(from: head[offset..<offset + buffer.count])
            } else {
                try file.read(into: buffer, at: offset)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func onlyRegularFilesAreOpened() throws {
        #expect(throws: ReadFailure.self) { try FileBytes(path: folder.path) }
        #expect(throws: ReadFailure.self) { try FileBytes(path: folder.url.appending(path: "absent").path) }
        let pipe = folder.url.appending(path: "pipe").path
        #expect(mkfifo(pipe, 0o600) == 0)
        #expect(throws: ReadFailure.self) { try FileBytes(path: pipe) }
        let target = try folder.write([1, 2, 3], to: "target")
        let link = folder.url.appending(path: "link").path
        #expect(symlink(target, link) == 0)
        #expect(try FileBytes(path: link).count == 3)
        #expect(throws: ReadFailure.self) { try FileBytes(path: link, followsLink: false) }
    }

    @Test func anOpenDescriptorStaysTheCallers() throws {
        let path = try folder.write([9, 8, 7], to: "file")
        let descriptor = open(path, O_RDONLY)
        do {
            let file = try FileBytes(descriptor: descriptor)
            #expect(try file.bytes(1..<3) == [8, 7])
        }
        #expect(lseek(descriptor, 0, SEEK_CUR) == 0)
        #expect(close(descriptor) == 0)
    }

    @Test func anEmptyFileIsRead() throws {
        let file = try FileBytes(path: try folder.write([UInt8](), to: "file"))
        #expect(try ContainerReader.read(file).format == .unknown)
    }

    @Test("a file reads as its bytes do", arguments: Sample.all)
    func sameAsMemory(_ sample: Sample) throws {
        let file = try FileBytes(path: try folder.write(sample.bytes, to: "file"))
        expectEqual(try ContainerReader.read(file), try read(sample.bytes))
    }
}
