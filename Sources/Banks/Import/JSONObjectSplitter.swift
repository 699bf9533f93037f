// SPDX-License-Identifier: Apache-2.0

/// Cuts a JSON document of any size into the objects that are entries, without holding more than one of them.
///
/// Entries are: objects one after the other; the elements of an array at the top; the elements of `value` (VICS hash
/// sets) or `data` (ThreatExchange) in the object at the top; the elements of `Media` inside an element of `value`
/// (VICS cases). Which of these a document is shows only while reading, so every object is kept as a candidate until
/// one of those arrays opens inside it.
struct JSONObjectSplitter {
    enum Piece {
        case object([UInt8], line: Int)
        case problem(ImportProblem)
        case end
    }

    private struct Frame {
        let isArray: Bool
        /// An array whose elements are entries.
        let holdsEntries: Bool
        /// The last key read, in an object.
        var key: [UInt8] = []
    }

    private static let containers = ["value", "data", "Media"].map { Array($0.utf8) }

    private(set) var stream: ByteStream
    private let name: String
    private var frames: [Frame] = []
    private var line = 1
    private var candidate: [UInt8]?
    private var candidateDepth = 0
    private var candidateLine = 0
    private var tooBig = false
    private var inString = false
    private var escaped = false
    private var text: [UInt8] = []
    /// Inside a number or word that stands where an entry should.
    private var inScalar = false

    init(_ stream: ByteStream, name: String) {
        self.stream = stream
        self.name = name
    }

    /// Finds the next entry.
    ///
    /// - Throws: ``BankError/Code/listBroken`` when the brackets do not fit or the document ends too early.
    mutating func next() throws -> Piece {
        while true {
            var index = stream.position
            while index < stream.buffer.count {
                let byte = stream.buffer[index]
                index += 1
                if let piece = try take(byte) {
                    stream.skip(index - stream.position)
                    return piece
                }
            }
            stream.skip(index - stream.position)
            guard try stream.grow() else {
                guard frames.isEmpty, !inString else {
                    throw broken("the list ends in the middle of an entry; it was cut off")
                }
                return .end
            }
        }
    }

    private mutating func take(_ byte: UInt8) throws -> Piece? {
        if byte == UInt8(ascii: "\n") { line += 1 }
        if candidate != nil, !tooBig {
            candidate?.append(byte)
            if let size = candidate?.count, size > ImportLimits.objectBytes {
                candidate = []
                tooBig = true
            }
        }
        if inString { return takeInString(byte) }
        switch byte {
        case UInt8(ascii: "\""):
            inString = true
            text.removeAll(keepingCapacity: true)
            return strayValue()
        case UInt8(ascii: "{"): return try open(byte, isArray: false)
        case UInt8(ascii: "["): return try open(byte, isArray: true)
        case UInt8(ascii: "}"): return try close(isArray: false)
        case UInt8(ascii: "]"): return try close(isArray: true)
        case UInt8(ascii: ":"):
            guard let top = frames.indices.last, !frames[top].isArray else {
                throw broken("a colon where none belongs")
            }
            frames[top].key = text
        case UInt8(ascii: ","):
            inScalar = false
            guard !frames.isEmpty else { throw broken("a comma where none belongs") }
        case 32, 9, 10, 13: break
        default:
            guard !frames.isEmpty else { throw broken("text outside of the JSON document") }
            if !inScalar {
                inScalar = true
                return strayValue()
            }
        }
        return nil
    }

    private mutating func takeInString(_ byte: UInt8) -> Piece? {
        if escaped {
            escaped = false
        } else if byte == UInt8(ascii: "\\") {
            escaped = true
        } else if byte == UInt8(ascii: "\"") {
            inString = false
            return nil
        }
        // Only short keys matter, so long strings are not kept here.
        if text.count < 32 { text.append(byte) }
        return nil
    }

    /// A text, number or word where an entry should be.
    private func strayValue() -> Piece? {
        guard frames.last?.holdsEntries == true else { return nil }
        return .problem(
            ImportProblem(line: line, column: nil, reason: "not a JSON object", remedy: "Correct or remove it."))
    }

    private mutating func open(_ byte: UInt8, isArray: Bool) throws -> Piece? {
        guard frames.count < ImportLimits.depth else { throw broken("nested deeper than \(ImportLimits.depth)") }
        inScalar = false
        var piece: Piece?
        var holdsEntries = false
        if isArray {
            if frames.isEmpty {
                holdsEntries = true
            } else if let parent = frames.last, !parent.isArray, candidate != nil, frames.count == candidateDepth,
                Self.containers.contains(parent.key)
            {
                // The candidate turns out to be a container.
                candidate = nil
                tooBig = false
                holdsEntries = true
            } else {
                piece = strayValue()
            }
        } else if frames.isEmpty || frames.last?.holdsEntries == true {
            candidate = [byte]
            candidateDepth = frames.count + 1
            candidateLine = line
            tooBig = false
        }
        frames.append(Frame(isArray: isArray, holdsEntries: holdsEntries))
        return piece
    }

    private mutating func close(isArray: Bool) throws -> Piece? {
        inScalar = false
        guard let frame = frames.popLast(), frame.isArray == isArray else {
            throw broken("a bracket that does not fit")
        }
        guard !isArray, let object = candidate, frames.count + 1 == candidateDepth else { return nil }
        candidate = nil
        guard !tooBig else {
            tooBig = false
            return .problem(
                ImportProblem(
                    line: candidateLine, column: nil, reason: "an entry of more than \(ImportLimits.objectBytes) bytes",
                    remedy: "Export the list without the files, Exif and previews of its entries."
                ))
        }
        return .object(object, line: candidateLine)
    }

    private func broken(_ what: String) -> BankError {
        BankError(
            .listBroken, "\(name), line \(line): \(what)",
            remedy: "Fetch or export the list again. Nothing was imported."
        )
    }
}
