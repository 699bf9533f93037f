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
        MarkerReading()
    }

    /// Reads text that was hidden in the lowest bits of the pixels.
    ///
    /// - Parameters:
    ///   - hiddenText: the text after its magic word and length, inflated, as UTF-8.
    ///   - place: where the bits lay, for a person and in the caller's own words, for example `lowest bits of alpha`.
    /// - Returns: markers and faults; empty when the text is none that a known generator hides.
    public static func markers(inHiddenText hiddenText: [UInt8], place: String) -> MarkerReading {
        MarkerReading()
    }
}
