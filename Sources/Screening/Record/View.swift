// SPDX-License-Identifier: Apache-2.0

public import Fingerprints

/// Which rendering of the item matched.
public struct View: Hashable, Sendable {
    /// What of the picture was hashed.
    public typealias Region = Fingerprints.Region

    /// Which of the eight turns and mirrorings, in PDQ's own names.
    public typealias Orientation = Fingerprints.Orientation

    /// What of the picture was hashed.
    public let region: Region
    /// How the picture was turned or mirrored before it was compared.
    public let orientation: Orientation

    /// Makes a view.
    public init(region: Region, orientation: Orientation) {
        self.region = region
        self.orientation = orientation
    }

    /// The whole picture as stored.
    public static let original = View(region: .whole, orientation: .original)

    /// `original`, `flipY`, `border-trimmed`, `border-trimmed/flipY`.
    public var name: String {
        switch (region, orientation) {
        case (.whole, _): orientation.rawValue
        case (_, .original): region.rawValue
        default: region.rawValue + "/" + orientation.rawValue
        }
    }

    /// Reads what ``name`` prints; anything else is `nil`.
    public init?(name: String) {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        if parts.count == 2, let region = Region(rawValue: parts[0]),
            let orientation = Orientation(rawValue: parts[1])
        {
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
