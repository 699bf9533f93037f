// SPDX-License-Identifier: Apache-2.0
//
// search-speed CODES QUERIES [--radius 31] [--truth FILE] [--memory | --folder DIR [--resident]] [--threads N]
//              [--bytes-per-entry N] [--brute]
//              [--rounds N] [--answers FILE]
//
// Measures the exact search over raw files of 32-byte codes (bytes in the order of the hex digits) and prints one JSON line.
// Times are CPU times of the measuring thread, so that a busy machine changes them little. Recall is counted against --truth (lines
// `query id distance`) or, with --brute, against a linear scan by the tool itself.

import Fingerprints
import Glibc
import HashIndex

struct Options {
    var paths: [String] = []
    var radius = 31
    var truth: String?
    var folder: String?
    var resident = false
    var threads = 1
    var brute = false
    var rounds = 3
    var bytesPerEntry: Double?
    var answers: String?

    init(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--radius": radius = rest.popFirst().flatMap { Int($0) } ?? radius
            case "--truth": truth = rest.popFirst()
            case "--folder": folder = rest.popFirst()
            case "--resident": resident = true
            case "--memory": folder = nil
            case "--threads": threads = rest.popFirst().flatMap { Int($0) } ?? threads
            case "--rounds": rounds = rest.popFirst().flatMap { Int($0) } ?? rounds
            case "--bytes-per-entry": bytesPerEntry = rest.popFirst().flatMap { Double($0) }
            case "--brute": brute = true
            case "--answers": answers = rest.popFirst()
            default: paths.append(argument)
            }
        }
    }
}

/// A file of codes, mapped: reading it costs no memory of the process beyond what the system may take back.
final class CodeFile {
    private let bytes: UnsafeRawBufferPointer
    let count: Int

    init?(_ path: String) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size % 32 == 0,
            let base = mmap(nil, Int(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
        else { return nil }
        bytes = UnsafeRawBufferPointer(start: base, count: Int(status.st_size))
        count = bytes.count / 32
    }

    subscript(index: Int) -> PDQHash {
        func word(_ number: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index * 32 + number * 8, as: UInt64.self))
        }
        return PDQHash(words: (word(3), word(2), word(1), word(0)))
    }

    func drop() {
        madvise(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count, MADV_DONTNEED)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}

func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Peak of resident memory and of the rest, in MiB, as the kernel counts.
func memory(_ field: String) -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        if text.hasPrefix(field) {
            return (Int(text.filter(\.isNumber)) ?? 0) / 1024
        }
    }
    return 0
}

struct Pair: Hashable {
    var query: Int
    var id: Int
    var distance: Int
}

func readPairs(_ path: String) -> Set<Pair>? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var pairs: Set<Pair> = []
    var (query, id, distance) = (0, 0, 0)
    while withUnsafeMutablePointer(
        to: &query,
        { query in
            withUnsafeMutablePointer(to: &id) { id in
                withUnsafeMutablePointer(to: &distance) { distance in
                    withVaList([query, id, distance]) { vfscanf(file, "%ld %ld %ld", $0) }
                }
            }
        }) == 3
    {
        pairs.insert(Pair(query: query, id: id, distance: distance))
    }
    return pairs
}

/// The definition, with plain code of its own: codes in blocks that stay in the cache while all queries pass over them.
func scan(_ codes: CodeFile, _ queries: [PDQHash], _ radius: Int) -> Set<Pair> {
    var pairs: Set<Pair> = []
    var block: [PDQHash] = []
    for start in stride(from: 0, to: codes.count, by: 512) {
        block.removeAll(keepingCapacity: true)
        for index in start..<min(start + 512, codes.count) { block.append(codes[index]) }
        for (number, query) in queries.enumerated() {
            for (offset, code) in block.enumerated() {
                let half =
                    (code.words.0 ^ query.words.0).nonzeroBitCount + (code.words.1 ^ query.words.1).nonzeroBitCount
                guard half <= radius else { continue }
                let distance = code.distance(to: query)
                if distance <= radius { pairs.insert(Pair(query: number, id: start + offset, distance: distance)) }
            }
        }
    }
    return pairs
}

func number(_ value: Double, _ digits: Int = 2) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
}

func fail(_ message: String) -> Never {
    let line = Array("search-speed: \(message)\n".utf8)
    write(STDERR_FILENO, line, line.count)
    exit(2)
}

