// SPDX-License-Identifier: Apache-2.0

/// Tells what a file is made of: format, C2PA manifest stores, metadata.
public enum ContainerReader {
    /// Reads a file.
    ///
    /// - Parameter source: of any length; image data is not read.
    /// - Returns: what was found. Whatever is malformed or beyond a limit is among its faults.
    /// - Throws: ``ReadFailure`` when bytes cannot be had. Content never throws.
    public static func read(_ source: any ByteSource) throws(ReadFailure) -> ContainerReading {
        ContainerReading(format: .unknown)
    }
}
