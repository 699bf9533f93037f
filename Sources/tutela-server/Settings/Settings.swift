// SPDX-License-Identifier: Apache-2.0

internal import Configuration
internal import Foundation
internal import Spelling
internal import SystemPackage
internal import Yams

/// Why the settings cannot be used, in words for a person.
struct SettingsError: Error {
    var complaints: [String]
}

/// All settings with their values. Where a value stands twice, the command line wins over the environment, and that over the file.
struct Settings: Sendable {
    let home: String
    /// The file that was read; `nil`: there is none.
    let file: String?
    private let values: [String: (text: String, list: [String], origin: String)]

    /// - Parameters:
    ///   - arguments: options of the command line, without `--config`, `--home` and `--check`.
    ///   - environment: of the process.
    ///   - file: named with `--config`; `nil`: `tutela.yaml` in the home, if it is there.
    static func read(
        home: String, arguments: [String], environment: [String: String], file named: String?
    ) async throws -> Settings {
        let path = named ?? home + "/tutela.yaml"
        let isThere = FileManager.default.fileExists(atPath: path)
        if named != nil, !isThere { throw SettingsError(complaints: ["\(path): there is no such file"]) }
        var complaints: [String] = []
        var inFile: Set<String> = []
        if isThere { (inFile, complaints) = try names(inFile: path) }
        let (onCommandLine, wrong) = names(onCommandLine: arguments)
        complaints += wrong
        let inEnvironment = names(inEnvironment: environment, &complaints)
        guard complaints.isEmpty else { throw SettingsError(complaints: complaints) }

        let commandLine = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: variables(of: arguments)).prefixKeys(
                with: "tutela"))
        let variables = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "tutela"))
        let document: ConfigReader? =
            isThere ? ConfigReader(provider: try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))) : nil
        var values: [String: (text: String, list: [String], origin: String)] = [:]
        for key in SettingTable.keys {
            let sources: [(isThere: Bool, reader: ConfigReader?, origin: String)] = [
                (onCommandLine.contains(key.name), commandLine, key.option),
                (inEnvironment.contains(key.name), variables, key.environment),
                (inFile.contains(key.name), document, path),
            ]
            guard let source = sources.first(where: \.isThere), let reader = source.reader else { continue }
            do {
                let (text, list) = try value(key, reader)
                values[key.name] = (text, list, source.origin)
            } catch { complaints.append("\(source.origin): \(key.name): \(words(key.kind))") }
        }
        guard complaints.isEmpty else { throw SettingsError(complaints: complaints) }
        return Settings(home: home, file: isThere ? path : nil, values: values)
    }

    /// Options, as the variables that would say the same; a bare option says true.
    private static func variables(of arguments: [String]) -> [String: String] {
        var variables: [String: String] = [:]
        for (index, argument) in arguments.enumerated() where argument.hasPrefix("--") {
            guard let key = SettingTable.keys.first(where: { $0.option == argument }) else { continue }
            let next = index + 1 < arguments.count ? arguments[index + 1] : "--"
            variables[key.environment] = next.hasPrefix("--") ? "true" : next
        }
        return variables
    }

    private struct WrongValue: Error {}

    private static func value(_ key: SettingKey, _ reader: ConfigReader) throws -> (String, [String]) {
        let name = ConfigKey(key.name)
        switch key.kind {
        case .text: return (try reader.requiredString(forKey: name), [])
        case .secret: return (try reader.requiredString(forKey: name, isSecret: true), [])
        case .number(let range):
            let number = try reader.requiredInt(forKey: name)
            guard range.contains(number) else { throw WrongValue() }
            return (String(number), [])
        case .flag: return (String(try reader.requiredBool(forKey: name)), [])
        case .list:
            let list = try reader.requiredStringArray(forKey: name).filter { !$0.isEmpty }
            return (list.joined(separator: ", "), list)
        case .choice(let words):
            let word = try reader.requiredString(forKey: name)
            guard words.contains(word) else { throw WrongValue() }
            return (word, [])
        }
    }

    private static func words(_ kind: SettingKey.Kind) -> String {
        switch kind {
        case .text, .secret: "is text"
        case .number(let range): "is a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .flag: "is true or false"
        case .list: "is a list of names"
        case .choice(let words): "is one of " + words.joined(separator: ", ")
        }
    }

    private static func unknown(_ name: String, _ origin: String, among names: [String]) -> String {
        let guess = Misspelling.nearest(to: name, among: names).map { ". Did you mean “\($0)”?" } ?? ""
        return "\(origin): there is no setting “\(name.prefix(60))”\(guess)"
    }

    private static func names(inFile path: String) throws -> (Set<String>, [String]) {
        let text: String
        do { text = try String(contentsOfFile: path, encoding: .utf8) } catch {
            throw SettingsError(complaints: ["\(path): cannot be read as UTF-8"])
        }
        guard let node = try? Yams.compose(yaml: text) else {
            if text.allSatisfy(\.isWhitespace) || !text.contains(":") { return ([], []) }
            throw SettingsError(complaints: ["\(path): is no YAML"])
        }
        var names: Set<String> = []
        var complaints: [String] = []
        func walk(_ node: Node, _ prefix: String) {
            guard case .mapping(let mapping) = node else {
                if prefix.isEmpty {
                    complaints.append("\(path): is no list of settings: write “name: value”")
                } else if SettingTable.key(prefix) == nil {
                    complaints.append(unknown(prefix, path, among: SettingTable.keys.map(\.name)))
                } else {
                    names.insert(prefix)
                }
                return
            }
            for (key, value) in mapping {
                let name = key.string ?? "?"
                walk(value, prefix.isEmpty ? name : "\(prefix).\(name)")
            }
        }
        walk(node, "")
        return (names, complaints)
    }

    private static func names(onCommandLine arguments: [String]) -> (Set<String>, [String]) {
        var names: Set<String> = []
        var complaints: [String] = []
        for argument in arguments where argument.hasPrefix("--") {
            let option = String(argument.prefix { $0 != "=" })
            if let key = SettingTable.keys.first(where: { $0.option == option }) {
                if case .secret = key.kind {
                    complaints.append(
                        "\(option): everybody on this machine can read a command line. Use \(key.environment).")
                }
                names.insert(key.name)
            } else {
                let options = SettingTable.keys.map(\.option) + ["--config", "--home", "--check", "--help"]
                let guess = Misspelling.nearest(to: option, among: options).map { ". Did you mean \($0)?" } ?? ""
                complaints.append("there is no option \(option.prefix(60))\(guess)")
            }
        }
        return (names, complaints)
    }

    /// Variables that other programs of the house read.
    private static let otherVariables: Set<String> = ["TUTELA_HOME", "TUTELA_DECODER", "TUTELA_SERVER"]

    private static func names(inEnvironment environment: [String: String], _ complaints: inout [String]) -> Set<String>
    {
        var names: Set<String> = []
        for variable in environment.keys.sorted()
        where variable.hasPrefix("TUTELA_") && !variable.hasPrefix("TUTELA_TEST_") {
            if let key = SettingTable.keys.first(where: { $0.environment == variable }) {
                if environment[variable]?.isEmpty == false { names.insert(key.name) }
            } else if !otherVariables.contains(variable) {
                complaints.append(unknown(variable, "the environment", among: SettingTable.keys.map(\.environment)))
            }
        }
        return names
    }

    /// The text of a setting.
    func text(_ name: String) -> String { values[name]?.text ?? SettingTable.key(name)?.standard ?? "" }

    /// The text of a setting; `nil` when it is empty.
    func optional(_ name: String) -> String? { text(name).isEmpty ? nil : text(name) }

    /// The number of a setting.
    func number(_ name: String) -> Int { Int(text(name)) ?? 0 }

    /// Whether a setting is on.
    func flag(_ name: String) -> Bool { text(name) == "true" }

    /// The names of a setting.
    func list(_ name: String) -> [String] { values[name]?.list ?? [] }

    /// What is in force, a line each: secrets are said to be there, never shown.
    var effective: String {
        let width = SettingTable.keys.map(\.name.count).max() ?? 0
        let lines = SettingTable.keys.map { key in
            var shown = text(key.name)
            if case .secret = key.kind, !shown.isEmpty { shown = "(set)" }
            let origin = values[key.name].map { "from \($0.origin)" } ?? "default"
            let name = key.name + String(repeating: " ", count: width - key.name.count)
            return "\(name)  \(shown.isEmpty ? "–" : shown)  (\(origin))"
        }
        return "home\(String(repeating: " ", count: max(0, width - 4)))  \(home)\n" + lines.joined(separator: "\n")
            + "\n"
    }
}
