// SPDX-License-Identifier: Apache-2.0

public import Containers
import ProvenanceVocabulary

/// Looks for every public, unsigned marker of origin in the metadata of a file.
public enum MarkerReader {
    /// Reads the metadata once and asks every recogniser.
    ///
    /// Damaged or hostile metadata never throws; it becomes a fault.
    ///
    /// - Parameter reading: what the file is made of.
    /// - Returns: markers, a remote reference if there is one, and faults.
    public static func markers(in reading: ContainerReading) -> MarkerReading {
        guard !reading.metadata.isEmpty else { return MarkerReading() }
        return self.reading(of: Metadata(reading.metadata))
    }

    /// Reads text that was hidden in the lowest bits of the pixels behind one of the magic words that generators use.
    ///
    /// - Parameter hiddenText: the text after its magic word and length, inflated, as UTF-8.
    /// - Returns: one marker, of the claim `ai-possible` when the text is none that is known; faults.
    public static func markers(inHiddenText hiddenText: [UInt8]) -> MarkerReading {
        var metadata = Metadata()
        metadata.add(.hidden, hiddenText, offset: 0)
        return reading(of: metadata)
    }

    private static func reading(of metadata: Metadata) -> MarkerReading {
        var result = MarkerReading(faults: metadata.faults)
        for recogniser in Recogniser.all {
            var kept: Set<Marker> = []
            for marker in recogniser.markers(metadata) {
                // A packet that is there twice says nothing more.
                var anywhere = marker
                anywhere.offset = 0
                guard kept.insert(anywhere).inserted else { continue }
                guard kept.count <= ProvenanceLimits.findings else {
                    result.faults.append(
                        ContainerFault(
                            .overLimit, code: "markers.findings",
                            message: "more than \(ProvenanceLimits.findings) markers \(recogniser.source.rawValue)"))
                    break
                }
                result.markers.append(marker)
            }
        }
        result.remoteManifest = RemoteManifestReference(in: metadata)
        return result
    }
}
