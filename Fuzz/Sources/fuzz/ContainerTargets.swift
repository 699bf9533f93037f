// SPDX-License-Identifier: Apache-2.0

import Containers
import ProvenanceVocabulary

extension FuzzTarget {
    /// One target a format: what begins otherwise is turned away, so that each format has a corpus of its own.
    static let containers: [FuzzTarget] = [
        FuzzTarget("jpeg") { bytes in
            guard bytes.starts(with: [0xFF, 0xD8]) else { return false }
            return read(bytes) { source in
                let walk = try JPEGSegmentWalk(source)
                inside(walk.segments.map(\.range), source, ascending: true)
                inside(walk.segments.map(\.payload), source)
                let scan = try JPEGScanWalk(source, after: walk)
                inside(scan.segments.map(\.range), source, ascending: true)
                require(scan.end <= source.count, "the scan ends inside the file")
            }
        },
        FuzzTarget("png") { bytes in
            guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return false }
            return read(bytes) { source in
                let walk = try PNGChunkWalk(source)
                inside(walk.chunks.map(\.range), source, ascending: true)
                inside(walk.chunks.map(\.data), source)
            }
        },
        FuzzTarget("riff") { bytes in
            guard bytes.starts(with: Array("RIF".utf8)) else { return false }
            return read(bytes) { source in
                let walk = try RIFFChunkWalk(source)
                inside(walk.chunks.map(\.range), source)
                inside(walk.chunks.map(\.data), source)
                for chunk in walk.chunks { require(chunk.depth <= ProvenanceLimits.boxDepth, "depth of chunks") }
            }
        },
        FuzzTarget("gif") { bytes in
            guard bytes.starts(with: Array("GIF8".utf8)) else { return false }
            return read(bytes) { source in
                let walk = try GIFBlockWalk(source)
                inside(walk.blocks.map(\.range), source, ascending: true)
                inside(walk.blocks.map(\.subBlocks), source)
            }
        },
        FuzzTarget("tiff") { bytes in
            guard bytes.starts(with: [0x49, 0x49]) || bytes.starts(with: [0x4D, 0x4D]) else { return false }
            return read(bytes) { source in
                let walk = try TIFFDirectoryWalk(source)
                require(walk.directories.count <= ProvenanceLimits.tiffDirectories, "count of directories")
                inside(walk.directories.flatMap { $0.entries.compactMap(\.value) }, source)
                inside(walk.directories.map(\.range), source)
            }
        },
        FuzzTarget("bmff") { bytes in
            read(bytes) { source in
                let walk = try BMFFBoxWalk(source)
                require(walk.boxes.count <= ProvenanceLimits.boxes, "count of boxes")
                inside(walk.boxes.map(\.range), source)
                for box in walk.boxes {
                    require(box.depth <= ProvenanceLimits.boxDepth, "depth of boxes")
                    require(box.headerLength <= box.range.count, "a header is part of its box")
                    guard let parent = box.parent else { continue }
                    let outer = walk.boxes[parent].range
                    require(outer.lowerBound <= box.range.lowerBound, "a box begins inside its parent")
                    require(box.range.upperBound <= outer.upperBound, "a box ends inside its parent")
                }
            }
        },
        FuzzTarget("matroska") { bytes in
            bytes.starts(with: [0x1A, 0x45]) && read(bytes) { _ in }
        },
        FuzzTarget("flv") { bytes in
            bytes.starts(with: Array("FLV".utf8)) && read(bytes) { _ in }
        },
        FuzzTarget("inflate") { bytes in
            guard let kind = bytes.first else { return false }
            let format: Inflate.Format = [.raw, .zlib, .gzip][Int(kind) % 3]
            let inflated = Inflate.inflate(Array(bytes.dropFirst()), as: format)
            require(inflated.bytes.count <= ProvenanceLimits.inflatedBytes, "length of what came out")
            require(inflated.consumed <= bytes.count - 1, "length of what was read")
            return true
        },
    ]

    /// Reads a file, walks over it, and checks that everything lies inside it.
    private static func read(_ bytes: [UInt8], _ walk: (MemoryBytes) throws -> Void) -> Bool {
        let source = MemoryBytes(bytes)
        do {
            try walk(source)
            check(try ContainerReader.read(source), source)
        } catch {
            fatalError("bytes in memory can always be had: \(error)")
        }
        return true
    }

    /// What holds of every reading.
    static func check(_ reading: ContainerReading, _ source: MemoryBytes) {
        for store in reading.stores {
            require(store.bytes.count <= ProvenanceLimits.manifestStoreBytes, "length of a store")
            inside(store.ranges, source, ascending: true)
        }
        var metadata = 0
        for block in reading.metadata {
            metadata += block.bytes.count
            require(block.offset >= 0 && block.offset <= source.count, "offset of metadata")
        }
        require(metadata <= ProvenanceLimits.metadataBytes, "length of all metadata")
        for fault in reading.faults {
            require(!fault.code.isEmpty && fault.message.utf8.count < 1000, "words of a fault")
        }
    }

    static func inside(_ ranges: [Range<Int>], _ source: MemoryBytes, ascending: Bool = false) {
        var last = 0
        for range in ranges {
            require(range.lowerBound >= 0 && range.upperBound <= source.count, "\(range) of \(source.count)")
            guard ascending else { continue }
            require(range.lowerBound >= last, "\(range) after \(last)")
            last = range.upperBound
        }
    }
}
