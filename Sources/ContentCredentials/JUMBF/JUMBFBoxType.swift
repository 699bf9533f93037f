// SPDX-License-Identifier: Apache-2.0

/// What a JUMBF superbox holds, as the sixteen bytes in its description box say.
///
/// Source: ISO 19566-5; C2PA specification, "Use of JUMBF".
public enum JUMBFBoxType: Sendable, Hashable {
    /// `c2pa`: all manifests of a file.
    case manifestStore
    /// `c2ma`: a manifest that binds the content.
    case standardManifest
    /// `c2um`: a manifest that adds to the history and leaves the content alone.
    case updateManifest
    /// `c2cm`: a manifest that is compressed with Brotli.
    case compressedManifest
    /// `c2md`, of before 1.0; read as a standard manifest.
    case earlyManifest
    /// `c2tm`: historic, has no meaning any more.
    case timeStampManifest
    /// `c2as`: the assertions of a manifest.
    case assertionStore
    /// `c2cl`: the claim of a manifest.
    case claim
    /// `c2cs`: the signature of a claim.
    case claimSignature
    /// `c2db`: data that assertions refer to.
    case dataBoxStore
    /// `c2vc`: verifiable credentials of persons and organizations.
    case credentialStore
    /// One value of CBOR.
    case cbor
    /// One text of JSON.
    case json
    /// Data that a UUID names.
    case uuid
    /// A file with its media type: `bfdb` and `bidb`.
    case embeddedFile
    /// A JPEG 2000 code stream.
    case codeStream
    /// Sixteen bytes that name nothing known.
    case other([UInt8])

    init(_ bytes: ArraySlice<UInt8>) {
        let found = Self.fourLetter.first { type in
            bytes.prefix(4).elementsEqual(type.name.utf8) && bytes.dropFirst(4).elementsEqual(Self.tail)
        }
        if let found {
            self = found.type
        } else if bytes.elementsEqual(Self.embeddedFileBytes) {
            self = .embeddedFile
        } else if bytes.elementsEqual(Self.codeStreamBytes) {
            self = .codeStream
        } else {
            self = .other(Array(bytes))
        }
    }

    /// One of the kinds of manifest that can be the active one.
    public var isManifest: Bool {
        switch self {
        case .standardManifest, .updateManifest, .compressedManifest, .earlyManifest: true
        default: false
        }
    }

    private static let tail: [UInt8] = [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71]
    private static let embeddedFileBytes: [UInt8] = [
        0x40, 0xCB, 0x0C, 0x32, 0xBB, 0x8A, 0x48, 0x9D, 0xA7, 0x0B, 0x2A, 0xD6, 0xF4, 0x7F, 0x43, 0x69,
    ]
    private static let codeStreamBytes: [UInt8] = [
        0x65, 0x79, 0xD6, 0xFB, 0xDB, 0xA2, 0x44, 0x6B, 0xB2, 0xAC, 0x1B, 0x82, 0xFE, 0xEB, 0x89, 0xD1,
    ]
    private static let fourLetter: [(name: String, type: JUMBFBoxType)] = [
        ("c2pa", .manifestStore), ("c2ma", .standardManifest), ("c2um", .updateManifest),
        ("c2cm", .compressedManifest), ("c2md", .earlyManifest), ("c2tm", .timeStampManifest),
        ("c2as", .assertionStore), ("c2cl", .claim), ("c2cs", .claimSignature), ("c2db", .dataBoxStore),
        ("c2vc", .credentialStore), ("cbor", .cbor), ("json", .json), ("uuid", .uuid),
    ]

    /// The sixteen bytes, for writing.
    public var bytes: [UInt8] {
        switch self {
        case .embeddedFile: Self.embeddedFileBytes
        case .codeStream: Self.codeStreamBytes
        case .other(let bytes): bytes
        default: Array((Self.fourLetter.first { $0.type == self }?.name ?? "uuid").utf8) + Self.tail
        }
    }
}
