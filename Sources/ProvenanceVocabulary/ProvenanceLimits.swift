// SPDX-License-Identifier: Apache-2.0

/// The one table of limits for everything that is read out of a file to tell its provenance.
///
/// What goes beyond a limit is not read, and the file is reported as unreadable with the limit's name; nothing is skipped
/// in silence. Real files stay far below.
public enum ProvenanceLimits {
    // Containers.
    /// Bytes of one C2PA manifest store.
    public static let manifestStoreBytes = 32 << 20
    /// Bytes of all metadata of one file together, after inflating.
    public static let metadataBytes = 16 << 20
    /// Bytes of one inflated PNG text or other compressed block.
    public static let inflatedBytes = 8 << 20
    /// Blocks of all compressed texts of one file together: a block without content costs work, but no bytes.
    public static let inflateBlocks = 4_096
    /// Segments of a JPEG before its image data, chunks of a PNG or RIFF, blocks of a GIF.
    public static let segments = 65_536
    /// Sub-blocks of all blocks of a GIF: each holds 255 bytes at most, so this is half a gigabyte of picture.
    public static let gifSubBlocks = 2_000_000
    /// Nesting of ISO-BMFF, RIFF and EBML boxes.
    public static let boxDepth = 32
    /// Boxes of an ISO-BMFF, RIFF or EBML file that are looked at.
    public static let boxes = 100_000
    /// Directories of a TIFF or of EXIF.
    public static let tiffDirectories = 64
    /// Entries of one TIFF directory.
    public static let tiffEntries = 4_096
    /// Bytes at the end of a file in which trailers are looked for.
    public static let trailerBytes = 1 << 20

    // Text formats inside containers.
    /// Nesting of XML elements and JSON values.
    public static let textDepth = 64
    /// Elements, attributes and values of one XML or JSON text.
    public static let textNodes = 200_000

    // Content Credentials.
    /// Nesting of JUMBF superboxes.
    public static let jumbfDepth = 16
    /// JUMBF boxes of one store.
    public static let jumbfBoxes = 10_000
    /// Bytes of the label of a JUMBF box.
    public static let jumbfLabelBytes = 1_024
    /// Bytes of an address of a JUMBF box.
    public static let jumbfAddressBytes = 4_096
    /// Nesting of CBOR arrays, maps and tags.
    public static let cborDepth = 32
    /// CBOR items of one assertion or claim.
    public static let cborItems = 1_000_000
    /// CBOR items and JSON values of one store together.
    public static let storeItems = 100_000
    /// Bytes of one store that are decoded as CBOR or JSON.
    public static let storeDecodedBytes = 16 << 20
    /// Addresses of boxes in one store that are followed.
    public static let storeAddresses = 10_000
    /// Bytes of all certificates, time-stamp tokens and OCSP answers of one store, counted each time they are read, each as
    /// 4 KiB at least.
    public static let storeCredentialBytes = 4 << 20
    /// Work that one store may cause, in nanoseconds of a slow core: hashing, decoding, following addresses and verifying
    /// signatures together, so that no mixture of them takes longer.
    public static let storeWork = 150_000_000
    /// Manifests of one store.
    public static let manifests = 256
    /// Ingredients of ingredients.
    public static let ingredientDepth = 64
    /// Bytes of the store that are hashed or decoded while it is validated, counted each time. A hostile store can name the
    /// same large assertion in every manifest.
    public static let validationBytes = 128 << 20
    /// Leaves of all Merkle trees of one file.
    public static let merkleLeaves = 100_000
    /// Exclusions of boxes that one hard binding may state, and values and ranges inside one of them.
    public static let boxExclusions = 1_024
    /// Byte ranges that one hard binding may leave out of its hash.
    public static let excludedRanges = 65_536
    /// Comparisons of boxes with exclusions in one file. A hostile binding can give every box a thousand conditions.
    public static let exclusionComparisons = 1_000_000
    /// Bytes of one auxiliary box of a Merkle tree.
    public static let merkleBoxBytes = 64 << 10
    /// Certificates of one chain.
    public static let certificates = 16
    /// Bytes of one certificate, time-stamp token or OCSP response.
    public static let certificateBytes = 1 << 20
    /// ASN.1 values of one certificate, time-stamp token or OCSP response.
    public static let asn1Values = 8_000
    /// Signatures that are verified for one file, certificates, time stamps and OCSP answers included.
    public static let signatures = 256

    // What is shown.
    /// Characters of one text out of a file.
    public static let quotedCharacters = 160
    /// Findings of one kind.
    public static let findings = 64
}
