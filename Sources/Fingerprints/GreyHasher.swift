// SPDX-License-Identifier: Apache-2.0

/// Hashes reduced pictures one after another and remembers the matrices of their sizes. Keep one a thread.
public struct GreyHasher: Sendable {
    private var downsampler = GreyDownsampler()

    /// Makes a hasher that remembers nothing yet.
    public init() {}

    /// Hashes a reduced picture or a window into it, nearly as the full picture would hash.
    ///
    /// - Parameters:
    ///   - picture: the reduced picture.
    ///   - window: which part of it, in pixels of the full picture, cut at the picture's edges; `nil` for all of it.
    /// - Returns: the fingerprint; all bits clear and quality 0 if a side of the window is below five pixels.
    public mutating func fingerprint(of picture: GreyPicture, window: GreyWindow? = nil) -> PDQFingerprint {
        let window = picture.clipped(window ?? picture.wholeWindow)
        let least = Double(PDQ.minimumSide) - 0.5
        guard window.width >= least, window.height >= least else { return .none }
        return PDQ.fingerprint(means: downsampler.means(of: picture, window: window))
    }

    /// Hashes the whole picture with its outermost pixels continued outwards by a share of each side.
    mutating func extended(_ picture: GreyPicture, by share: Double) -> PDQFingerprint {
        let (x, y) = (Double(picture.fullWidth) * share, Double(picture.fullHeight) * share)
        guard min(picture.fullWidth, picture.fullHeight) >= PDQ.minimumSide else { return .none }
        // A matrix gives the weight of what lies outside to the nearest pixel inside.
        let window = GreyWindow(
            left: -x, top: -y, right: Double(picture.fullWidth) + x, bottom: Double(picture.fullHeight) + y)
        return PDQ.fingerprint(means: downsampler.means(of: picture, window: window))
    }
}

extension GreyPicture {
    /// What of a window lies inside the picture; an empty window at the corner if nothing does.
    func clipped(_ window: GreyWindow) -> GreyWindow {
        let clipped = GreyWindow(
            left: max(0, window.left), top: max(0, window.top), right: min(Double(fullWidth), window.right),
            bottom: min(Double(fullHeight), window.bottom))
        // Written so that windows of not-a-numbers are empty too.
        guard clipped.left < clipped.right, clipped.top < clipped.bottom else {
            return GreyWindow(left: 0, top: 0, right: 0, bottom: 0)
        }
        return clipped
    }
}
