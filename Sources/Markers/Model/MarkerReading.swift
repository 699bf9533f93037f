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
