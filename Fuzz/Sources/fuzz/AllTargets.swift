// SPDX-License-Identifier: Apache-2.0

extension FuzzTarget {
    /// Every parser of untrusted bytes.
    static let all = containers + certificates + credentials + markers + inspections + policy
}
