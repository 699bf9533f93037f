// SPDX-License-Identifier: Apache-2.0

/// Where a database is. Printing it never shows a password.
public enum StoreAddress: Hashable, Sendable {
    /// `tutela.sqlite` in a home folder.
    case sqlite(home: String)
    /// A PostgreSQL database by its URL, as libpq reads it: `postgresql://user:password@host:5432/name?sslmode=…`.
    case postgres(String)

    /// Reads a setting.
    ///
    /// - Parameters:
    ///   - setting: the key `database` of `tutela.yaml` or `TUTELA_DATABASE`; nil or empty means SQLite in the home.
    ///   - home: the home folder.
    /// - Throws: ``StoreError`` with `address`, when the setting is no URL of a database.
    public init(setting: String?, home: String) throws {
        guard let setting, !setting.isEmpty else {
            self = .sqlite(home: home)
            return
        }
        guard setting.hasPrefix("postgresql://") || setting.hasPrefix("postgres://") else {
            throw StoreError.address("the setting does not begin with postgresql://")
        }
        _ = try PostgresURL(setting)
        self = .postgres(setting)
    }
}

extension StoreAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The printable name: a path, or a URL without its password.
    public var description: String {
        switch self {
        case .sqlite(let home): home + "/" + Store.fileName
        case .postgres(let url): (try? PostgresURL(url).place) ?? "postgresql://(unreadable)"
        }
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows nothing inside.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
