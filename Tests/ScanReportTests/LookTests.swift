// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening
import TestSupport
import Testing

@testable import ScanReport

/// Opens sample reports in a browser and looks at them as people and machines do: strict markup, the policy's hash, nothing
/// fetched, no sideways scrolling at 320 pixels, axe at three widths in light and dark.
///
/// With `TUTELA_REPORT_SAMPLES` naming a folder the samples stay there, to be looked at by hand.
@Suite("A report in the browser")
struct LookTests {
    private static let hasBrowser = FileManager.default.isExecutableFile(atPath: "/usr/bin/chromium")

    @Test(
        "is sound, accessible and quiet",
        .enabled(if: Repository.python != nil && hasBrowser, "the browser or its driver is not installed: make test"))
    func looksRight() throws {
        let scratch = try TemporaryFolder()
        let folder = ProcessInfo.processInfo.environment["TUTELA_REPORT_SAMPLES"] ?? scratch.path
        var unused = Sample.lists
        unused[2].unusedBecause = "quarantined"
        let stopped = Sample.run(
            lists: unused, wasStopped: true, filesFound: 40_000,
            decoder: "INSECURE: the decoder ran unconfined (--insecure-decoder)",
            places: ["/media/holidays", "/srv/uploads/2026"])
        let ruled = try RuledScan.scan()
        let samples: [(name: String, run: ScanRun, ledger: ScanLedger, names: NameDisclosure)] = [
            ("full", Sample.run(), Sample.full, .full),
            ("hidden", Sample.run(), Sample.full, .hidden),
            ("none", Sample.run(lists: Array(Sample.lists.prefix(2))), Sample.ledger([], none: 214), .full),
            ("empty", Sample.run(), Sample.ledger([], other: 3), .full),
            ("stopped", stopped, Sample.ledger(Sample.matched + Sample.unknown, none: 9_371, other: 20), .full),
            ("hostile", Sample.run(), Sample.ledger(Hostile.records), .full),
            ("rules", ruled.run, ruled.ledger, .full),
        ]
        for sample in samples {
            let path = folder + "/" + sample.name + ".html"
            let page = HTMLReport.render(
                run: sample.run, ledger: sample.ledger, names: sample.names, timeZone: Sample.zone)
            try page.write(toFile: path, atomically: true, encoding: .utf8)
            let look = try Execution.peer("report_look.py", [path])
            #expect(look.status == 0, "\(sample.name): \(look.output)\(look.errors)")
        }
    }
}
