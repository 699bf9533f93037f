// SPDX-License-Identifier: Apache-2.0

/// Opens a list in the form it has, or is said to have.
enum ListOpening {
    /// Makes the reader.
    ///
    /// - Parameters:
    ///   - source: the list.
    ///   - name: what to call it in messages.
    ///   - options: the form, if it is known.
    ///   - now: seconds since 1970.
    /// - Returns: the reader and the form.
    static func open(
        _ source: any ByteSource, name: String, options: ImportOptions, now: Int64
    ) throws -> (any ListReader, ImportFormat) {
        var stream = ByteStream(source)
        let head = try stream.head(FormatDetector.headBytes)
        guard !head.isEmpty else { throw FormatDetector.empty(name) }
        let detector = try FormatDetector(head, name: name)
        let format = try options.format ?? detector.format()
        let first = detector.head.first { $0 > 32 }
        let firstLine = detector.firstLine
        if head.starts(with: FormatDetector.mark) { stream.skip(FormatDetector.mark.count) }

        let lines = LineReader(stream)
        let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        let record = JSONRecord(format: format, options: options, now: now)
        let delimiter = FormatDetector.delimiter(firstLine)
        let records = CSVRecordReader(lines, delimiter: delimiter, name: name)
        switch format {
        case .hashes, .tx:
            return (HashLinesReader(lines, kind: options.kind), format)
        case .jsonl:
            return (JSONLinesReader(lines, record: record), format)
        case .vics:
            return (JSONListReader(JSONObjectSplitter(stream, name: name), record: record), format)
        case .csv, .hma, .threatexchange:
            if isJSON, format != .csv {
                return (JSONListReader(JSONObjectSplitter(stream, name: name), record: record), format)
            }
            let fields = firstLine.split(separator: delimiter, omittingEmptySubsequences: false)
            if format != .csv, let columns = FormatDetector.bareColumns(fields) {
                return (CSVListReader(bare: records, columns: columns, kind: options.kind), format)
            }
            return (try CSVListReader(headed: records, kind: options.kind, name: name), format)
        }
    }
}
