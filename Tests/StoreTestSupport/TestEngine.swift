// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The engines on which a test runs.
package enum TestEngine: String, CaseIterable, Sendable {
    case sqlite
    case postgres

    /// SQLite always; PostgreSQL when `scripts/test-postgres` has been started, as `make test` does.
    package static let available: [TestEngine] = postgresURL == nil ? [.sqlite] : allCases

    /// The server of `scripts/test-postgres`.
    package static let postgresURL = ProcessInfo.processInfo.environment["TUTELA_TEST_POSTGRES"]

    /// What a test that needs the server says when there is none.
    package static let absent =
        "TUTELA_TEST_POSTGRES is not set: nothing is proven of PostgreSQL in this run"
}
