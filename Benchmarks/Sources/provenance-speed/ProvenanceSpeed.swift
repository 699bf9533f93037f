// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Containers
import ContentCredentials
import Foundation
import Markers

/// CPU time of reading the provenance of files that are in memory: structure, unsigned markers, credentials.
///
///     provenance-speed MATERIAL ROUNDS FILE...
///
/// MATERIAL holds `trust.pem` and `tsa.pem`. Prints per file the least time of all rounds in milliseconds, the state of its
/// credentials or `none`, the number of markers, and its name.
@main
struct ProvenanceSpeed {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4, let rounds = Int(arguments[2]), rounds > 0 else {
            print("usage: provenance-speed MATERIAL ROUNDS FILE...")
            exit(64)
        }
        func list(_ name: String) throws -> TrustList {
            let folder = URL(filePath: arguments[1])
            return TrustList(
                name: name, pem: try String(contentsOf: folder.appending(path: "\(name).pem"), encoding: .utf8))
        }
        let validator = CredentialValidator(
            trust: TrustConfiguration(signers: [try list("trust")], timeStamping: [try list("tsa")]),
            now: UTCTime(seconds: Int64(Date().timeIntervalSince1970)))
        for path in arguments.dropFirst(3) {
            let source = MemoryBytes([UInt8](try Data(contentsOf: URL(filePath: path))))
            var least = Double.infinity
            var words = ""
            for _ in 0..<rounds {
                let start = threadMilliseconds()
                let reading = try ContainerReader.read(source)
                let markers = MarkerReader.markers(in: reading)
                let report = validator.validate(reading, source: source)
                least = min(least, threadMilliseconds() - start)
                words = "\(report?.state.rawValue ?? "none")\t\(markers.markers.count)"
            }
            print(String(format: "%.6f", least), words, path, separator: "\t")
        }
    }

    private static func threadMilliseconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1000 + Double(now.tv_nsec) / 1_000_000
    }
}
