// SPDX-License-Identifier: Apache-2.0

import Foundation
import Screening

/// Small parts that several sections use.
extension ReportPage {
    func code(_ content: HTML) -> HTML {
        .tag("code") { content }
    }

    /// A command, which wraps between its words only.
    func command(_ line: String) -> HTML {
        .tag("code", ["class": "cmd"]) { VisibleText(line, longest: 4000).html }
    }

    func moment(_ date: Date) -> HTML {
        .joined(
            [
                .tag("time", ["datetime": Figures.iso(date, in: zone)]) { words.figures.moment(date, in: zone) },
                .text("(" + words.figures.offset(date, in: zone) + ")"),
            ], by: " ")
    }

    func day(_ date: Date) -> HTML {
        .tag("time", ["datetime": Figures.iso(date, in: zone)]) { words.figures.day(date, in: zone) }
    }

    /// The only place that was named, below which all paths lie.
    var onlyPlace: ItemPath? {
        run.places.count == 1 ? run.places.first : nil
    }

    /// A file as far as ``names`` lets it be seen.
    func name(of record: ScanRecord) -> HTML {
        switch names {
        case .full: path(record.path.relative(to: onlyPlace))
        case .short: path(ItemPath(bytes: record.path.parts.name))
        case .hidden:
            .tag("span", ["class": "anon"]) { words.say(.nameHidden, ["facts": facts(of: record)]) }
        }
    }

    /// "JPEG, 4,032 × 3,024 px, 2.1 MB"
    private func facts(of record: ScanRecord) -> String {
        var facts: [String] = []
        if let format = record.format { facts.append(VisibleText(format).line.uppercased()) }
        if let width = record.width, let height = record.height {
            facts.append("\(number(width)) × \(number(height)) px")
        }
        if let bytes = record.byteCount { facts.append(words.figures.size(bytes)) }
        return facts.isEmpty ? words.say(.nothingRead) : facts.joined(separator: ", ")
    }

    /// A path with its folders muted. Both parts keep their own direction, and the name always stands last.
    func path(_ path: ItemPath) -> HTML {
        let (folder, name) = path.parts
        return .tag("bdi", ["class": "path", "dir": "ltr"]) {
            if !folder.isEmpty { HTML.tag("span", ["class": "dir"]) { VisibleText(folder).html } }
            HTML.tag("span", ["class": "base"]) { VisibleText(name).html }
        }
    }

    func sub(_ content: HTML) -> HTML {
        .tag("span", ["class": "sub"]) { content }
    }

    func sub(_ text: String) -> HTML {
        sub(.text(text))
    }

    /// "First 1,000 of 23,411, in the order in which they were found."
    func cut(listed: Int, of count: Int) -> HTML? {
        guard listed < count else { return nil }
        let places = ["listed": HTML.text(number(listed)), "name": code(VisibleText(run.resultsName ?? "").html)]
        return .tag("p", ["class": "note cut"]) {
            words.html(run.resultsName == nil ? .listCutNoFile : .listCut, count: count, places)
        }
    }

    /// A cell that carries its column's title along, for narrow screens where tables become lists.
    func cell(_ column: Message, class name: String = "", _ content: HTML) -> HTML {
        let label = words.say(column)
        let inner = HTML.tag("div") { content }
        return name.isEmpty
            ? .tag("td", ["data-is": label]) { inner }
            : .tag("td", ["data-is": label, "class": name]) { inner }
    }
}
