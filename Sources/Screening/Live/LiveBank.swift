// SPDX-License-Identifier: Apache-2.0

internal import Banks
internal import HashIndex

/// A bank as the live lists need it.
struct LiveBank: Sendable {
    let id: Int64
    /// The same number as entries keep it.
    let number: UInt32
    /// As the database calls it.
    let qualified: String
    let tenant: String?
    /// Without the tenant.
    let name: String
    let purpose: BankPurpose
    let isActive: Bool
    let isRestricted: Bool
    let radius: Int
    let tier: String
    let contributors: Int
    let category: String?
    let source: String?
    let enabledRatio: Double

    /// - Returns: `nil` for a bank whose number is too large: four thousand million banks after the first.
    init?(_ bank: Bank) {
        guard let number = UInt32(exactly: bank.id) else { return nil }
        id = bank.id
        self.number = number
        qualified = bank.name
        tenant = bank.tenant
        name = bank.ownName
        purpose = bank.purpose
        isActive = bank.settings.state == .active
        isRestricted = bank.restricted
        radius = bank.radius
        tier = bank.settings.tier.rawValue
        contributors = bank.settings.contributors
        category = bank.settings.category
        source = bank.settings.source
        enabledRatio = bank.settings.enabledRatio
    }

    /// Whether it is matched for a tenant: the house's banks for everybody, a tenant's for that tenant.
    func isMatched(for tenant: String?) -> Bool { isActive && (self.tenant == nil || self.tenant == tenant) }

    /// How its hashes lie in the index: apart from all others when its radius would slow those down. Which radius it is
    /// within these two is decided when a question is answered, so that changing it moves nothing.
    var shelf: EntryDirectory.Shelf {
        guard purpose == .known else { return .none }
        return radius > Bank.defaultRadius ? .far : .usual
    }
}

extension EntryDirectory.Shelf {
    var radius: UInt8 { self == .far ? UInt8(Bank.radii.upperBound) : UInt8(Bank.defaultRadius) }
}
