// SPDX-License-Identifier: Apache-2.0

/// The fingerprint of one part of a picture.
public struct RegionFingerprint: Sendable, Hashable {
    /// What was hashed.
    public let region: Region
    /// Its hash in eight orientations and its quality.
    public let fingerprint: PDQFingerprint
}

extension PDQ {
    /// Finds the views of a picture and hashes them, ready to search.
    ///
    /// - Parameters:
    ///   - picture: the grey picture; a shorter side of 320 pixels is enough.
    ///   - limit: most views to return.
    /// - Returns: views of at least the quality floor, the most promising first, without the whole picture. Views whose
    ///   hashes are all but equal to each other, or to that of the whole picture, say nothing new and are left out.
    public static func views(of picture: GreyPicture, limit: Int = PictureViews.cap) -> [RegionFingerprint] {
        var hasher = GreyHasher()
        return hasher.views(of: picture, limit: limit)
    }
}

extension GreyHasher {
    /// Hashes nearer than this search the same neighbourhood twice.
    private static let negligibleDistance = 6

    /// Finds the views of a picture and hashes them, ready to search.
    ///
    /// - Parameters:
    ///   - picture: the grey picture; a shorter side of 320 pixels is enough.
    ///   - limit: most views to return.
    /// - Returns: views of at least the quality floor, the most promising first, without the whole picture. Views whose
    ///   hashes are all but equal to each other, or to that of the whole picture, say nothing new and are left out.
    public mutating func views(of picture: GreyPicture, limit: Int = PictureViews.cap) -> [RegionFingerprint] {
        let small = SmallPicture(of: picture)
        var known = [fingerprint(of: picture).hash]
        var found: [RegionFingerprint] = []
        for view in PictureViews.find(in: small, limit: limit) {
            let fingerprint = fingerprint(of: view.shape, in: picture, small: small)
            guard fingerprint.quality >= PDQ.qualityFloor,
                !known.contains(where: { $0.distance(to: fingerprint.hash) <= Self.negligibleDistance })
            else { continue }
            known.append(fingerprint.hash)
            found.append(RegionFingerprint(region: view.region, fingerprint: fingerprint))
        }
        return found
    }

    private mutating func fingerprint(
        of shape: FoundView.Shape, in picture: GreyPicture, small: SmallPicture
    ) -> PDQFingerprint {
        switch shape {
        case .window(let window):
            return fingerprint(of: picture, window: window)
        case .extended(let share):
            return extended(picture, by: share)
        case .quad(let quad):
            guard let straight = small.grey.straightened(quad) else { return .none }
            return fingerprint(of: straight)
        case .filledCorners(let radius):
            return fingerprint(of: small.grey.fillingCorners(radius: radius))
        }
    }
}
