// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// Where boxes lie in an ISO base media file: `/moov/trak[2]/udta`.
///
/// Source: C2PA specification 2.4, 18.6.2 (example 5): a strict subset of XPath 1.0.
struct BoxPath: Hashable {
    /// One level: a type, and which of the siblings of that type; `nil`: all of them.
    struct Step: Hashable {
        var type: FourCC
        var index: Int?
    }

    var steps: [Step]

    /// Reads a path; `nil` for anything that the subset does not have.
    init?(_ text: String) {
        let scalars = Array(text.unicodeScalars)
        var position = 0
        steps = []
        while position < scalars.count {
            guard scalars[position] == "/", scalars.count - position >= 5, steps.count <= ProvenanceLimits.boxDepth
            else { return nil }
            var type: UInt32 = 0
            for scalar in scalars[position + 1..<position + 5] {
                guard scalar.value < 0x100 else { return nil }
                type = type << 8 | scalar.value
            }
            position += 5
            var index: Int?
            if position < scalars.count, scalars[position] == "[" {
                guard let close = scalars[position...].prefix(12).firstIndex(of: "]"),
                    let number = Self.number(scalars[position + 1..<close])
                else { return nil }
                index = number
                position = close + 1
            }
            steps.append(Step(type: FourCC(rawValue: type), index: index))
        }
        guard !steps.isEmpty else { return nil }
    }

    /// A positive number without leading zeros.
    private static func number(_ digits: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let first = digits.first, first != "0" else { return nil }
        var number = 0
        for digit in digits {
            guard ("0"..."9").contains(digit) else { return nil }
            number = number * 10 + Int(digit.value - 0x30)
        }
        return number
    }
}
