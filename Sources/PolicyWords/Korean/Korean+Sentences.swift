// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Korean {
    func heading(_ topic: Section.Topic) -> String { "" }
    func label(_ label: Label) -> String { "" }
    func task(_ verb: Verb, _ recipient: Recipient?) -> String { "" }
    func say(_ sentence: Sentence) -> String { "" }
}
