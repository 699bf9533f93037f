// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Store

/// An empty database of one test: a home folder, or a schema of the test server. It goes away with its owner.
package final class TestDatabase: Sendable {
    package let address: StoreAddress
    private let remove: @Sendable () -> Void

    package init(_ engine: TestEngine) throws {
        let name = UUID().uuidString.lowercased()
        switch engine {
        case .sqlite:
            let home = NSTemporaryDirectory() + "tutela-test-" + name
            address = .sqlite(home: home)
            remove = { try? FileManager.default.removeItem(atPath: home) }
        case .postgres:
            guard let url = TestEngine.postgresURL else { throw CocoaError(.featureUnsupported) }
            let schema = "test_" + name.replacing("-", with: "")
            let administrator = try Store(
                at: .postgres(url), schemas: [], options: StoreOptions(connections: 1))
            try administrator.write { try $0.execute("CREATE SCHEMA \(schema)") }
            try administrator.close()
            address = .postgres(Self.url(url, adding: "options=-csearch_path%3D\(schema)"))
            remove = {
                let administrator = try? Store(
                    at: .postgres(url), schemas: [], options: StoreOptions(connections: 1))
                _ = try? administrator?.write { try $0.execute("DROP SCHEMA \(schema) CASCADE") }
            }
        }
    }

    deinit {
        remove()
    }

    /// Opens the database; more than once only on PostgreSQL.
    package func open(_ schemas: [RoomSchema], _ options: StoreOptions = StoreOptions()) throws -> Store {
        try Store(at: address, schemas: schemas, options: options)
    }

    /// A URL with one more parameter.
    package static func url(_ url: String, adding parameter: String) -> String {
        url + (url.contains("?") ? "&" : "?") + parameter
    }
}
