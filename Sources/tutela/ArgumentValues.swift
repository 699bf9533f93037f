// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import Banks
public import Fingerprints
public import PolicyWords
public import ScanReport
public import Screening

// Words of the rooms that may stand on the command line as they are.

extension TrustTier: ExpressibleByArgument {
    /// Reads A, B or C in either case; anything else is `nil`.
    public init?(argument: String) {
        self.init(rawValue: argument.uppercased())
    }
}
extension ListingState: ExpressibleByArgument {}
extension ImportFormat: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension FingerprintKind: ExpressibleByArgument {}
extension NameDisclosure: ExpressibleByArgument {}
extension PDQ.Variant: ExpressibleByArgument {}
extension ScanSettings.Hashing.Method: ExpressibleByArgument {}

extension Language: ExpressibleByArgument {
    /// Reads a language tag; anything else is `nil`.
    public init?(argument: String) {
        self.init(tag: argument)
    }
}

extension RegistryFormat: ExpressibleByArgument {}
