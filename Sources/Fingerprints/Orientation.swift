// SPDX-License-Identifier: Apache-2.0

/// The eight turns and mirrorings of a picture, under PDQ's own names.
public enum Orientation: String, Sendable, CaseIterable {
    case original
    /// A quarter turn counter-clockwise.
    case rotate90
    case rotate180
    /// A quarter turn clockwise.
    case rotate270
    /// Top and bottom exchanged.
    case flipX
    /// Left and right exchanged: mirrored.
    case flipY
    /// Transposed: rows become columns.
    case flipPlus1
    /// Transposed along the other diagonal.
    case flipMinus1

    /// Whether rows and columns of the spectrum change places.
    var isTransposed: Bool {
        switch self {
        case .rotate90, .rotate270, .flipPlus1, .flipMinus1: true
        case .original, .rotate180, .flipX, .flipY: false
        }
    }

    /// Whether the coefficient at this place of the *original* spectrum changes its sign. Frequencies start at 1, so
    /// mirroring negates the even places.
    func negates(row: Int, column: Int) -> Bool {
        switch self {
        case .original, .flipPlus1: false
        case .flipX, .rotate270: row.isMultiple(of: 2)
        case .flipY, .rotate90: column.isMultiple(of: 2)
        case .rotate180, .flipMinus1: !(row + column).isMultiple(of: 2)
        }
    }
}
