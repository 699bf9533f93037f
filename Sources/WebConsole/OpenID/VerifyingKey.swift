// SPDX-License-Identifier: Apache-2.0

internal import JWTKit

/// A public key with the one algorithm that it may be used with.
struct VerifyingKey: Sendable {
    private let algorithm: any JWTAlgorithm

    init(_ algorithm: any JWTAlgorithm) {
        self.algorithm = algorithm
    }

    func verifies(_ signature: [UInt8], of signed: [UInt8]) -> Bool {
        (try? algorithm.verify(signature, signs: signed)) ?? false
    }
}
