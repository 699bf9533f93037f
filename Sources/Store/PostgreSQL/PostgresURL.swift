// SPDX-License-Identifier: Apache-2.0

import CLibPQ

/// A URL as libpq reads it, taken apart.
struct PostgresURL {
    /// What may be printed: user, host, port and name.
    let place: String
    /// The words and values for the connection, defaults of this program included.
    let parameters: [(word: String, value: String)]
    /// Whether the server is on this machine.
    let isLocal: Bool

    /// - Throws: ``StoreError`` with `address`; it never quotes the URL.
    init(_ url: String) throws {
        var complaint: UnsafeMutablePointer<CChar>?
        defer { PQfreemem(complaint) }
        // libpq's complaint can quote a piece of the password, so it is not looked at.
        guard let options = PQconninfoParse(url, &complaint) else {
            throw StoreError.address("PostgreSQL's library does not understand it")
        }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        // libpq ends the list with an entry without a word.
        while let word = option.pointee.keyword {
            if let value = option.pointee.val { given[String(cString: word)] = String(cString: value) }
            option += 1
        }
        let host = given["host"] ?? given["hostaddr"] ?? ""
        // A password with a bare @, / or : has its rest in one of these, which would be printed.
        let (name, port) = (given["dbname"] ?? "", given["port"] ?? "")
        guard !host.contains("@"), !name.contains("@"), port.allSatisfy({ $0.isNumber || $0 == "," }) else {
            throw StoreError.address("there is a character of the password where it does not belong")
        }
        isLocal = host.split(separator: ",").allSatisfy { host in
            host.hasPrefix("/") || host == "localhost" || host == "::1" || host.hasPrefix("127.")
        }
        let user = given["user"].map { $0 + "@" } ?? ""
        let shownHost = host.hasPrefix("/") || host.contains(":") ? "[\(host)]" : host
        let shownPort = port.isEmpty ? "" : ":" + port
        place = "postgresql://\(user)\(shownHost)\(shownPort)/\(name.isEmpty ? given["user"] ?? "" : name)"

        let defaults = [
            "application_name": "tutela", "client_encoding": "UTF8", "gssencmode": "disable",
            // A network that died must be noticed, although nobody says so.
            "keepalives_idle": "15", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000",
            // libpq would fall back to plain text when something in between asks for it.
            "sslmode": isLocal ? "prefer" : "require",
        ]
        parameters = given.merging(defaults) { given, _ in given }.sorted { $0.key < $1.key }
            .map { (word: $0.key, value: $0.value) }
    }

    /// Whether the server's certificate and name are checked.
    var isVerified: Bool {
        parameters.contains { $0.word == "sslmode" && $0.value == "verify-full" }
    }
}
