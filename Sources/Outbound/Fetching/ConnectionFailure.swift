// SPDX-License-Identifier: Apache-2.0

/// What went wrong on the way, in the words of the operator's log.
enum ConnectionFailure: Error, Equatable {
    case noAddress(String)
    case refusedAddress(IPAddress, AddressReach)
    /// Nobody took the connection; the next address may be tried, since nothing was sent.
    case notConnected(String)
    case broken(String)
    case tooSlow
    case tooLarge
    case encoded(String)
    case status(Int)
    case redirect(String)

    var text: String {
        switch self {
        case .noAddress(let reason): "the name has no address: \(reason)"
        case .refusedAddress(let address, .inside(let range)): "\(address) is not public: \(range)"
        case .refusedAddress(let address, .never(let range)): "\(address) is never connected to: \(range)"
        case .refusedAddress(let address, .public): "\(address) is refused"
        case .notConnected(let reason): "no connection: \(reason)"
        case .broken(let reason): "the exchange broke off: \(reason)"
        case .tooSlow: "the time ran out"
        case .tooLarge: "the answer is larger than the limit"
        case .encoded(let coding): "the answer is encoded: \(coding)"
        case .status(let status): "the answer has status \(status)"
        case .redirect(let reason): "the redirect is refused: \(reason)"
        }
    }
}
