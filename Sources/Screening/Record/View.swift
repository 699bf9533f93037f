// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// Which rendering of the item matched.
public struct View: Hashable, Sendable {
    /// What of the picture was hashed.
    public enum Region: String, Sendable, CaseIterable {
        case whole
        /// Rows and columns of one colour cut off at the four sides.
        case borderTrimmed = "border-trimmed"
    }

    /// Which of the eight turns and mirrorings, in PDQ's own names.
    public typealias Orientation = Fingerprints.Orientation

    public let region: Region
    public let orientation: Orientation

    public init(region: Region, orientation: Orientation) {
        self.region = region
        self.orientation = orientation
    }

    public static let original = View(region: .whole, orientation: .original)

    /// `original`, `flipY`, `border-trimmed`, `border-trimmed/flipY`.
    public var name: String {
        switch (region, orientation) {
        case (.whole, _): orientation.rawValue
        case (_, .original): region.rawValue
        default: region.rawValue + "/" + orientation.rawValue
        }
    }

    public init?(name: String) {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2, let region = Region(rawValue: parts[0]), let orientation = Orientation(rawValue: parts[1]) {
            self.init(region: region, orientation: orientation)
        } else if let region = Region(rawValue: name), region != .whole {
            self.init(region: region, orientation: .original)
        } else if let orientation = Orientation(rawValue: name) {
            self.init(region: .whole, orientation: orientation)
        } else {
            return nil
        }
    }
}
