// SPDX-License-Identifier: Apache-2.0

/// Views of a *known* picture that stand for cut and tilted copies of it: for banks that are filled from pictures.
///
/// A copy that lost its rim cannot be put right; but the known picture can be cut in the same way. Imported lists of hashes
/// cannot have these views.
public enum EntryViews {
    /// One way of cutting or tilting the known picture.
    public struct Rendering: Sendable, Hashable {
        /// `crop-90`, `left-88`, `tilt+5`: what is left in per cent, or degrees clockwise.
        public let name: String
        /// The part of the unit square that remains, before it is turned.
        let window: GreyWindow
        /// Degrees clockwise.
        let degrees: Int
    }

    /// All renderings: six centre crops, crops of one side, and tilts without the corners that turning empties.
    public static let all: [Rendering] = centreCrops + sideCrops + tilts

    private static let centreCrops: [Rendering] = [94, 88, 80, 72, 64, 56].map { share in
        let cut = Double(100 - share) / 200
        return Rendering(
            name: "crop-\(share)", window: GreyWindow(left: cut, top: cut, right: 1 - cut, bottom: 1 - cut), degrees: 0)
    }

    private static let sideCrops: [Rendering] = [94, 88, 80].flatMap { share in
        let rest = Double(share) / 100
        return [
            ("left", GreyWindow(left: 1 - rest, top: 0, right: 1, bottom: 1)),
            ("right", GreyWindow(left: 0, top: 0, right: rest, bottom: 1)),
            ("top", GreyWindow(left: 0, top: 1 - rest, right: 1, bottom: 1)),
            ("bottom", GreyWindow(left: 0, top: 0, right: 1, bottom: rest)),
        ].map { Rendering(name: "\($0.0)-\(share)", window: $0.1, degrees: 0) }
    }

    private static let tilts: [Rendering] = [-7, -5, -3, -2, 2, 3, 5, 7].map { degrees in
        Rendering(
            name: degrees < 0 ? "tilt\(degrees)" : "tilt+\(degrees)",
            window: GreyWindow(left: 0, top: 0, right: 1, bottom: 1), degrees: degrees)
    }

    /// Hashes all renderings of a known picture.
    ///
    /// - Parameters:
    ///   - picture: the grey picture.
    /// - Returns: the name and the fingerprint of each rendering that reaches the quality floor.
    public static func fingerprints(of picture: GreyPicture) -> [(name: String, fingerprint: PDQFingerprint)] {
        var hasher = GreyHasher()
        var found: [(name: String, fingerprint: PDQFingerprint)] = []
        for rendering in all {
            let fingerprint: PDQFingerprint
            if rendering.degrees == 0 {
                fingerprint = hasher.fingerprint(of: picture, window: picture.scaled(rendering.window))
            } else {
                let quad = picture.tilted(by: rendering.degrees)
                guard let straight = picture.straightened(quad) else { continue }
                fingerprint = hasher.fingerprint(of: straight)
            }
            if fingerprint.quality >= PDQ.qualityFloor { found.append((rendering.name, fingerprint)) }
        }
        return found
    }
}

extension GreyPicture {
    /// A window of the unit square in pixels of the full picture.
    func scaled(_ window: GreyWindow) -> GreyWindow {
        GreyWindow(
            left: window.left * Double(fullWidth), top: window.top * Double(fullHeight),
            right: window.right * Double(fullWidth), bottom: window.bottom * Double(fullHeight))
    }

    /// The largest rectangle of the picture's shape, turned, that lies inside the picture: what somebody keeps who turns a
    /// picture and cuts off the empty corners.
    func tilted(by degrees: Int) -> Quad {
        let sine = Self.sines[abs(degrees)] * (degrees < 0 ? -1 : 1)
        let cosine = (1 - sine * sine).squareRoot()
        let (width, height) = (Double(fullWidth), Double(fullHeight))
        let size = abs(sine)
        let scale = min(width / (width * cosine + height * size), height / (height * cosine + width * size))
        func corner(_ x: Double, _ y: Double) -> Quad.Point {
            let (x, y) = (x * width * scale / 2, y * height * scale / 2)
            return Quad.Point(x: width / 2 + x * cosine - y * sine, y: height / 2 + x * sine + y * cosine)
        }
        return Quad(
            topLeft: corner(-1, -1), topRight: corner(1, -1), bottomRight: corner(1, 1), bottomLeft: corner(-1, 1))
    }

    /// Sines of 0…9 degrees; a browser's Embedded Swift has no function for them.
    private static let sines = [
        0, 0.017452406, 0.034899497, 0.052335956, 0.069756474, 0.087155743, 0.104528463, 0.121869343, 0.139173101,
        0.156434465,
    ]
}
