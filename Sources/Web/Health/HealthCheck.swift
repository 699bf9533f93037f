// SPDX-License-Identifier: Apache-2.0

/// One thing that must hold before requests may come: the store can be written, the lists are current.
public struct HealthCheck: Sendable {
    /// What was found.
    public struct Finding: Hashable, Sendable {
        /// Whether it holds.
        public var isGood: Bool
        /// What holds or does not, for an operator: no values, no secrets.
        public var detail: String
        /// How many seconds it lags, where it can.
        public var lag: Double?

        /// Describes a finding.
        ///
        /// - Parameters:
        ///   - isGood: whether it holds.
        ///   - detail: for an operator.
        ///   - lag: how many seconds it lags.
        public init(_ isGood: Bool, _ detail: String, lag: Double? = nil) {
            self.isGood = isGood
            self.detail = detail
            self.lag = lag
        }
    }

    /// A word: `store`, `lists`.
    public var name: String
    /// Looks. It is given two seconds.
    public var look: @Sendable () async -> Finding

    /// Describes a check.
    ///
    /// - Parameters:
    ///   - name: a word.
    ///   - look: looks.
    public init(_ name: String, _ look: @escaping @Sendable () async -> Finding) {
        self.name = name
        self.look = look
    }
}
