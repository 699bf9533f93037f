// SPDX-License-Identifier: Apache-2.0

/// The hosts an operator allows to be fetched from. Empty, it allows none.
public struct AllowList: Hashable, Sendable {
    /// The entries.
    public let entries: [AllowedHost]

    /// - Parameter entries: what is allowed.
    public init(_ entries: [AllowedHost] = []) {
        self.entries = entries
    }

    /// Reads entries as they stand in a configuration.
    ///
    /// - Parameter lines: an entry each, as ``AllowedHost/init(_:)`` reads them.
    /// - Throws: ``AllowListError`` for the first line that cannot be read.
    public init(reading lines: [String]) throws(AllowListError) {
        var entries: [AllowedHost] = []
        for line in lines { entries.append(try AllowedHost(line)) }
        self.entries = entries
    }

    /// The first entry that allows an address.
    ///
    /// - Parameter address: where somebody wants to connect to.
    /// - Returns: `nil` when none does.
    public func entry(for address: WebAddress) -> AllowedHost? {
        entries.first { $0.allows(address) }
    }
}

/// One entry of an ``AllowList``.
public struct AllowedHost: Hashable, Sendable {
    /// Which hosts an entry means.
    public enum Pattern: Hashable, Sendable {
        /// This host alone.
        case exactly(HostName)
        /// Every host below a name, but not the name itself.
        case below(String)
    }

    /// How to connect; the other way is refused.
    public let scheme: WebAddress.Scheme
    /// Which hosts.
    public let pattern: Pattern
    /// The one port.
    public let port: Int
    /// Whether the host may lie in the operator's own networks. Link-local addresses, metadata services among them, stay
    /// refused.
    public let isPrivate: Bool

    /// Reads an entry: a host, or `*.` and a name for every host below it; before it `https://` (which may be left out)
    /// or `http://`; after it `:` and a port, without which the scheme's own port is meant; and at the end the word
    /// ` private` for a host in the operator's own networks.
    ///
    /// - Parameter text: for example `img.example.com`, `*.example.com:8443` or `http://media.internal:9000 private`.
    /// - Throws: ``AllowListError``, with what is wrong and how to write it.
    public init(_ text: String) throws(AllowListError) {
        let words = text.split(separator: " ")
        guard let first = words.first, words.count == 1 || words.count == 2 && words[1] == "private" else {
            throw AllowListError(entry: text, problem: "is not a host, with or without the word 'private' after it")
        }
        let isPrivate = words.count == 2
        var rest = first[...]
        var scheme = WebAddress.Scheme.https
        for candidate in [WebAddress.Scheme.http, .https] where rest.lowercased().hasPrefix(candidate.rawValue + "://")
        {
            scheme = candidate
            rest = rest.dropFirst(candidate.rawValue.utf8.count + 3)
        }
        let isSuffix = rest.hasPrefix("*.")
        if isSuffix { rest = rest.dropFirst(2) }
        guard !rest.contains(where: { "/?#@*".contains($0) }) else {
            throw AllowListError(entry: text, problem: "has more than a scheme, a host and a port")
        }
        guard let address = WebAddress("\(scheme.rawValue)://\(rest)/") else {
            throw AllowListError(entry: text, problem: "is no host name in ASCII (xn--… for other letters) or address")
        }
        if isSuffix {
            guard case .name(let name) = address.host else {
                throw AllowListError(entry: text, problem: "puts an asterisk before an address")
            }
            guard name.contains(".") || isPrivate else {
                throw AllowListError(entry: text, problem: "allows a whole top-level domain")
            }
            pattern = .below(name)
        } else {
            pattern = .exactly(address.host)
        }
        if case .address(let literal) = address.host {
            switch AddressRules.reach(of: literal) {
            case .public: break
            case .inside(let range):
                guard isPrivate else {
                    throw AllowListError(
                        entry: text, problem: "is not a public address (\(range)); write ' private' after it")
                }
            case .never(let range):
                throw AllowListError(entry: text, problem: "is an address that is never connected to (\(range))")
            }
        }
        self.scheme = scheme
        self.port = address.port
        self.isPrivate = isPrivate
    }

    /// An entry without the checks of the text form.
    package init(scheme: WebAddress.Scheme, pattern: Pattern, port: Int, isPrivate: Bool) {
        self.scheme = scheme
        self.pattern = pattern
        self.port = port
        self.isPrivate = isPrivate
    }

    /// Whether the entry allows an address: scheme, host and port must all be the entry's.
    ///
    /// - Parameter address: where somebody wants to connect to.
    public func allows(_ address: WebAddress) -> Bool {
        guard address.scheme == scheme, address.port == port else { return false }
        switch pattern {
        case .exactly(let host): return host == address.host
        case .below(let suffix):
            guard case .name(let name) = address.host else { return false }
            return name.hasSuffix("." + suffix)
        }
    }

    /// Whether an address that the host resolved to may be connected to.
    func allows(_ reach: AddressReach) -> Bool {
        switch reach {
        case .public: true
        case .inside: isPrivate
        case .never: false
        }
    }
}

/// A line of an ``AllowList`` that cannot be read.
public struct AllowListError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Stable, for programs.
    public let code = "allow-list-malformed"
    /// The line.
    public let entry: String
    /// What is wrong with it.
    public let problem: String

    /// What is wrong, for people.
    public var message: String { "The allow-list entry '\(entry)' \(problem)." }
    /// What to do about it.
    public var remedy: String {
        "Write a host ('img.example.com'), every host below a name ('*.example.com'), a port ('img.example.com:8443'), "
            + "clear text ('http://img.example.com'), or a host of your own networks ('media.internal private')."
    }
    /// Message and remedy.
    public var description: String { "\(message) \(remedy)" }
}
