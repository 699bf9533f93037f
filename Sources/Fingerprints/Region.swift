// SPDX-License-Identifier: Apache-2.0

/// What of a picture was hashed.
public enum Region: String, Sendable, CaseIterable {
    /// The picture as it is.
    case whole
    /// Rows and columns of one colour cut off at the four sides.
    case borderTrimmed = "border-trimmed"
    /// Cut at the strongest straight edges: screenshots, frames with patterns, blurred fills.
    case edgeTrimmed = "edge-trimmed"
    /// The longest run of rows and columns with texture: captions and status bars fall away.
    case busiestBlock = "busiest-block"
    /// One side of a straight line through the whole picture: collages.
    case split
    /// A four-cornered outline, straightened: tilted copies and photographs of screens.
    case outline
    /// Corners of one colour filled with what is beside them: rounded corners.
    case filledCorners = "filled-corners"
    /// The whole picture with its outermost pixels continued outwards: copies that lost a narrow rim.
    case extended
}
