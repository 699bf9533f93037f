// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Banks
internal import Fingerprints
internal import Foundation
internal import HashIndex
internal import Screening
internal import Synchronization

/// `tutela match`.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match",
        abstract: "Find known entries near PDQ hashes.",
        discussion: """
            Example:
              tutela hash --format ndjson photos/ | tutela match --bank mine

            Reads one hash of 64 hex digits a line, or the NDJSON of `hash`, and prints one NDJSON line per query. \
            With --list, an entry's name is its line number.

            Exit codes: 0 nothing found, 1 something found, 2 an error.
            """)

    @Option(name: .long, help: ArgumentHelp("Search this bank (default: all active ones).", valueName: "name"))
    var bank: [String] = []

    @Option(name: .long, help: ArgumentHelp("Search a file of hashes instead, one a line.", valueName: "file"))
    var list: String?

    @Option(name: .long, help: ArgumentHelp("Largest distance that is a match, in bits.", valueName: "n"))
    var radius = PDQ.defaultRadius

    @Option(name: .long, help: ArgumentHelp("Threads that search.", valueName: "n"))
    var threads = 1

    @Flag(name: .long, help: "Say on standard error how long building and searching took.")
    var stats = false

    @OptionGroup var home: HomeOptions

    /// Queries searched in one pass over the index.
    private static let batch = 256

    func validate() throws {
        guard (0...256).contains(radius) else { throw ValidationError("--radius takes 0 to 256 bits, not \(radius)") }
        guard (1...256).contains(threads) else { throw ValidationError("--threads takes 1 to 256, not \(threads)") }
        if list != nil && !bank.isEmpty { throw ValidationError("name a --bank or a --list, not both") }
    }

    func run() async throws {
        let clock = ContinuousClock()
        let (source, buildTime) = try clock.measured { try loadEntries() }
        if stats { Console.say("built \(source.count) entries in \(Self.seconds(buildTime)) s") }
        let output = Output()
        var (queries, found) = (0, false)
        var searchTime = Duration.zero
        var batch: [Query] = []

        func searchBatch() throws {
            guard !batch.isEmpty else { return }
            let start = clock.now
            let answers = search(source, batch.map(\.hash))
            searchTime += start.duration(to: clock.now)
            for (query, answer) in zip(batch, answers) {
                found = found || !answer.isEmpty
                try output.writeLine(source.line(query.hash, answer))
            }
            queries += batch.count
            batch.removeAll(keepingCapacity: true)
        }

        var lines = PDQLines(try FileSource(descriptor: 0, name: "standard input"))
        while let (number, line) = try lines.next() {
            batch.append(try Query(line, number: number))
            if batch.count == Self.batch * threads { try searchBatch() }
        }
        try searchBatch()
        try output.flush()
        if stats {
            let rate = Double(queries) / max(searchTime / .seconds(1), 1e-9)
            Console.say("\(queries) queries in \(Self.seconds(searchTime)) s, \(Int(rate)) queries/s")
        }
        if found { throw ExitStatus.found }
    }

    private func search(_ source: MatchSource, _ codes: [PDQHash]) -> [MatchSource.Answer] {
        guard threads > 1, codes.count > 1 else { return source.search(codes, radius: radius) }
        let share = (codes.count + threads - 1) / threads
        let parts = stride(from: 0, to: codes.count, by: share).map { Array(codes[$0..<min($0 + share, codes.count)]) }
        let answers = PartialAnswers(count: parts.count)
        DispatchQueue.concurrentPerform(iterations: parts.count) { [radius] part in
            answers.put(source.search(parts[part], radius: radius), at: part)
        }
        return answers.joined
    }

    private func loadEntries() throws -> MatchSource {
        guard let list else {
            let repository = try Lists.open(home)
            let names = bank.isEmpty ? nil : Set(bank)
            let index = try BankIndex(repository, names: names, folder: home.indexFolder, threads: threads)
            if let trouble = index.trouble { Console.say("note: \(trouble)") }
            return .banks(index, repository)
        }
        var rows: [HashIndex.Row] = []
        var lines = PDQLines(try FileSource(path: list))
        while let (number, line) = try lines.next() {
            guard case .hash(let hash) = line else {
                throw Complaint(
                    "\(list), line \(number): not a PDQ hash", remedy: "a PDQ hash is 64 hex digits",
                    code: "MATCH-LIST")
            }
            rows.append(HashIndex.Row(id: Int64(number), code: hash))
        }
        return .lines(HashIndex(rows, threads: threads), name: (list as NSString).lastPathComponent)
    }

    private static func seconds(_ duration: Duration) -> String {
        String(format: "%.3f", duration / .seconds(1))
    }
}

/// One line of standard input.
private struct Query {
    let hash: PDQHash

    private struct HashLine: Decodable {
        let pdq: String?
    }

    init(_ line: PDQLines.Line, number: Int) throws {
        let found: PDQHash? =
            switch line {
            case .hash(let hash): hash
            case .other(let bytes):
                (try? JSONDecoder().decode(HashLine.self, from: Data(bytes)).pdq).flatMap { PDQHash(hex: $0) }
            case .tooLong: nil
            }
        guard let hash = found else {
            throw Complaint(
                "standard input, line \(number): not a PDQ hash",
                remedy: "one hash of 64 hex digits a line, or what `tutela hash` prints", code: "MATCH-QUERY")
        }
        self.hash = hash
    }
}

/// Answers of several threads, put together in order.
private final class PartialAnswers: Sendable {
    private let parts: Mutex<[[MatchSource.Answer]]>

    init(count: Int) {
        parts = Mutex(Array(repeating: [], count: count))
    }

    func put(_ answers: [MatchSource.Answer], at part: Int) {
        parts.withLock { $0[part] = answers }
    }

    var joined: [MatchSource.Answer] { parts.withLock { Array($0.joined()) } }
}

extension ContinuousClock {
    fileprivate func measured<Value>(_ work: () throws -> Value) rethrows -> (Value, Duration) {
        let start = now
        let value = try work()
        return (value, start.duration(to: now))
    }
}
