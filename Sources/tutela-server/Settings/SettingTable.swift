// SPDX-License-Identifier: Apache-2.0

/// One setting: its name in `tutela.yaml`, what it may be, and what it is when nobody says anything.
struct SettingKey: Sendable {
    enum Kind: Sendable {
        case text
        /// Never printed.
        case secret
        case number(ClosedRange<Int>)
        case flag
        case list
        case choice([String])
    }

    let name: String
    let kind: Kind
    let standard: String
    let help: String

    init(_ name: String, _ kind: Kind, _ standard: String = "", _ help: String) {
        self.name = name
        self.kind = kind
        self.standard = standard
        self.help = help
    }

    /// `TUTELA_LIMITS_HEAD_SECONDS`
    var environment: String { "TUTELA_" + name.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 } }

    /// `--limits-head-seconds`
    var option: String { "--" + name.map { $0 == "." ? "-" : $0 } }
}

/// All settings: the one table that reading, checking, printing and the documentation are made of.
enum SettingTable {
    static let keys: [SettingKey] = [
        SettingKey("database", .secret, "", "postgresql://… ; nothing: SQLite in the home"),
        SettingKey("listen", .text, "127.0.0.1", "address on which clients are served"),
        SettingKey("port", .number(0...65_535), "8080", "port on which clients are served; 0: any free one"),
        SettingKey("public-url", .text, "", "where clients reach the server, for pages and examples"),
        SettingKey(
            "tls.certificate", .text, "", "PEM file of the certificate chain; with it HTTPS and HTTP/2 are served"),
        SettingKey("tls.key", .text, "", "PEM file of the certificate's key"),
        SettingKey("tls.by-proxy", .flag, "false", "a proxy in front serves HTTPS: cookies and headers say so"),
        SettingKey("health.listen", .text, "127.0.0.1", "address of /livez, /readyz, /startupz and /metrics"),
        SettingKey("health.port", .number(0...65_535), "8081", "their port; 0: any free one"),
        SettingKey(
            "log.level", .choice(["trace", "debug", "info", "notice", "warning", "error"]), "info", "what is logged"),
        SettingKey("threads", .number(0...256), "0", "threads that serve connections; 0: one a core"),
        SettingKey("lanes", .number(0...256), "0", "pictures decoded at once; 0: one a core"),
        SettingKey("waiting", .number(0...10_000), "64", "pictures that may wait for a lane; more are answered 503"),
        SettingKey(
            "lists.max-staleness", .number(1...3_600), "10", "seconds after which unconfirmed lists answer nothing"),
        SettingKey("matcher.enabled", .flag, "false", "serve the surface compatible with HMA: /h /m /c /status"),
        SettingKey("matcher.loopback", .flag, "false", "let clients on this machine use it without a key"),
        SettingKey("fetch.hosts", .list, "", "hosts from which items may be fetched by URL"),
        SettingKey("webhooks.hosts", .list, "", "hosts to which callbacks may be sent"),
        SettingKey("oidc.issuer", .text, "", "issuer of OpenID Connect that signs people in"),
        SettingKey("oidc.client-id", .text, "", "this server's id at the issuer"),
        SettingKey("oidc.client-secret", .secret, "", "this server's secret at the issuer"),
        SettingKey("oidc.name", .text, "", "what the button says after “Sign in with”"),
        SettingKey("oidc.groups-claim", .text, "groups", "where groups stand in the token"),
        SettingKey("oidc.roles", .list, "", "group=role for each role that people of a group have"),
        SettingKey(
            "insecure-decoder", .flag, "false", "decode without the system call filter; /readyz and a metric say so"),
        SettingKey("limits.connections", .number(16...1_000_000), "10000", "connections at once"),
        SettingKey(
            "limits.connections-per-address", .number(1...1_000_000), "256", "of one address, loopback excepted"),
        SettingKey("limits.head-seconds", .number(1...300), "10", "for the handshake and for the head of a request"),
        SettingKey("limits.idle-seconds", .number(1...3_600), "60", "that a connection stays open without a request"),
        SettingKey("limits.body-idle-seconds", .number(1...300), "15", "without a byte of a body"),
        SettingKey("limits.body-bytes-per-second", .number(1...1_000_000), "1024", "that a body must bring on average"),
        SettingKey(
            "limits.write-seconds", .number(1...600), "30", "in which a client must take something of an answer"),
        SettingKey("limits.head-bytes", .number(1_024...1_048_576), "32768", "of the head of a request"),
        SettingKey("limits.head-fields", .number(8...1_000), "100", "of the head of a request"),
        SettingKey("limits.drain-seconds", .number(1...300), "20", "for requests being answered when the server stops"),
        SettingKey("limits.ordinary-at-once", .number(1...10_000), "256", "requests that ask the database, at once"),
        SettingKey("limits.heavy-at-once", .number(1...10_000), "128", "requests that decode pictures, at once"),
        SettingKey(
            "rates.light", .number(0...1_000_000), "0", "requests a second of one key that memory answers; 0: no limit"),
        SettingKey(
            "rates.ordinary", .number(0...1_000_000), "200", "requests a second of one key that ask the database"),
        SettingKey("rates.heavy", .number(0...1_000_000), "200", "requests a second of one key that decode pictures"),
        SettingKey("rates.strangers", .number(1...1_000_000), "20", "requests a second of one address without a key"),
    ]

    static func key(_ name: String) -> SettingKey? { keys.first { $0.name == name } }
}
