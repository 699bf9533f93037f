// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Identity
internal import Ledger
internal import MediaDecoding
internal import PolicyPacks
internal import Provenance
internal import Store

/// An error as a person reads it: what, where, which limit; what to do; and a code to search for.
struct Complaint: Error {
    var message: String
    var remedy: String?
    var code: String

    init(_ message: String, remedy: String? = nil, code: String) {
        self.message = message
        self.remedy = remedy
        self.code = code
    }

    /// Reads any room's error; `nil` for errors of the argument parser, which it words itself.
    init?(_ error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as DecoderError: self.init(error.message, code: error.code.rawValue)
        case let error as BankError: self.init(error.message, remedy: error.remedy, code: error.code.description)
        case let error as IdentityError: self.init(error.message, remedy: error.remedy, code: error.code.rawValue)
        case let error as LedgerError: self.init(error.message, remedy: error.remedy, code: error.code.rawValue)
        case let error as StoreError: self.init(error.message, remedy: error.remedy, code: error.code.description)
        case let error as TrustListError: self.init(error.message, remedy: error.remedy, code: error.code)
        case let error as PackProblems: self.init(error)
        case let error as RuleSetArchiveProblem: self.init(error.message, remedy: error.remedy, code: error.code)
        default: return nil
        }
    }

    /// Mistakes in packs, facts or stored decisions: the first with its remedy, then the places of some others.
    private init(_ error: PackProblems) {
        let problems = error.problems
        func place(_ problem: PackProblem) -> String {
            "\(problem.file):\(problem.line):\(problem.column): \(problem.message)"
        }
        let first = problems[0]
        var remedy = first.hint
        for problem in problems.dropFirst().prefix(4) { remedy += "\n       \(place(problem)) (\(problem.hint))" }
        if problems.count > 5 { remedy += "\n       and \(problems.count - 5) more: tutela policy lint names all" }
        self.init(place(first), remedy: remedy, code: first.code)
    }
}
