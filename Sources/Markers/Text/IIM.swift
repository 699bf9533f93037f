// SPDX-License-Identifier: Apache-2.0

/// IPTC's Information Interchange Model: records of datasets, one after the other.
///
/// Source: IPTC-NAA IIM 4.2, chapter 1.
enum IIM {
    /// One dataset.
    struct DataSet {
        /// Record and dataset, for example 2 and 110 for the credit line.
        var record: UInt8
        var number: UInt8
        /// Its value as UTF-8.
        var text: [UInt8]
    }

    /// The datasets that lie before the first thing that is none.
    ///
    /// - Parameters:
    ///   - bytes: records, each beginning with 0x1C.
    ///   - limit: most datasets that are returned.
    ///   - isWanted: tells from record and number whether the value is needed.
    static func dataSets(in bytes: [UInt8], limit: Int, where isWanted: (UInt8, UInt8) -> Bool) -> [DataSet] {
        var found: [DataSet] = []
        var index = 0
        while index + 5 <= bytes.count, bytes[index] == 0x1C, found.count < limit {
            let (record, number) = (bytes[index + 1], bytes[index + 2])
            var length = Int(bytes[index + 3]) << 8 | Int(bytes[index + 4])
            index += 5
            if length & 0x8000 != 0 {
                // Extended dataset: what stood there is the number of bytes of the real length.
                let octets = length & 0x7FFF
                guard octets <= 4, index + octets <= bytes.count else { return found }
                length = bytes[index..<index + octets].reduce(0) { $0 << 8 | Int($1) }
                index += octets
            }
            guard length <= bytes.count - index else { return found }
            if length > 0, isWanted(record, number) {
                let text = TextEncoding.utf8(fromLoose: bytes[index..<index + length])
                found.append(DataSet(record: record, number: number, text: text))
            }
            index += length
        }
        return found
    }
}