@main struct SearchSpeed {
    static func main() throws {
        let options = Options(Array(CommandLine.arguments.dropFirst()))
        guard options.paths.count == 2, let codes = CodeFile(options.paths[0]),
            let queryFile = CodeFile(options.paths[1])
        else { fail("give a file of codes and a file of queries: 32 bytes each") }
        let queries = (0..<queryFile.count).map { queryFile[$0] }
        let before = memory("VmRSS")
        let wall = seconds(CLOCK_MONOTONIC)
        let cpu = seconds(CLOCK_PROCESS_CPUTIME_ID)
        var index = try makeIndex(options, codes)
        let buildWall = seconds(CLOCK_MONOTONIC) - wall
        let buildCPU = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu
        codes.drop()
        var opened = ""
        if let folder = options.folder {
            // What a restarted process pays; the folder's lock must go first.
            index = HashIndex()
            let start = seconds(CLOCK_MONOTONIC)
            index = try HashIndex.open(folder: folder, residence: options.resident ? .resident : .mapped).index
            opened = ",\"open_seconds\":\(number(seconds(CLOCK_MONOTONIC) - start))"
        }
        let statistics = index.statistics
        let (resident, peak) = (memory("VmRSS") - before, memory("VmHWM"))
        let reach = HashIndex.Reach.within(options.radius)

        for query in queries.prefix(200) { _ = index.search(query, reach: reach) }
        // The best of some rounds at each rank: what other processes do to the caches is not the engine's.
        var ranks = [Double](repeating: .infinity, count: queries.count)
        var mean = Double.infinity
        var found: Set<Pair> = []
        for round in 0..<options.rounds {
            var times: [Double] = []
            for (number, query) in queries.enumerated() {
                let start = seconds(CLOCK_THREAD_CPUTIME_ID)
                let neighbors = index.search(query, reach: reach)
                times.append(seconds(CLOCK_THREAD_CPUTIME_ID) - start)
                if round == 0 {
                    for neighbor in neighbors {
                        found.insert(Pair(query: number, id: Int(neighbor.id), distance: neighbor.distance))
                    }
                }
            }
            mean = min(mean, times.reduce(0, +) / Double(times.count))
            times.sort()
            for rank in times.indices { ranks[rank] = min(ranks[rank], times[rank]) }
        }
        var batch = Double.infinity
        var eight = Double.infinity
        for _ in 0..<options.rounds {
            var start = seconds(CLOCK_THREAD_CPUTIME_ID)
            _ = index.search(queries, reach: reach)
            batch = min(batch, seconds(CLOCK_THREAD_CPUTIME_ID) - start)
            start = seconds(CLOCK_THREAD_CPUTIME_ID)
            var groups = 0
            for first in stride(from: 0, to: queries.count - 7, by: 8) {
                _ = index.search(Array(queries[first..<first + 8]), reach: reach)
                groups += 1
            }
            if groups > 0 { eight = min(eight, (seconds(CLOCK_THREAD_CPUTIME_ID) - start) / Double(groups)) }
        }
        var verdict = ""
        let truth: Set<Pair>? =
            if let path = options.truth {
                readPairs(path)
            } else if options.brute {
                scan(codes, queries, options.radius)
            } else {
                nil
            }
        if let truth {
            let hits = truth.intersection(found).count
            let recall = truth.isEmpty ? 1 : Double(hits) / Double(truth.count)
            verdict = ",\"truth\":\(truth.count),\"recall\":\(recall),\"extras\":\(found.subtracting(truth).count)"
        }
        if let path = options.answers, let file = fopen(path, "w") {
            for pair in found.sorted(by: { ($0.query, $0.distance, $0.id) < ($1.query, $1.distance, $1.id) }) {
                fputs("\(pair.query) \(pair.id) \(pair.distance)\n", file)
            }
            fclose(file)
        }
        let changes = measureChanges(index, queries)
        print(
            "{\"entries\":\(codes.count),\"queries\":\(queries.count),\"radius\":\(options.radius),"
                + "\"build_seconds\":{\"cpu\":\(number(buildCPU)),\"wall\":\(number(buildWall))},"
                + "\"residence\":\"\(options.folder == nil ? "memory" : options.resident ? "resident" : "mapped")\"\(opened),"
                + "\"bytes_per_entry\":\(number(Double(statistics.bytes) / Double(codes.count), 1)),"
                + "\"p50_us\":\(number(ranks[queries.count / 2] * 1e6)),"
                + "\"p99_us\":\(number(ranks[queries.count * 99 / 100] * 1e6)),\"mean_us\":\(number(mean * 1e6)),"
                + "\"batch_qps\":\(number(Double(queries.count) / batch, 0)),\"eight_us\":\(number(eight * 1e6)),"
                + "\"append_us\":\(number(changes.append * 1e6)),\"withdraw_us\":\(number(changes.withdraw * 1e6)),"
                + "\"matches\":\(found.count)\(verdict),\"resident_mib\":\(resident),"
                + "\"peak_mib\":\(peak),\"plan\":\"\(statistics.plan(radius: options.radius))\"}")
    }

    /// Wall time of the slowest of a thousand appends and of a thousand withdrawals, each with the search that must see it.
    static func measureChanges(_ index: HashIndex, _ queries: [PDQHash]) -> (append: Double, withdraw: Double) {
        var slowest = (append: 0.0, withdraw: 0.0)
        for number in 0..<1000 {
            let query = queries[number % queries.count].words
            // No query's own code, so that what is found is the new row.
            let code = PDQHash(words: (query.0 ^ UInt64(number) << 20, ~query.1, query.2, query.3))
            let id = Int64.max - Int64(number)
            var start = seconds(CLOCK_MONOTONIC)
            index.append([HashIndex.Row(id: id, code: code)])
            let isThere = index.search(code, reach: .within(0)).contains { $0.id == id }
            slowest.append = max(slowest.append, seconds(CLOCK_MONOTONIC) - start)
            start = seconds(CLOCK_MONOTONIC)
            index.setState(.withdrawn, ofRow: id, code: code)
            let isGone = !index.search(code, reach: .within(0)).contains { $0.id == id }
            slowest.withdraw = max(slowest.withdraw, seconds(CLOCK_MONOTONIC) - start)
            guard isThere, isGone else { fail("a change was not seen by the next search") }
        }
        return slowest
    }

    static func makeIndex(_ options: Options, _ codes: CodeFile) throws -> HashIndex {
        func gather(_ add: (HashIndex.Row) -> Void) {
            for number in 0..<codes.count { add(HashIndex.Row(id: Int64(number), code: codes[number])) }
        }
        guard let folder = options.folder else {
            return HashIndex(threads: options.threads, bytesPerEntry: options.bytesPerEntry, gathering: gather)
        }
        return try HashIndex.build(
            folder: folder, stamp: HashIndex.Stamp(position: 1), residence: .mapped, threads: options.threads,
            bytesPerEntry: options.bytesPerEntry, gather)
    }
}
