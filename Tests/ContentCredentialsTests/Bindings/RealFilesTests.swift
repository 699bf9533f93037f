// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Foundation
import TestSupport
import Testing

/// Files of other makers, and files made with c2pa-rs: `expected.tsv` says what c2pa-rs finds.
@Suite struct RealFilesTests {
    @Test func everyBindingOfTheCollectionIsJudgedAsByItsMakers() throws {
        guard let folder = Repository.material("provenance") else {
            print("Real files are absent: ../shared/data/provenance; the bindings of other makers were not checked.")
            return
        }
        let table = try String(contentsOf: folder.appending(path: "expected.tsv"), encoding: .utf8)
        var checked = 0
        for line in table.split(separator: "\n").dropFirst() {
            let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let path = folder.appending(path: columns[0]).path
            guard let source = try? FileBytes(path: path), let file = try? BoundFile(source) else { continue }
            let statuses = try file.check()
            print(columns[0], columns[5], columns[7], statuses.map { $0.map { "\($0.code): \($0.explanation)" } } ?? [])
            checked += 1
        }
        print(checked)
    }
}
