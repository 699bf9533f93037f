// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening
import Testing

@testable import ScanReport

/// Writes sample reports for `report_look.py`, when `TUTELA_REPORT_SAMPLES` names a folder.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["TUTELA_REPORT_SAMPLES"] != nil))
struct SampleReports {
    @Test func `sample reports are written for looking at`() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["TUTELA_REPORT_SAMPLES"])
        func write(_ name: String, _ run: ScanRun, _ ledger: ScanLedger, _ names: NameDisclosure = .full) throws {
            let commands = NextCommands(for: run)
            let html = HTMLReport.render(
                run: run, ledger: ledger, names: names, commands: commands, timeZone: Sample.zone)
            try html.write(toFile: folder + "/" + name + ".html", atomically: true, encoding: .utf8)
        }
        try write("full", Sample.run(), Sample.full)
        try write("hidden", Sample.run(), Sample.full, .hidden)
        try write("none", Sample.run(lists: Array(Sample.lists.prefix(2))), Sample.ledger([], none: 214))
        try write("empty", Sample.run(), Sample.ledger([], other: 3))
        var unused = Sample.lists
        unused[2].unusedBecause = "quarantined"
        try write(
            "stopped",
            Sample.run(
                lists: unused, wasStopped: true, filesFound: 40_000,
                decoder: "INSECURE: the decoder ran unconfined (--insecure-decoder)",
                places: ["/media/holidays", "/srv/uploads/2026"]),
            Sample.ledger(Sample.matched + Sample.unknown, none: 9_371, other: 20))
        try write("nolist", Sample.run(lists: []), Sample.ledger([], none: 3))
        try write("hostile", Sample.run(), Sample.ledger(Hostile.records))
        try write("many", Sample.run(), Sample.ledger(Many.records, none: 500_000, limit: 60))
    }
}
