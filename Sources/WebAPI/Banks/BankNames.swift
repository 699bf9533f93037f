// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import Identity
internal import Web

/// Which bank of the database somebody means. What somebody may not know of is not there.
struct BankNames: Sendable {
    let scope: BankScope

    init(_ principal: Principal) {
        scope = BankScope(tenant: principal.tenant?.description)
    }

    /// The bank that is read: the asker's own, else one of the house.
    ///
    /// - Throws: ``Problem`` 404.
    func readable(_ name: String, in banks: BankRepository) throws -> String {
        guard let own = scope.qualified(name) else { throw RoomError.bankUnknown }
        do {
            _ = try banks.show(own)
            return own
        } catch let error as BankError where error.code == .unknownBank {
            guard scope.tenant != nil else { throw RoomError.bankUnknown }
            _ = try banks.show(name)
            return name
        }
    }

    /// The bank that is changed: the asker's own.
    ///
    /// - Throws: ``Problem`` 404 when no bank of the asker can have this name.
    func changeable(_ name: String) throws(Problem) -> String {
        guard let own = scope.qualified(name) else { throw RoomError.bankUnknown }
        return own
    }
}
