// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

/// Bytes that an exclusion leaves out in the file at hand.
struct HiddenBytes: Hashable {
    /// Types of the boxes from the outermost to the one that was matched.
    var path: [FourCC]
    /// The matched box.
    var box: BMFFBox
    var range: Range<Int>
}

/// Finds what the exclusions of a BMFF hash leave out. Only boxes that an exclusion can lead to are looked into.
struct BoxMatcher {
    private let exclusions: [BoxExclusion]
    private let tree: ExclusionTree
    private let reader: ByteReader
    private var comparisonsLeft = ProvenanceLimits.exclusionComparisons
    private var boxesLeft = ProvenanceLimits.boxes
    private(set) var hidden: [HiddenBytes] = []

    /// - Parameters:
    ///   - exclusions: of the assertion.
    ///   - roots: the boxes of the file itself.
    ///   - source: the file.
    /// - Throws: ``BindingFault`` when a limit is reached; `ReadFailure`.
    init(_ exclusions: [BoxExclusion], roots: [BMFFBox], source: any ByteSource) throws {
        self.exclusions = exclusions
        tree = ExclusionTree(exclusions)
        reader = ByteReader(source)
        try visit(roots, nodes: [0], path: [])
    }

    private mutating func visit(_ boxes: [BMFFBox], nodes: [Int], path: [FourCC]) throws {
        boxesLeft -= boxes.count
        guard boxesLeft >= 0 else { throw limit("boxes", ProvenanceLimits.boxes) }
        var seen: [FourCC: Int] = [:]
        for box in boxes {
            let number = seen[box.type, default: 0] + 1
            seen[box.type] = number
            var matched: [Int] = []
            for node in nodes {
                try spend(1)
                let children = tree.nodes[node].children
                if let child = children[BoxPath.Step(type: box.type, index: nil)] { matched.append(child) }
                if let child = children[BoxPath.Step(type: box.type, index: number)] { matched.append(child) }
            }
            guard !matched.isEmpty else { continue }
            let here = path + [box.type]
            var isHidden = false
            for exclusion in matched.lazy.flatMap({ [tree] in tree.nodes[$0].exclusions }) {
                // A condition costs a comparison, and one more for each 64 bytes that it may have to read.
                try spend(exclusions[exclusion].contents.reduce(1) { $0 + 1 + $1.bytes.count / 64 })
                guard try exclusions[exclusion].matches(box, reader) else { continue }
                let ranges = exclusions[exclusion].hidden(in: box.range)
                try spend(ranges.count)
                for range in ranges {
                    hidden.append(HiddenBytes(path: here, box: box, range: range))
                    if range == box.range { isHidden = true }
                }
                guard hidden.count <= ProvenanceLimits.excludedRanges else {
                    throw limit("excluded ranges", ProvenanceLimits.excludedRanges)
                }
            }
            let deeper = matched.filter { !tree.nodes[$0].children.isEmpty }
            // What is left out as a whole is, with all it holds.
            if !deeper.isEmpty, !isHidden { try visit(inside(box), nodes: deeper, path: here) }
        }
    }

    /// The boxes in a box. Paths lead through containers only; where one is none, its bytes make no boxes that match.
    private func inside(_ box: BMFFBox) throws(ReadFailure) -> [BMFFBox] {
        var start = box.payload.lowerBound
        // The only container of older lists that begins with version and flags, in ISO files; QuickTime's has none.
        if box.type == "meta", box.payload.count >= 8, try reader.fourCC(at: start + 4) != "hdlr" { start += 4 }
        return try BMFFBoxWalk(reader.source, in: start..<box.range.upperBound, descending: { _ in false }).boxes
    }

    private mutating func spend(_ comparisons: Int) throws(BindingFault) {
        comparisonsLeft -= comparisons
        guard comparisonsLeft >= 0 else {
            throw limit("comparisons of boxes with exclusions", ProvenanceLimits.exclusionComparisons)
        }
    }

    private func limit(_ what: String, _ limit: Int) -> BindingFault {
        BindingFault(.malformed, "the exclusions ask for more than \(limit) \(what), the most that are made")
    }
}
