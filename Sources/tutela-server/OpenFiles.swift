// SPDX-License-Identifier: Apache-2.0

internal import Glibc

/// How many connections the kernel lets the process have.
enum OpenFiles {
    /// Takes all that the system allows: a connection is an open file, and shells give 1,024.
    static func raiseLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 1 << 20)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
