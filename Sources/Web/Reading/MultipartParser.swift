// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
internal import NIOCore

/// Reads the parts of a `multipart/form-data` body from pieces of any size. No I/O; RFC 2046 §5.1, RFC 7578.
struct MultipartParser {
    static let maxHeaderBytes = 8 << 10

    private enum State {
        case preamble
        case headers
        case content(MultipartForm.Part)
        case end
    }

    private let delimiter: [UInt8]
    private let maxParts: Int
    private var buffer = ByteBuffer()
    private var state = State.preamble
    private var count = 0
    /// How many bytes of `buffer` were searched for a delimiter already, so that small pieces do not cost squares.
    private var searched = 0

    init(boundary: String, maxParts: Int) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.maxParts = maxParts
        // The first delimiter has no line before it.
        buffer.writeString("\r\n")
    }

    mutating func feed(_ piece: ByteBuffer) { buffer.writeImmutableBuffer(piece) }

    /// The next complete part.
    ///
    /// - Returns: `nil`: more bytes are needed, or the form has ended.
    /// - Throws: `Problem` 400 or 413.
    mutating func next() throws(Problem) -> MultipartForm.Part? {
        while true {
            switch state {
            case .preamble:
                guard try findDelimiter() != nil else { return nil }
                guard try enterPart() else { return nil }
            case .headers:
                guard let part = try readHeaders() else { return nil }
                state = .content(part)
                searched = 0
            case .content(var part):
                guard let length = try findDelimiter(keep: true) else { return nil }
                guard buffer.readableBytes >= length + delimiter.count + 2 else { return nil }
                part.content = buffer.readSlice(length: length) ?? ByteBuffer()
                buffer.moveReaderIndex(forwardBy: delimiter.count)
                state = .preamble
                searched = 0
                guard try enterPart(afterDelimiter: true) else { return part }
                return part
            case .end:
                buffer.clear()
                return nil
            }
        }
    }

    /// - Throws: `Problem` 400 when the last delimiter did not come.
    func finish() throws(Problem) {
        guard case .end = state else { throw Self.invalid("it ends in the middle") }
    }

    /// Looks for a delimiter; what lies before it in the preamble is dropped.
    private mutating func findDelimiter(keep: Bool = false) throws(Problem) -> Int? {
        let view = buffer.readableBytesView
        let from = max(0, searched - delimiter.count)
        if let found = view.dropFirst(from).firstRange(of: delimiter) {
            let length = found.lowerBound - view.startIndex
            if !keep {
                guard view.count >= length + delimiter.count + 2 else { return nil }
                buffer.moveReaderIndex(forwardBy: length + delimiter.count)
                searched = 0
            }
            return length
        }
        searched = view.count
        if !keep, view.count > Self.maxHeaderBytes { throw Self.invalid("it does not begin with its boundary") }
        return nil
    }

    /// After a delimiter: a line end begins a part, two dashes end the form.
    private mutating func enterPart(afterDelimiter: Bool = false) throws(Problem) -> Bool {
        guard let first = buffer.readInteger(as: UInt8.self), let second = buffer.readInteger(as: UInt8.self) else {
            throw Self.invalid("it ends in the middle")
        }
        switch (first, second) {
        case (UInt8(ascii: "-"), UInt8(ascii: "-")):
            state = .end
            return false
        case (UInt8(ascii: "\r"), UInt8(ascii: "\n")):
            count += 1
            guard count <= maxParts else {
                throw Problem(
                    .contentTooLarge, code: "form-too-large", detail: "The form may have at most \(maxParts) parts.")
            }
            state = .headers
            return true
        default: throw Self.invalid("a boundary is followed by other bytes")
        }
    }

    private mutating func readHeaders() throws(Problem) -> MultipartForm.Part? {
        let view = buffer.readableBytesView
        let end: Int
        let skip: Int
        if view.starts(with: [0x0D, 0x0A]) {
            (end, skip) = (0, 2)
        } else if let found = view.prefix(Self.maxHeaderBytes + 4).firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) {
            (end, skip) = (found.lowerBound - view.startIndex, 4)
        } else {
            guard view.count <= Self.maxHeaderBytes else { throw Self.invalid("a part has too long a head") }
            return nil
        }
        guard let text = String(validating: view.prefix(end), as: UTF8.self) else {
            throw Self.invalid("the head of a part is no UTF-8")
        }
        buffer.moveReaderIndex(forwardBy: end + skip)
        // Bytes that were read lie before the reader until the storage is made anew.
        var part = MultipartForm.Part(name: "", fileName: nil, type: nil, content: ByteBuffer())
        var hasName = false
        for line in text.components(separatedBy: "\r\n") where !line.isEmpty {
            guard let colon = line.firstIndex(of: ":") else { throw Self.invalid("the head of a part has no colon") }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            switch line[..<colon].lowercased() {
            case "content-disposition":
                let parameters = Self.parameters(value)
                guard !hasName, parameters.value == "form-data", let name = parameters["name"] else {
                    throw Self.invalid("a part has no name")
                }
                hasName = true
                part.name = name
                part.fileName = parameters["filename"]
            case "content-type": part.type = value
            case "content-transfer-encoding" where !["binary", "8bit", "7bit"].contains(value.lowercased()):
                throw Self.invalid("a part is encoded once more")
            default: break
            }
        }
        guard hasName else { throw Self.invalid("a part has no name") }
        return part
    }

    private static func invalid(_ why: String) -> Problem {
        Problem(.badRequest, code: "form-invalid", detail: "The form cannot be read: \(why).")
    }

    /// The boundary that a `content-type` declares: 1 to 70 characters of RFC 2046.
    static func boundary(ofType type: String) -> String? {
        guard let boundary = parameters(type)["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.last != " ",
            boundary.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "'()+_,-./:=? ".contains($0)) })
        else { return nil }
        return boundary
    }

    struct Parameters {
        var value: String
        var all: [(name: String, value: String)]
        subscript(_ name: String) -> String? {
            let found = all.filter { $0.name == name }
            return found.count == 1 ? found[0].value : nil
        }
    }

    /// `value; name=token; other="quoted \" text"`.
    static func parameters(_ text: String) -> Parameters {
        var rest = text[...]
        let value = rest.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
        rest = rest.drop { $0 != ";" }
        var all: [(String, String)] = []
        while !rest.isEmpty, all.count < 16 {
            rest = rest.drop { $0 == ";" || $0 == " " || $0 == "\t" }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            var content = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                while let character = rest.popFirst(), character != "\"" {
                    // Browsers escape the quote as %22 and leave backslashes alone; curl escapes with a backslash.
                    if character == "\\", rest.first == "\"" || rest.first == "\\" {
                        content.append(rest.removeFirst())
                    } else {
                        content.append(character)
                    }
                }
                rest = rest.drop { $0 != ";" }
            } else {
                content = rest.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces)
                rest = rest.drop { $0 != ";" }
            }
            all.append((name.trimmingCharacters(in: .whitespaces).lowercased(), content))
        }
        return Parameters(value: value, all: all)
    }
}
