// SPDX-License-Identifier: Apache-2.0

/// The paths of all exclusions as one tree, so that a box is compared with those that can lead to it and no others.
struct ExclusionTree {
    struct Node {
        var children: [BoxPath.Step: Int] = [:]
        /// Exclusions whose path ends here.
        var exclusions: [Int] = []
    }

    /// The first is the file itself.
    private(set) var nodes = [Node()]

    init(_ exclusions: [BoxExclusion]) {
        for (number, exclusion) in exclusions.enumerated() {
            var node = 0
            for step in exclusion.path.steps {
                if let child = nodes[node].children[step] {
                    node = child
                } else {
                    nodes.append(Node())
                    nodes[node].children[step] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            nodes[node].exclusions.append(number)
        }
    }
}
