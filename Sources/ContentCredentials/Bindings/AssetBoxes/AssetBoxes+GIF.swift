// SPDX-License-Identifier: Apache-2.0

import Containers

extension AssetBoxes {
    /// Blocks, named by introducer and label in hexadecimal; colour tables belong to the descriptor in front of them.
    static func gif(_ source: any ByteSource, _ own: RangeSet<Int>) throws(ReadFailure) -> AssetBoxes {
        var found = AssetBoxes()
        let walk = try GIFBlockWalk(source)
        let reader = ByteReader(source)
        for block in walk.blocks {
            switch block.kind {
            case .header: found.add("GIF89a", block.range, .content, own: own)
            case .logicalScreenDescriptor: found.add("LSD", block.range, .content, own: own)
            case .imageDescriptor: found.add("2C", block.range, .content, own: own)
            case .globalColorTable, .localColorTable:
                // Always behind its descriptor.
                guard let last = found.boxes.indices.last else { continue }
                found.boxes[last].range = found.boxes[last].range.lowerBound..<block.range.upperBound
                found.end = block.range.upperBound
            case .imageData: found.add("TBID", block.range, .content, own: own)
            case .extension(let label):
                let digits = String(label, radix: 16, uppercase: true)
                found.add(
                    "21" + (digits.count == 1 ? "0" : "") + digits, block.range, try role(block, label, reader),
                    own: own)
            case .trailer: found.add("3B", block.range, .content, own: own)
            }
        }
        if !walk.isComplete { found.stop(walk.faults) }
        return found
    }

    private static func role(
        _ block: GIFBlock, _ label: UInt8, _ reader: ByteReader
    ) throws(ReadFailure) -> AssetBox.Role {
        if label == 0xfe { return .metadata }
        guard label == 0xff, let application = block.application else { return .content }
        let isXMP = try reader.has("XMP DataXMP", at: application.lowerBound, before: application.upperBound)
        return isXMP ? .metadata : .content
    }
}
