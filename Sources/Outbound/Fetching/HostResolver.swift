// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Glibc
import NIOConcurrencyHelpers

/// Turns a name into addresses. The network is passed in, so that a test can play a name server that changes its mind.
public protocol HostResolver: Sendable {
    /// Every address of a name, in the order in which to try them.
    ///
    /// - Parameter name: a host name in ASCII.
    /// - Returns: at least one address.
    /// - Throws: when the name has none, or nobody could say.
    func addresses(of name: String) async throws -> [IPAddress]
}

/// Asks the system (`getaddrinfo`): hosts file, then the name servers of the machine.
public struct SystemResolver: HostResolver {
    /// A resolver; all of them share their threads.
    public init() {}

    // getaddrinfo blocks, for half a minute when name servers are silent: it gets threads that nothing else waits for.
    private static let threads = DispatchQueue(label: "tutela.outbound.names", attributes: .concurrent)

    /// Every address of a name, in the order of RFC 6724. When the calling task is cancelled it returns at once; the
    /// thread goes on until the system gives up.
    ///
    /// - Parameter name: a host name in ASCII.
    /// - Returns: at least one address, none twice.
    /// - Throws: ``NameUnknown`` or `CancellationError`.
    public func addresses(of name: String) async throws -> [IPAddress] {
        let answer = FirstAnswer<[IPAddress]>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                answer.register(continuation)
                Self.threads.async { answer.settle(Result { try Self.lookUp(name) }) }
            }
        } onCancel: {
            answer.settle(.failure(CancellationError()))
        }
    }

    /// The system has no address of that name.
    public struct NameUnknown: Error, CustomStringConvertible {
        /// What the system says.
        public let description: String
    }

    private static func lookUp(_ name: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(name, nil, &hints, &list)
        guard status == 0 else { throw NameUnknown(description: String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var addresses: [IPAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard
                getnameinfo(
                    entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0,
                    NI_NUMERICHOST) == 0
            else { throw NameUnknown(description: "an address that cannot be written") }
            let spelled = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            // An address that cannot be judged, for example one with a zone, must not slip past the others' judgement.
            guard let address = IPAddress(spelled) else { throw NameUnknown(description: "an address with a zone") }
            if !addresses.contains(address) { addresses.append(address) }
        }
        guard !addresses.isEmpty else { throw NameUnknown(description: "no address") }
        return addresses
    }
}

/// Resumes a waiting task once, with whatever comes first, before or after it began to wait.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<Value, any Error>)
        case settled(Result<Value, any Error>)
        case done
    }

    private let state = NIOLockedValueBox(State.empty)

    func register(_ continuation: CheckedContinuation<Value, any Error>) {
        let early: Result<Value, any Error>? = state.withLockedValue { state in
            if case .settled(let result) = state {
                state = .done
                return result
            }
            state = .waiting(continuation)
            return nil
        }
        if let early { continuation.resume(with: early) }
    }

    func settle(_ result: Result<Value, any Error>) {
        let waiting: CheckedContinuation<Value, any Error>? = state.withLockedValue { state in
            switch state {
            case .empty:
                state = .settled(result)
                return nil
            case .waiting(let continuation):
                state = .done
                return continuation
            case .settled, .done:
                return nil
            }
        }
        waiting?.resume(with: result)
    }
}
