// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Bytes outside Swift's heap: on huge pages, or of a mapped file. Freed with the last reference.
///
/// Unchecked because the bytes are written only while one owner builds, or, after that, single state bytes atomically.
final class Memory: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let count: Int
    private let mapped: UnsafeMutableRawPointer
    private let mappedCount: Int

    /// Tables are read at unrelated places: with pages of 4 KiB every read would also miss the translation buffer.
    private static let hugePage = 2 << 20

    /// Zeroed bytes.
    init(zeroed count: Int) {
        let huge = count >= 2 * Self.hugePage
        let rounded = huge ? (count + Self.hugePage - 1) & ~(Self.hugePage - 1) : max(count, 1)
        let total = huge ? rounded + Self.hugePage : rounded
        let address = mmap(nil, total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != MAP_FAILED else {
            fatalError("no memory for \(total) bytes of the hash index")
        }
        mapped = address
        mappedCount = total
        if huge {
            let aligned = (Int(bitPattern: address) + Self.hugePage - 1) & ~(Self.hugePage - 1)
            base = address + (aligned - Int(bitPattern: address))
            madvise(base, rounded, MADV_HUGEPAGE)
        } else {
            base = address
        }
        self.count = count
    }

    /// A whole file; changes stay in this process.
    init?(mapping descriptor: Int32, count: Int) {
        let address = mmap(nil, max(count, 1), PROT_READ | PROT_WRITE, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else { return nil }
        base = address
        mapped = address
        mappedCount = max(count, 1)
        self.count = count
    }

    /// Says that reads will be at unrelated places, or in order.
    func advise(random: Bool) {
        madvise(mapped, mappedCount, random ? MADV_RANDOM : MADV_SEQUENTIAL)
    }

    deinit {
        munmap(mapped, mappedCount)
    }
}

/// Elements of one kind in some memory, kept alive by it.
///
/// Unsafe because a bounds check at each of a thousand reads of one search would cost more than the read. Every index
/// comes from tables that were built or verified with their checksums, and tests compare all answers with the definition.
struct Column<Element: BitwiseCopyable>: @unchecked Sendable {
    let memory: Memory
    let base: UnsafeMutablePointer<Element>
    let count: Int

    /// Room for so many elements, zeroed, and some to spare behind them.
    init(_ count: Int, spare: Int = 0) {
        memory = Memory(zeroed: (count + spare) * MemoryLayout<Element>.stride)
        base = memory.base.bindMemory(to: Element.self, capacity: count + spare)
        self.count = count
    }

    /// A part of some memory.
    init(_ memory: Memory, at offset: Int, count: Int) {
        self.memory = memory
        base = (memory.base + offset).bindMemory(to: Element.self, capacity: count)
        self.count = count
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base, count: count * MemoryLayout<Element>.stride)
    }
}
