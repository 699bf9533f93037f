// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import ScanReport

@Suite struct CatalogueTests {
    @Test(arguments: Message.allCases)
    func `every message has a sentence, and its forms have the same places`(message: Message) {
        let template = Catalogue.english.template(message)
        let places = template.forms.keys.map { form in
            Set(template.parts(form).compactMap { part in if case .place(let name) = part { name } else { nil } })
                .subtracting(["count"])
        }
        #expect(template.forms.values.allSatisfy { !$0.isEmpty })
        #expect(Set(places).count == 1)
        for form in template.forms.values {
            #expect(form.count { $0 == "{" } == form.count { $0 == "}" })
            // Wording rules of the house.
            for word in ["simply", "should", "please", "clean", "safe"] {
                #expect(!form.lowercased().contains(word), "\(message)")
            }
        }
    }

    @Test func `places are filled once, and never filled again from what was filled in`() {
        let words = Catalogue.english
        #expect(
            words.say(.listUnused, ["list": "{because}", "because": "{list}"])
                == "{because} was not used: it is {list}.")
    }

    @Test func `figures read as a person writes them`() {
        let figures = Catalogue.english.figures
        #expect([0, 999, 1000, 12_847, 1_292_983].map(figures.number) == ["0", "999", "1,000", "12,847", "1,292,983"])
        #expect(figures.number(-1234) == "−1,234")
        #expect(
            [0, 999, 1000, 3_004_551, 38_600_000_000, .max].map(figures.size)
                == ["0 bytes", "999 bytes", "1.0 kB", "3.0 MB", "38.6 GB", "18.4 EB"])
        #expect([20 << 20, 1 << 30, 1000].map(figures.limit) == ["20 MiB", "1 GiB", "1.0 kB"])
        #expect([512, 100_000_000, 12_500_000].map(figures.pixels) == ["512 px", "100 MP", "12.5 MP"])
        #expect(
            [-1, 0, 0.84, 12, 348, 7380, .infinity].map(figures.duration)
                == ["0 s", "0 s", "0.8 s", "12 s", "5 min 48 s", "2 h 3 min", "0 s"])
        #expect([0.64, 36.9, 412.7, .nan].map(figures.rate) == ["0.6", "36.9", "413", "0"])
        #expect(Figures.iso(Sample.ended, in: .gmt) == "2026-11-22T08:19:55+00:00")
    }

    @Test func `what cannot be seen is shown`() {
        #expect(VisibleText("a\u{202E}b").pieces == [.plain("a"), .box([.scalar("\u{202E}")]), .plain("b")])
        #expect(VisibleText([0x61, 0xFF, 0x62]).pieces == [.plain("a"), .box([.byte(0xFF)]), .plain("b")])
        #expect(VisibleText("a\u{202E}").line == "a\\u{202E}")
        #expect(VisibleText("\u{3164}x").line == "\\u{3164}x")
        #expect(VisibleText("사진 é 😀 مرحبا").line == "사진 é 😀 مرحبا")
        let long = VisibleText(String(repeating: "a", count: 4096))
        #expect(long.pieces.count == 3)
        #expect(long.pieces[1] == .gap(4096 - 300))
        #expect(VisibleText(Array(repeating: 0x80, count: 4096)).html.markup.utf8.count < 1000)
    }
}
