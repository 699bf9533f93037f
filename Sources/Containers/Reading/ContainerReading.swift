// SPDX-License-Identifier: Apache-2.0

/// What a file is made of, as far as provenance is concerned.
public struct ContainerReading: Sendable {
    /// Told by the bytes, never by the name.
    public var format: ContainerFormat
    /// C2PA manifest stores in the order of the file. More than one: the file has none (C2PA specification, A.1).
    public var stores: [EmbeddedStore]
    /// Everything in which a marker can stand, in the order of the file.
    public var metadata: [MetadataBlock]
    /// What is not as its format wants it.
    public var faults: [ContainerFault]

    /// Makes a reading, to which is added what is found.
    public init(
        format: ContainerFormat, stores: [EmbeddedStore] = [], metadata: [MetadataBlock] = [],
        faults: [ContainerFault] = []
    ) {
        self.format = format
        self.stores = stores
        self.metadata = metadata
        self.faults = faults
    }
}

/// The formats whose structure is known.
public enum ContainerFormat: String, Sendable, Hashable {
    case jpeg, png, webp, avi, wav, gif, tiff
    /// ISO base media: MP4, MOV, HEIC, AVIF and their kin.
    case isoBMFF = "iso-bmff"
    case matroska, flv
    /// A C2PA manifest store without a picture (`.c2pa`).
    case manifestStore = "manifest-store"
    case unknown
}

/// A C2PA manifest store as it lies in a file.
public struct EmbeddedStore: Sendable, Hashable {
    /// The `jumb` superbox of the store, put together.
    public var bytes: [UInt8]
    /// Where it lies, with everything that only wraps it: whole APP11 segments, the PNG chunk with length and CRC, the RIFF
    /// chunk with header and padding, the GIF extension, the TIFF value alone, the whole `uuid` box. In ascending order.
    public var ranges: [Range<Int>]
    /// ISO-BMFF only: `manifest`, `original`, `update`.
    public var purpose: String?
    /// ISO-BMFF only: offset of the first `merkle` box, as the box states it; 0: none.
    public var merkleOffset: Int?

    /// Makes a description of a store.
    public init(bytes: [UInt8], ranges: [Range<Int>], purpose: String? = nil, merkleOffset: Int? = nil) {
        self.bytes = bytes
        self.ranges = ranges
        self.purpose = purpose
        self.merkleOffset = merkleOffset
    }
}

/// Bytes of a file in which a marker can stand.
public struct MetadataBlock: Sendable, Hashable {
    /// What the bytes are.
    public enum Kind: Sendable, Hashable {
        /// The value of one field of EXIF or of a TIFF directory, as stored: text fields (ASCII and UTF-8), `UserComment`
        /// (0x9286) with its eight bytes of character code, `MakerNote` (0x927C), the UTF-16 `XP…` fields. Fields that hold
        /// XMP, IIM or Photoshop resources come as blocks of those kinds.
        case exif(tag: UInt16)
        /// An XMP packet, extended XMP put together, as UTF-8.
        case xmp
        /// IPTC IIM records (`1C 02 …`), out of Photoshop's resource 0x0404.
        case iptcIIM
        /// Text of a PNG chunk `tEXt`, `zTXt`, `iTXt`, inflated, as UTF-8 (Latin-1 is converted). `keyword` is the chunk's.
        case pngText(keyword: String)
        /// A JPEG or GIF comment.
        case comment
        /// The payload of a JPEG APP segment that is none of the above, `marker` 0xE0…0xEF. Segments that cannot hold
        /// text are left out: JFIF, colour profiles, indices of further pictures, Adobe's transform flag, JPEG XT boxes.
        case application(marker: UInt8)
        /// What follows the end of the image, at most the last `ProvenanceLimits.trailerBytes`.
        case trailer
        /// A tag of a video or sound file: `moov/udta/meta` keys, QuickTime `udta` atoms, Matroska SimpleTag, AVI LIST/INFO,
        /// FLV onMetaData. The bytes are its value as UTF-8.
        case tag(name: String)
    }

    /// What the bytes are.
    public var kind: Kind
    /// The block's own bytes.
    public var bytes: [UInt8]
    /// First byte of the block in the file.
    public var offset: Int

    /// Makes a block.
    public init(kind: Kind, bytes: [UInt8], offset: Int) {
        self.kind = kind
        self.bytes = bytes
        self.offset = offset
    }
}

/// Something in a file that is not as its format wants it.
public struct ContainerFault: Error, Sendable, Hashable {
    /// How bad it is.
    public enum Gravity: Sendable, Hashable {
        /// A viewer shows the file; something was left out or looked at differently.
        case oddity
        /// The structure ends or contradicts itself: the file cannot be read as what it says it is.
        case malformed
        /// A limit of ProvenanceLimits was reached.
        case overLimit
    }

    /// How bad it is.
    public var gravity: Gravity
    /// Stable, for programs: `jpeg.segment-beyond-end`, `bmff.depth`, …
    public var code: String
    /// For a person: what, where, and the limit if there was one.
    public var message: String

    /// Makes a fault.
    public init(_ gravity: Gravity, code: String, message: String) {
        self.gravity = gravity
        self.code = code
        self.message = message
    }
}
