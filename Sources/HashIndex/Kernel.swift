// SPDX-License-Identifier: Apache-2.0

internal import CSearchKernels

/// A set of inner loops, by name.
enum Kernel: String, Sendable, CaseIterable {
    case portable
    case avx2
    case avx512
    case neon

    var set: sk_kernel {
        switch self {
        case .portable: SK_PORTABLE
        case .avx2: SK_AVX2
        case .avx512: SK_AVX512
        case .neon: SK_NEON
        }
    }

    var isAvailable: Bool { sk_available(set) != 0 }

    /// The fastest that this machine runs.
    static let best = allCases.last { $0.isAvailable && $0.set == sk_best() } ?? .portable
}
