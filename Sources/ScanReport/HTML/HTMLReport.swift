// SPDX-License-Identifier: Apache-2.0

public import Foundation
public import Screening

/// The report that a person reads: one HTML file without scripts, pictures or anything fetched.
///
/// It answers first (headline, ledger), then shows what needs a person, and ends with how it was done. The page carries its
/// own content security policy, which admits its one style block by hash and nothing else: a file name that escaped the
/// escaping still could not run. Fingerprints and digests of files are left out, for hashes are treated as images.
public enum HTMLReport {
    /// The whole page.
    ///
    /// - Parameters:
    ///   - run: What was done.
    ///   - ledger: Its account. At most `ScanLedger/listingLimit` items of each outcome are listed, the rest are
    ///     counted.
    ///   - names: How much of the files' names is shown.
    ///   - commands: The next steps on offer; by default what ``NextCommands/init(for:)`` knows.
    ///   - timeZone: For times, which always carry their offset.
    public static func render(
        run: ScanRun, ledger: ScanLedger, names: NameDisclosure, commands: NextCommands? = nil,
        timeZone: TimeZone = .current
    ) -> String {
        let page = ReportPage(
            run: run, ledger: ledger, names: names, commands: commands ?? NextCommands(for: run), zone: timeZone,
            words: .english)
        return page.render()
    }
}

/// What the sections of one report share.
struct ReportPage {
    let run: ScanRun
    let ledger: ScanLedger
    let names: NameDisclosure
    let commands: NextCommands
    let zone: TimeZone
    let words: Catalogue
    let findings: Findings

    init(
        run: ScanRun, ledger: ScanLedger, names: NameDisclosure, commands: NextCommands, zone: TimeZone,
        words: Catalogue
    ) {
        self.run = run
        self.ledger = ledger
        self.names = names
        self.commands = commands
        self.zone = zone
        self.words = words
        findings = Findings(ledger)
    }

    /// Matched and held items.
    var found: Int { ledger[.match] + ledger[.held] }
    var number: (Int) -> String { words.figures.number }

    func render() -> String {
        let style = ReportStyle(
            footer: words.say(.printFooter, ["id": run.id]),
            page: words.say(.printPage, ["page": "{page}", "pages": "{pages}"]))
        let sections = [
            answer, matches, unscanned, policy, provenance, cleared, nextSteps, method, glossary,
        ].compactMap(\.self)
        let html = HTML.tag("html", ["lang": words.languageTag, "dir": words.direction]) {
            head(style)
            HTML.tag("body") {
                HTML.tag("a", ["class": "skip", "href": "#main"]) { words.say(.skipLink) }
                masthead
                HTML.tag("div", ["class": "frame"]) {
                    navigation(sections)
                    HTML.tag("main", ["id": "main"]) { HTML.joined(sections.map(\.html), by: "\n") }
                }
                footer
                Mark.patterns
            }
        }
        return "<!doctype html>\n" + html.markup + "\n"
    }

    private func head(_ style: ReportStyle) -> HTML {
        .tag("head") {
            HTML.void("meta", ["charset": "utf-8"])
            HTML.void("meta", ["http-equiv": "Content-Security-Policy", "content": style.policy])
            HTML.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            HTML.void("meta", ["name": "color-scheme", "content": "light dark"])
            HTML.void("meta", ["name": "referrer", "content": "no-referrer"])
            HTML.void("meta", ["name": "robots", "content": "noindex, nofollow, noarchive"])
            HTML.tag("title") { words.say(.title, ["id": run.id]) }
            HTML.style(style.css)
        }
    }

    private var masthead: HTML {
        .tag("header") {
            HTML.tag("div", ["class": "masthead"]) {
                HTML.tag("span", ["class": "mark"]) {
                    Mark.shield
                    "Tutela"
                }
                HTML.tag("span") { words.say(.screeningReport) }
                HTML.tag("span", ["class": "ref"]) {
                    words.html(.scanEnded, ["id": .tag("b") { run.id }, "time": moment(run.ended)])
                }
            }
        }
    }

    private func navigation(_ sections: [Section]) -> HTML {
        .tag("nav", ["aria-label": words.say(.contents)]) {
            HTML.tag("h2") { words.say(.contents) }
            HTML.tag("ul") {
                for section in sections {
                    HTML.tag("li") {
                        HTML.tag("a", ["href": "#" + section.id]) {
                            HTML.tag("span") { section.short }
                            section.count.map { count in HTML.tag("span", ["class": "num"]) { number(count) } }
                        }
                    }
                }
            }
        }
    }

    private var footer: HTML {
        .tag("footer") {
            if let name = run.resultsName, let digest = run.resultsDigest {
                HTML.tag("p") {
                    words.html(
                        .footResults, ["name": code(VisibleText(name).html), "digest": code(VisibleText(digest).html)])
                }
            }
            HTML.tag("p") { words.say(names == .full ? .footNature : .footNatureReduced) }
        }
    }
}

/// One section: its place in the navigation, and its markup.
struct Section {
    let id: String
    let short: String
    let count: Int?
    let html: HTML

    init(_ id: String, short: String, count: Int? = nil, title: HTML, _ html: HTML) {
        self.id = id
        self.short = short
        self.count = count
        self.html = .tag("section", ["id": id, "aria-labelledby": "h-" + id]) {
            title
            html
        }
    }

    /// A section with the usual head: title, and how much there is of it at the end of the line.
    init(_ id: String, short: String, count: Int? = nil, heading: String, amount: String? = nil, _ html: HTML) {
        let title = HTML.tag("div", ["class": "head"]) {
            HTML.tag("h2", ["id": "h-" + id]) { heading }
            amount.map { amount in HTML.tag("span", ["class": "num"]) { amount } }
        }
        self.init(id, short: short, count: count, title: title, html)
    }
}
