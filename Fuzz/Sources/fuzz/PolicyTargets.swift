// SPDX-License-Identifier: Apache-2.0

import CivilTime
import Policy
import PolicyPacks

extension FuzzTarget {
    /// Everything that reads what lawyers, operators and other programs write.
    static let policy: [FuzzTarget] = [
        FuzzTarget("pack") { bytes in
            pack(PolicyFile(path: "fuzz.yaml", bytes: bytes))
            return true
        },
        FuzzTarget("pack-json") { bytes in
            pack(PolicyFile(path: "fuzz.json", bytes: bytes))
            return true
        },
        FuzzTarget("condition") { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            do throws(ConditionParser.Failure) {
                let condition = try ConditionParser.parse(text)
                require(condition.tests <= Condition.maxTests, "tests of a condition: \(condition.tests)")
                let canonical = condition.description
                do throws(ConditionParser.Failure) {
                    require(
                        try ConditionParser.parse(canonical).description == canonical,
                        "one canonical form: \(canonical)")
                } catch {
                    require(false, "the canonical form is read: \(canonical): \(error.message)")
                }
            } catch {
                require((0...text.count).contains(error.offset), "place of a mistake: \(error.offset) of \(text.count)")
                require(!error.message.isEmpty && !error.hint.isEmpty, "a mistake is explained")
            }
            return true
        },
        FuzzTarget("facts") { bytes in
            do throws(PackProblems) {
                let facts = try FactReader.read(PolicyFile(path: "fuzz", bytes: bytes))
                let text = facts.canonical.text
                let again = try FactReader.read(PolicyFile(path: "fuzz.json", text: text))
                require(again == facts && again.canonical.text == text, "facts are read back: \(text)")
            } catch {
                check(error)
            }
            return true
        },
        FuzzTarget("decision") { bytes in
            do throws(PackProblems) {
                if let recorded = try DecisionReader.read(bytes, file: "fuzz", number: 1) {
                    require(recorded.text.utf8.count <= bytes.count, "a decision is part of its line")
                }
            } catch {
                check(error)
            }
            return true
        },
        FuzzTarget("policytest") { bytes in
            do throws(PackProblems) {
                let suite = try PolicyTestReader.read(PolicyFile(path: "fuzz.policytest.yaml", bytes: bytes))
                require(!suite.cases.isEmpty, "a suite has cases")
            } catch {
                check(error)
            }
            return true
        },
    ]

    private static func pack(_ file: PolicyFile) {
        let set: RuleSet
        do throws(PackProblems) {
            set = try PackReader.read(files: [file])
        } catch {
            check(error)
            return
        }
        do throws(PackProblems) {
            let again = try RuleSetReader.read(canonical: Array(set.canonical.text.utf8))
            require(again.digest == set.digest, "rules are read back: \(set.canonical.text)")
        } catch {
            require(false, "the canonical text is read: \(error)")
        }
    }

    private static func check(_ problems: PackProblems) {
        require(!problems.problems.isEmpty, "there is a mistake")
        for problem in problems.problems {
            require(problem.line > 0 && problem.column > 0, "place of a mistake: \(problem)")
            require(!problem.message.isEmpty && !problem.hint.isEmpty, "a mistake is explained: \(problem)")
            // Anchors must be found before they are composed.
            require(!problem.message.hasPrefix("this value has an anchor"), "an anchor was seen too late: \(problem)")
        }
    }
}
