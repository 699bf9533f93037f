// SPDX-License-Identifier: Apache-2.0

internal import Logging
internal import ServiceLifecycle
internal import UnixSignals
internal import Web

/// Something that runs until the server stops: follows changes, sweeps, delivers.
struct Background: Service {
    let name: String
    let work: @Sendable () async -> Void

    init(_ name: String, _ work: @escaping @Sendable () async -> Void) {
        self.name = name
        self.work = work
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
        // A follower that ends by itself must not take the server down while it stops anyway; `/readyz` says when it lags.
        try? await gracefulShutdown()
    }
}

/// Renews the certificate when its files change, and when the operator says so.
struct CertificateRenewal: Service {
    let files: TLSFiles
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { renew { try files.reload() } }
                }
                group.addTask {
                    while (try? await Task.sleep(for: .seconds(10))) != nil {
                        renew { _ = try files.reloadIfChanged() }
                    }
                }
            }
        }
    }

    private func renew(_ read: () throws -> Void) {
        do { try read() } catch {
            logger.error(
                "The certificate cannot be renewed; the earlier one stays in use.",
                metadata: ["error": "\(type(of: error))", "setting": "tls.certificate"])
        }
    }
}
