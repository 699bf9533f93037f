// SPDX-License-Identifier: Apache-2.0

public import Containers
public import ProvenanceVocabulary

/// What the metadata of one file says of its origin.
public struct MarkerReading: Sendable, Hashable {
    /// What was found, in the order of the table of recognisers. Empty: nothing was found, and that says nothing.
    public var markers: [Marker]
    /// Where Content Credentials may lie outside of the file, from XMP `dcterms:provenance`. Nothing is fetched.
    public var remoteManifest: RemoteManifestReference?
    /// Metadata that could not be read, or not wholly. Codes begin with `xmp.`, `json.` or `markers.`.
    public var faults: [ContainerFault]

    /// Makes a reading.
    public init(
        markers: [Marker] = [], remoteManifest: RemoteManifestReference? = nil, faults: [ContainerFault] = []
    ) {
        self.markers = markers
        self.remoteManifest = remoteManifest
        self.faults = faults
    }
}

/// An address at which a file says its Content Credentials lie.
public struct RemoteManifestReference: Sendable, Hashable {
    /// The address, http or https, to be shown and never to be fetched.
    public var address: QuotedText
    /// First byte, in the file, of the block of metadata that names it.
    public var offset: Int

    /// Makes a reference.
    public init(address: QuotedText, offset: Int) {
        self.address = address
        self.offset = offset
    }
}

extension RemoteManifestReference {
    /// The first address of the web in `dcterms:provenance`. Addresses inside of the file (`self#jumbf=…`) are none.
    init?(in metadata: Metadata) {
        let address = metadata[.xmp(.provenance)].first { field in
            field.text.startsWithWord("https://") || field.text.startsWithWord("http://")
        }
        guard let address else { return nil }
        // Longer than what is shown of other texts: half of an address is none.
        let text = String(decoding: address.text.prefix(2_048), as: UTF8.self)
        self.init(address: QuotedText(text, limit: 512), offset: address.offset)
    }
}
