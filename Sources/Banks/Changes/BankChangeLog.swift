// SPDX-License-Identifier: Apache-2.0

/// How the log of changes is kept: a change has a number, one higher than that of the change committed before it, and says
/// in which rows of which bank to look.
enum BankChangeLog {
    /// Changes that stay in the log. A follower that is further behind loads everything anew.
    static let kept: Int64 = 200_000
    /// Changes between two trims.
    static let trimmedEvery: Int64 = 1_000
}
