// SPDX-License-Identifier: Apache-2.0

public import MediaDecoding
public import Policy

/// Screens items of a server, several at once, and refuses what it has no room for.
public final class Screener: Sendable {
    /// Starts the decoders.
    public init(
        _ settings: ScanSettings, lists: LiveLists, lanes: Int, waiting: Int, surface: String? = nil
    ) throws(DecoderError) {
        fatalError("not yet")
    }

    /// Screens an item.
    public func screen(
        _ bytes: [UInt8], tenant: String?, circumstances: FactSet = FactSet()
    ) async throws(ScreenerBusy) -> ScanRecord { fatalError("not yet") }

    /// Fingerprints and digests only; compares with nothing.
    public func hash(_ bytes: [UInt8]) async throws(ScreenerBusy) -> ScanRecord { fatalError("not yet") }
}
