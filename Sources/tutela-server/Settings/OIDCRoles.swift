// SPDX-License-Identifier: Apache-2.0

internal import Identity
internal import Spelling

/// Which groups of an issuer have which roles: `moderators=moderator`, a group as often as it has roles.
enum OIDCRoles {
    static func read(_ lines: [String]) throws -> [String: Set<Role>] {
        var roles: [String: Set<Role>] = [:]
        for line in lines {
            guard let equals = line.lastIndex(of: "="), equals != line.startIndex else {
                throw SettingsError(complaints: ["oidc.roles: “\(line.prefix(60))”: write group=role"])
            }
            let name = String(line[line.index(after: equals)...])
            guard let role = Role(rawValue: name) else {
                let guess =
                    Misspelling.nearest(to: name, among: Role.allCases.map(\.rawValue))
                    .map { ". Did you mean “\($0)”?" } ?? ""
                throw SettingsError(complaints: ["oidc.roles: there is no role “\(name.prefix(60))”\(guess)"])
            }
            roles[String(line[..<equals]), default: []].insert(role)
        }
        return roles
    }
}
