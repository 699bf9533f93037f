// SPDX-License-Identifier: Apache-2.0

/// A folder that holds an index.
struct IndexFolder: Sendable {
    let path: String
}
