// SPDX-License-Identifier: Apache-2.0

/// Why something could not be done with people, keys or tenants. It never contains a secret.
///
/// Two errors are equal when their ``code`` is equal.
public struct IdentityError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A stable name for a kind of failure, printed as is.
    public enum Code: String, Sendable, CaseIterable {
        /// A name that does not follow the rule.
        case nameInvalid = "IDENTITY-NAME-INVALID"
        /// The name is in use.
        case nameTaken = "IDENTITY-NAME-TAKEN"
        /// No such user, or none that the asker may know of.
        case unknownUser = "USER-UNKNOWN"
        /// No such key, or none that the asker may know of.
        case unknownKey = "KEY-UNKNOWN"
        /// No such session.
        case unknownSession = "SESSION-UNKNOWN"
        /// No such tenant, or none that the asker may know of.
        case unknownTenant = "TENANT-UNKNOWN"
        /// No such role.
        case unknownRole = "ROLE-UNKNOWN"
        /// Two roles that one person may not hold together.
        case rolesConflict = "ROLES-CONFLICT"
        /// A role that cannot be given here: of the house only, of people only, or beyond what the giver may give.
        case roleNotGiven = "ROLE-NOT-GIVEN"
        /// A setting outside its limits.
        case settingInvalid = "IDENTITY-SETTING-INVALID"
        /// The asker may not do this.
        case notAllowed = "IDENTITY-NOT-ALLOWED"
        /// Nobody changes what they themselves may do.
        case ownAccount = "USER-OWN-ACCOUNT"
        /// The house would be left without an administrator.
        case lastAdministrator = "USER-LAST-ADMINISTRATOR"
        /// The roles of this user come from where they sign in.
        case managedElsewhere = "USER-MANAGED-ELSEWHERE"
        /// The password breaks a rule.
        case passwordRefused = "PASSWORD-REFUSED"
        /// The password is not the present one.
        case passwordWrong = "PASSWORD-WRONG"
        /// More passwords are waiting to be checked than can be checked soon.
        case busy = "IDENTITY-BUSY"
        /// The machine could not compute what it must: memory is short.
        case machine = "IDENTITY-MACHINE"
        /// A stored value cannot be read.
        case damaged = "IDENTITY-DAMAGED"
    }

    /// The kind of failure.
    public let code: Code
    /// What happened, which limit, for a person.
    public let message: String
    /// What the person can do about it.
    public let remedy: String

    /// Makes an error.
    ///
    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: what happened, which limit.
    ///   - remedy: what a person can do about it.
    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }

    /// Message, remedy and code, one a line.
    public var description: String { "\(message)\n\(remedy)\ncode \(code.rawValue)" }

    /// Compares the codes only.
    public static func == (left: IdentityError, right: IdentityError) -> Bool { left.code == right.code }
}
