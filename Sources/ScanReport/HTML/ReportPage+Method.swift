// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening

/// How this was done: enough to repeat it.
extension ReportPage {
    var method: Section {
        Section(
            "how", short: words.say(.methodTitle), heading: words.say(.methodTitle),
            .joined([
                .tag("div", ["class": "facts"]) {
                    facts(.methodRun, runFacts)
                    facts(.methodSettings, settingFacts)
                },
                lists,
            ]))
    }

    private func facts(_ title: Message, _ rows: [(Message, HTML)]) -> HTML {
        .tag("div") {
            HTML.tag("h3") { words.say(title) }
            HTML.tag("dl") {
                for (name, value) in rows {
                    HTML.tag("dt") { words.say(name) }
                    HTML.tag("dd") { value }
                }
            }
        }
    }

    private var runFacts: [(Message, HTML)] {
        let seconds = run.ended.timeIntervalSince(run.started)
        // Records of an earlier run cost this one no time.
        let files = max(0, ledger.media + ledger[.other] - run.resumedRecords)
        var rows: [(Message, HTML)] = [
            (.factStarted, moment(run.started)),
            (.factEnded, moment(run.ended)),
            (
                .factTook,
                .text(
                    words.say(
                        .tookFigures,
                        [
                            "duration": words.figures.duration(seconds),
                            "rate": words.figures.rate(seconds > 0 ? Double(files) / seconds : 0),
                            "size": words.figures.size(ledger.byteCount),
                        ]))
            ),
        ]
        if run.wasStopped { rows.append((.factStopped, .text(words.say(.stoppedEarly)))) }
        if run.resumedRecords > 0 {
            rows.append((.factResumed, .text(words.say(.resumedFigures, count: run.resumedRecords))))
        }
        if names == .full, run.places.count > 1 {
            rows.append(
                (
                    .factPlaces,
                    .joined(run.places.prefix(20).map { place in .tag("div") { path(place) } })
                ))
        }
        rows.append((.factProgram, .joined([.text("tutela "), VisibleText(run.programVersion).html])))
        return rows
    }

    private var settingFacts: [(Message, HTML)] {
        let settings = run.settings
        let figures = words.figures
        return [
            (.factRadius, .text(words.say(.radiusFigures, ["radius": number(run.radius)]))),
            (.factHashing, .text(words.say(settings.hashing == .exact ? .hashingExact : .hashingFast))),
            (.factViews, .text(words.say(.viewFigures, count: settings.views))),
            (
                .factQuality,
                .text(words.say(.qualityFigures, count: ledger.tooPlain, ["floor": number(run.qualityFloor)]))
            ),
            (
                .factLimits,
                .text(
                    words.say(
                        .limitFigures,
                        [
                            "bytes": figures.limit(settings.maxBytes), "pixels": figures.pixels(settings.maxPixels),
                            "side": number(settings.maxSide), "frames": number(settings.maxFrames),
                        ]))
            ),
            (.factLanes, .text(words.say(.laneFigures, count: settings.lanes))),
            (.factDecoder, VisibleText(run.decoder).html),
            (.factTrustLists, trustLists),
        ]
    }

    private var trustLists: HTML {
        guard !run.trustLists.isEmpty else { return .text(words.say(.factTrustNone)) }
        return .joined(
            run.trustLists.map { list in
                .tag("div") {
                    words.html(
                        .factTrustList, count: list.count,
                        [
                            "name": .tag("bdi") { VisibleText(list.name, longest: 80).html },
                            "digest": code(.text(String(list.digest.prefix(16)) + "…")),
                        ])
                }
            })
    }

    private var lists: HTML {
        guard !run.lists.isEmpty else {
            return .joined([
                .tag("h3") { words.say(.listsTitle) }, .tag("p", ["class": "note"]) { words.say(.noLists) },
            ])
        }
        return .joined([
            .tag("h3") { words.say(.listsTitle) },
            .tag("table", ["class": "data stack"]) {
                HTML.tag("caption", ["class": "hide"]) { words.say(.listsCaption) }
                HTML.tag("thead") {
                    HTML.tag("tr") {
                        HTML.tag("th", ["scope": "col"]) { words.say(.columnListName) }
                        HTML.tag("th", ["scope": "col"]) { words.say(.columnSource) }
                        HTML.tag("th", ["scope": "col", "class": "num"]) { words.say(.columnEntries) }
                        HTML.tag("th", ["scope": "col"]) { words.say(.columnChanged) }
                        HTML.tag("th", ["scope": "col", "class": "num"]) { words.say(.columnFiles) }
                    }
                }
                HTML.tag("tbody") {
                    for list in run.lists { row(list) }
                }
            },
        ])
    }

    private func row(_ list: ScanRun.List) -> HTML {
        .tag("tr") {
            HTML.tag("th", ["scope": "row", "data-is": words.say(.columnListName)]) {
                HTML.tag("div") {
                    HTML.tag("bdi") { VisibleText(list.name, longest: 80).html }
                    if !list.takesPart { unused(list) }
                }
            }
            cell(
                .columnSource,
                .joined([
                    .text(
                        list.isKnownGood
                            ? words.say(.sourceKnownGood)
                            : words.say(.sourceTier, count: list.contributors, ["tier": VisibleText(list.tier).line])),
                    list.source.map { source in sub(.tag("bdi") { VisibleText(source, longest: 160).html }) } ?? HTML(),
                ]))
            cell(.columnEntries, class: "num", .text(number(list.entries)))
            cell(
                .columnChanged,
                .joined([
                    day(list.changed),
                    run.staleDays(of: list).map { days in sub(words.say(.daysOld, count: days)) } ?? HTML(),
                ]))
            cell(.columnFiles, class: "num", .text(list.takesPart ? number(ledger.itemsByList[list.name] ?? 0) : "–"))
        }
    }

    private func unused(_ list: ScanRun.List) -> HTML {
        .joined([
            .text(" "),
            .tag("span", ["class": "tag unknown"]) {
                Mark.unknown.icon
                words.say(.tagUnused)
            },
            sub(VisibleText(list.unusedBecause ?? words.say(.listEmpty)).html),
        ])
    }
}
