// SPDX-License-Identifier: Apache-2.0

import NIOConcurrencyHelpers
import Outbound

/// A name server that answers what a test wants, in turn, and counts the questions.
final class PlayedResolver: HostResolver {
    struct NoSuchName: Error {}

    private let answers: [String: [[String]]]
    private let other: [String]
    private let asked = NIOLockedValueBox([String]())

    /// The names that were asked for, in order.
    var questions: [String] { asked.withLockedValue { $0 } }

    /// - Parameters:
    ///   - answers: for a name the addresses of the first question, of the second …; the last answer stays.
    ///   - other: the addresses of every other name; empty: there is no such name.
    init(_ answers: [String: [[String]]] = [:], other: [String] = []) {
        self.answers = answers
        self.other = other
    }

    func addresses(of name: String) async throws -> [IPAddress] {
        let earlier = asked.withLockedValue { asked in
            asked.append(name)
            return asked.count { $0 == name } - 1
        }
        let texts: [String]
        if let turns = answers[name], let last = turns.last {
            texts = turns.indices.contains(earlier) ? turns[earlier] : last
        } else {
            texts = other
        }
        guard !texts.isEmpty else { throw NoSuchName() }
        return texts.compactMap { IPAddress($0) }
    }
}
