// SPDX-License-Identifier: Apache-2.0

/// Whose banks somebody sees, and under which names.
///
/// The bank `lost` of tenant `acme` is called `acme/lost` in the database; a slash cannot stand in a bank's own name. The
/// house sees every bank under that name. A tenant sees its own banks without the prefix, and the banks of the house, which
/// no bank of a tenant may share a name with.
public struct BankScope: Hashable, Sendable {
    /// The tenant; nil is the house.
    public let tenant: String?

    /// The whole installation.
    public static let house = BankScope(tenant: nil)

    /// Makes the scope of a tenant, or of the house.
    ///
    /// - Parameter tenant: nil is the house.
    public init(tenant: String?) {
        self.tenant = tenant
    }

    /// Whether a bank can have this name, with or without its tenant's before it. What cannot is neither looked up nor
    /// recorded: it may be anything.
    ///
    /// - Parameter name: from outside.
    public static func isName(_ name: String) -> Bool {
        let (tenant, own) = BankName.parts(name)
        do {
            if let tenant { try BankName.checkTenant(tenant) }
            try BankName.check(own)
            return true
        } catch {
            return false
        }
    }

    /// The name in the database of a bank that somebody in this scope names to manage it.
    ///
    /// - Parameter name: as the scope sees it.
    /// - Returns: nil when no bank of the scope can have this name.
    public func qualified(_ name: String) -> String? {
        guard let tenant else { return name }
        return name.utf8.contains(UInt8(ascii: "/")) ? nil : "\(tenant)/\(name)"
    }

    /// The name under which a bank is seen in this scope.
    ///
    /// - Parameter qualified: its name in the database.
    /// - Returns: nil for a bank of somebody else.
    public func visible(_ qualified: String) -> String? {
        guard let tenant, let slash = qualified.utf8.firstIndex(of: UInt8(ascii: "/")) else { return qualified }
        guard qualified[..<slash] == tenant else { return nil }
        return String(qualified[qualified.utf8.index(after: slash)...])
    }

    /// Whether somebody in this scope may change a bank: a tenant its own, the house every one.
    ///
    /// - Parameter qualified: the bank's name in the database.
    public func manages(_ qualified: String) -> Bool {
        guard let tenant else { return true }
        return qualified.utf8.starts(with: "\(tenant)/".utf8)
    }
}
