// SPDX-License-Identifier: Apache-2.0

public import Provenance
internal import ProvenanceVocabulary
public import Screening

/// What one file says of how it was made, for a person at a terminal: the answer first, then each finding in one sentence for
/// everybody and one for engineers.
public enum InspectionView {
    /// The answer for one file.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - provenance: what was found.
    ///   - identity: what tells the file from every other.
    ///   - explanation: the tree of manifests and checks, or nothing when it was not asked for.
    ///   - terminal: where the text goes. In a pipe lines are not wrapped.
    /// - Returns: lines, each with its line feed.
    public static func render(
        _ path: ItemPath, _ provenance: ProvenanceRecord, identity: NDJSON.FileIdentity,
        explanation: [ExplanationNode] = [], terminal: Terminal
    ) -> String {
        var view = View(terminal: terminal, words: .english)
        view.head(path, provenance, identity)
        view.findings(provenance)
        view.tree(explanation)
        return view.text
    }

    private struct View {
        let terminal: Terminal
        let words: Catalogue
        private(set) var text = ""

        init(terminal: Terminal, words: Catalogue) {
            self.terminal = terminal
            self.words = words
        }

        private var width: Int { terminal.isTerminal ? min(terminal.width, 100) : .max }

        mutating func head(_ path: ItemPath, _ provenance: ProvenanceRecord, _ identity: NDJSON.FileIdentity) {
            line(TerminalStyle.bold.apply(VisibleText(path.bytes, longest: 4096).line, terminal))
            let answer =
                provenance.isOfUnknownKind
                ? words.say(.originNotExamined)
                : provenance.level == .none
                    ? words.say(.levelNone)
                    : words.say(
                        .inspectAnswer,
                        [
                            "claim": words.say(provenance.claim.message), "level": words.say(provenance.level.message),
                        ])
            wrap(answer, indent: 2, style: provenance.claim.speaksOfAI || provenance.level.isTrouble ? .held : .bold)
            let facts = words.say(
                .inspectFacts,
                [
                    "format": identity.format, "size": words.figures.size(identity.byteCount),
                    "digest": identity.sha256,
                ])
            wrap(facts, indent: 2, style: .dim)
        }

        mutating func findings(_ provenance: ProvenanceRecord) {
            if provenance.level == .none, !provenance.isOfUnknownKind {
                line("")
                wrap(ProvenanceRecord.nothingFound, indent: 2)
            }
            for statement in provenance.statements {
                line("")
                let title = [statement.source, statement.level.rawValue, statement.claim.rawValue].joined(
                    separator: " · ")
                wrap(title, indent: 2, style: .bold)
                wrap(VisibleText(statement.text, longest: 2000).line, indent: 4)
                if !statement.technical.isEmpty {
                    wrap(
                        words.say(.inspectTechnical, ["text": VisibleText(statement.technical, longest: 2000).line]),
                        indent: 4, style: .dim)
                }
                if !statement.codes.isEmpty {
                    let codes = statement.codes.prefix(12).map { VisibleText($0, longest: 100).line }
                    wrap(words.say(.inspectCodes, ["codes": codes.joined(separator: ", ")]), indent: 4, style: .dim)
                }
            }
            for contradiction in provenance.contradictions {
                line("")
                wrap(VisibleText(contradiction, longest: 2000).line, indent: 2, style: .unknown)
            }
            if case .notExamined(let because) = provenance.pixels {
                line("")
                wrap(words.say(.inspectPixels, ["because": VisibleText(because).line]), indent: 2, style: .unknown)
            }
        }

        mutating func tree(_ nodes: [ExplanationNode]) {
            guard !nodes.isEmpty else { return }
            line("")
            wrap(words.say(.inspectChecks), indent: 2, style: .bold)
            for node in nodes { self.node(node, depth: 0) }
        }

        private mutating func node(_ node: ExplanationNode, depth: Int) {
            // A deep chain of ingredients keeps its order; its indentation ends where the screen does.
            let indent = 2 + 2 * min(depth + 1, 12)
            let code = node.code.map { VisibleText($0, longest: 100).line + "  " } ?? ""
            let text = VisibleText(node.text, longest: 1000).line
            let style: TerminalStyle? =
                switch node.mark {
                case .failed: .match
                case .noted: .dim
                case .passed, .heading: nil
                }
            wrap(sign(node.mark) + code + text, indent: indent, hanging: sign(node.mark).count, style: style)
            for child in node.children { self.node(child, depth: depth + 1) }
        }

        /// Words, not colours or ticks: they can be read aloud, and a check that was passed is no praise.
        private func sign(_ mark: ExplanationNode.Mark) -> String {
            switch mark {
            case .passed: "ok    "
            case .noted: "note  "
            case .failed: "FAIL  "
            case .heading: ""
            }
        }

        private mutating func wrap(_ text: String, indent: Int, hanging: Int = 0, style: TerminalStyle? = nil) {
            let lines = TextWidth.wrapped(text, max(20, width - indent - hanging))
            for (index, part) in lines.enumerated() {
                let space = String(repeating: " ", count: indent + (index > 0 ? hanging : 0))
                line(space + (style?.apply(part, terminal) ?? part))
            }
        }

        private mutating func line(_ line: String) {
            text += line + "\n"
        }
    }
}

extension Level {
    /// What is attached cannot be relied on at all.
    var isTrouble: Bool { self == .credentialsFailed || self == .unreadableOrHostile }
}
