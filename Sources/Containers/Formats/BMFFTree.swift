// SPDX-License-Identifier: Apache-2.0

/// The boxes of a walk with their children at hand.
struct BMFFTree {
    let boxes: [BMFFBox]
    private var childIndices: [Int: [Int]] = [:]

    init(_ walk: BMFFBoxWalk) {
        boxes = walk.boxes
        for (index, box) in walk.boxes.enumerated() {
            if let parent = box.parent { childIndices[parent, default: []].append(index) }
        }
    }

    /// The boxes directly inside the one with this index.
    func children(of index: Int) -> [BMFFBox] {
        childIndices[index, default: []].map { boxes[$0] }
    }

    /// Their indices.
    func indices(of index: Int) -> [Int] {
        childIndices[index, default: []]
    }
}
