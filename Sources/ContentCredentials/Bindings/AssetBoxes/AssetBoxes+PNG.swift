// SPDX-License-Identifier: Apache-2.0

import Containers

extension AssetBoxes {
    /// `PNGh` for the signature, then chunks by their type.
    static func png(_ source: any ByteSource, _ own: RangeSet<Int>) throws(ReadFailure) -> AssetBoxes {
        var found = AssetBoxes()
        let walk = try PNGChunkWalk(source)
        guard !walk.chunks.isEmpty else {
            found.stop(walk.faults)
            return found
        }
        found.add("PNGh", PNGChunkWalk.signature, .content, own: own)
        for chunk in walk.chunks {
            let role: AssetBox.Role =
                switch chunk.type {
                case "eXIf", "tEXt", "zTXt", "iTXt", "tIME": .metadata
                default: .content
                }
            found.add(chunk.type.description, chunk.range, role, own: own)
        }
        if !walk.isComplete { found.stop(walk.faults) }
        return found
    }
}
