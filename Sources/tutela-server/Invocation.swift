// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What stands on the command line.
struct Invocation {
    private(set) var home: String
    private(set) var file: String?
    private(set) var wantsCheck = false
    private(set) var wantsHelp = false
    /// Settings, as they were written.
    private(set) var options: [String] = []

    init(_ arguments: [String]) throws {
        let environment = ProcessInfo.processInfo.environment
        home = Self.standardHome(environment)
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            func value() throws -> String {
                if let equals = argument.firstIndex(of: "=") {
                    return String(argument[argument.index(after: equals)...])
                }
                guard let next = rest.popFirst(), !next.hasPrefix("--") else {
                    throw SettingsError(complaints: ["\(argument) needs a value"])
                }
                return next
            }
            switch argument.prefix(while: { $0 != "=" }) {
            case "--config": file = try value()
            case "--home": home = try value()
            case "--check": wantsCheck = true
            case "--help", "-h": wantsHelp = true
            case let option where option.hasPrefix("--"):
                options.append(String(option))
                if argument.contains("=") {
                    options.append(try value())
                } else if let next = rest.first, !next.hasPrefix("--") {
                    options.append(next)
                    rest = rest.dropFirst()
                }
            default: throw SettingsError(complaints: ["“\(argument.prefix(60))” is no option"])
            }
        }
    }

    private static func standardHome(_ environment: [String: String]) -> String {
        if let home = environment["TUTELA_HOME"], !home.isEmpty { return home }
        if let data = environment["XDG_DATA_HOME"], !data.isEmpty { return data + "/tutela" }
        return NSHomeDirectory() + "/.local/share/tutela"
    }

    static var help: String {
        let width = SettingTable.keys.map(\.name.count).max() ?? 0
        let keys = SettingTable.keys.map { key in
            let name = key.name + String(repeating: " ", count: width - key.name.count)
            return "  \(name)  \(key.help)\(key.standard.isEmpty ? "" : " (\(key.standard))")"
        }
        return """
            Serves the API of Tutela.

              tutela serve [--home FOLDER] [--config FILE] [--check] [--SETTING VALUE]…

              --home FOLDER   data folder (else TUTELA_HOME)
              --config FILE   settings (else tutela.yaml in the data folder)
              --check         check the settings, print those in force, and end

            Settings stand in the file as “name: value”, in the environment as TUTELA_NAME with “_” for dots and dashes, and
            on the command line as --name with “-” for dots. The command line wins, then the environment.

            \(keys.joined(separator: "\n"))

            """
    }
}
