// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HTTPTypes
internal import Identity
internal import Outbound
internal import Screening
internal import Store
internal import Submissions
internal import Web

/// Errors of the rooms below, as a client reads them. No paths, no names of other tenants' things, no values.
enum RoomError {
    static func problem(of error: any Error) -> any Error {
        switch error {
        case let error as BankError: problem(error)
        case let error as StoreError: Problem(error) ?? error
        case let error as IdentityError: problem(error)
        case let error as FetchRefusal: problem(error)
        case let error as ScreenerBusy:
            Problem(
                .serviceUnavailable, code: "busy",
                detail: "No lane is free to screen it, so nothing is known of it. Send it again.",
                retryAfter: error.retryAfter)
        case is ListsStale: listsStale
        case is RequestLedger.ClaimLost:
            Problem(
                .conflict, code: "request-running", detail: "An equal request took this one’s place. Send it again.",
                retryAfter: 1)
        default: error
        }
    }

    static let listsStale = Problem(
        .serviceUnavailable, code: ListsStale.code,
        detail: "The lists of this server are not known to be up to date, so nothing is compared with them.",
        retryAfter: 2)

    private static func problem(_ error: BankError) -> Problem {
        let code = error.code.description.lowercased()
        let detail = "\(error.message.capitalizedFirst). \(error.remedy)"
        switch error.code {
        case .unknownBank: return bankUnknown
        case .unknownEntry:
            return Problem(.notFound, code: "entry-unknown", detail: "The bank has no entry of that id.")
        case .nameTaken, .entryIDTaken: return Problem(.conflict, code: code, detail: detail)
        case .cursorInvalid:
            return Problem(.badRequest, code: "cursor-invalid", detail: "Send what an earlier answer called “next”.")
        case .keyMissing, .keyWrong, .keyUnreadable, .sealBroken, .listUnreadable:
            return Problem(
                .serviceUnavailable, code: code,
                detail: "This bank is restricted, and its values cannot be opened. An operator must look at the server."
            )
        default: return Problem(.unprocessableContent, code: code, detail: detail)
        }
    }

    static let bankUnknown = Problem(.notFound, code: "bank-unknown", detail: "There is no bank of that name.")

    private static func problem(_ error: IdentityError) -> any Error {
        let code = error.code.rawValue.lowercased()
        let detail = "\(error.message.capitalizedFirst). \(error.remedy)"
        switch error.code {
        case .unknownUser, .unknownKey, .unknownSession, .unknownTenant:
            return Problem(.notFound, code: code, detail: detail)
        case .nameTaken, .rolesConflict, .ownAccount, .lastAdministrator, .managedElsewhere:
            return Problem(.conflict, code: code, detail: detail)
        case .notAllowed, .roleNotGiven: return Problem(.forbidden, code: code, detail: detail)
        case .nameInvalid, .unknownRole, .settingInvalid, .passwordRefused:
            return Problem(.unprocessableContent, code: code, detail: detail)
        case .busy: return Problem(.serviceUnavailable, code: "busy", detail: detail, retryAfter: 1)
        default: return error
        }
    }

    private static func problem(_ error: FetchRefusal) -> Problem {
        if error.code == .busy {
            return Problem(.serviceUnavailable, code: "busy", detail: error.message, retryAfter: 1)
        }
        return Problem(
            .unprocessableContent, code: "url-refused",
            detail: "\(error.message) \(error.remedy) (\(error.code.rawValue))")
    }
}

extension String {
    /// With a capital first letter, as a sentence begins.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension RoomError {
    /// An error as the result of a job tells it, and whether it is a defect of the program.
    static func answer(to error: any Error) -> (text: String, isDefect: Bool) {
        let problem = problem(of: error) as? Problem
        var inner = JSONText()
        inner.add("code", problem?.code ?? "internal")
        inner.add("detail", problem?.detail ?? "The server could not do it; the reason is in its log.")
        var object = JSONText()
        object.add("problem", raw: inner.closed)
        return (object.closed, problem == nil)
    }
}
