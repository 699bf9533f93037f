// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A network between a program and its server that a test can break: passes bytes on, loses them, or cuts.
final class Relay: Sendable {
    private struct State {
        var connections: [Int32] = []
        /// Bytes from the client at which every connection is cut.
        var trap: [UInt8]?
        var passesTrap = false
        var swallows = false
        var isClosed = false
    }

    let port: Int
    private let listener: Int32
    private let state = Mutex(State())

    /// - Parameter server: a port of the loopback; 0 takes connections and says nothing.
    init(to server: Int) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = Self.loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, size) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileReadUnknown) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                self.serve(client, server)
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        for connection in state.withLock({ $0.connections }) { shutdown(connection, Int32(SHUT_RDWR)) }
    }

    /// Cuts every connection when the client says `bytes`.
    func cut(at bytes: [UInt8], passingIt: Bool) {
        state.withLock { state in
            state.trap = bytes
            state.passesTrap = passingIt
        }
    }

    /// Loses every byte from now on, without a word.
    func swallow() { state.withLock { $0.swallows = true } }

    func heal() { state.withLock { $0.swallows = false } }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func serve(_ client: Int32, _ server: Int) {
        state.withLock { $0.connections.append(client) }
        guard server != 0 else { return }
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(server)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(other, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            shutdown(client, Int32(SHUT_RDWR))
            return
        }
        state.withLock { $0.connections.append(other) }
        Thread.detachNewThread { [weak self] in Self.pass(client, other, { self?.isLost($0) ?? .cut }) }
        Thread.detachNewThread { [weak self] in
            Self.pass(other, client, { _ in self?.state.withLock { $0.swallows ? .lose : .pass } ?? .cut })
        }
    }

    private enum Fate {
        case pass
        case lose
        case cut
        case passAndCut
    }

    /// What becomes of bytes from the client.
    private func isLost(_ bytes: ArraySlice<UInt8>) -> Fate {
        state.withLock { state in
            if state.swallows { return .lose }
            guard let trap = state.trap, bytes.contains(trap) else { return .pass }
            state.trap = nil
            return state.passesTrap ? .passAndCut : .cut
        }
    }

    private static func pass(_ from: Int32, _ to: Int32, _ fate: (ArraySlice<UInt8>) -> Fate) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        reading: while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            let decided = fate(buffer[..<count])
            if decided == .lose { continue }
            if decided != .cut { _ = send(to, buffer, count, Int32(MSG_NOSIGNAL)) }
            if decided == .cut || decided == .passAndCut {
                // The client first, so that no answer reaches it.
                shutdown(from, Int32(SHUT_RDWR))
                break reading
            }
        }
        shutdown(from, Int32(SHUT_RDWR))
        shutdown(to, Int32(SHUT_WR))
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        guard count >= needle.count else { return false }
        return (startIndex...(endIndex - needle.count)).contains { self[$0...].starts(with: needle) }
    }
}
