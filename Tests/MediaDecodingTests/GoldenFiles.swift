// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MediaDecoding

/// The golden pictures as files to damage.
enum GoldenFiles {
    struct File: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]

        var testDescription: String { name }
    }

    static let all = GoldenPicture.all.map { File(name: $0.format.rawValue, bytes: $0.bytes) }

    static var png: [UInt8] { all.first { $0.name == "png" }?.bytes ?? [] }
}
