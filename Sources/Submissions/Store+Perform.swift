// SPDX-License-Identifier: Apache-2.0
internal import Store
/// Stands in until the store has lanes of its own.
extension Store {
    func perform<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result { try body() }
}
