// SPDX-License-Identifier: Apache-2.0

/// Rows 1…16 of the orthonormal 64-point DCT-II, as 32-bit floats: D[i][j] = √(2/64) · cos(π/128 · (i+1)(2j+1)).
///
/// The reference computes each value in double precision and rounds once. All 1,024 of them are reflections of 65 values,
/// which are stored by their bits: a browser's Embedded Swift has no `cos`, and libraries may round it differently.
enum CosineMatrix {
    static let rows = 16
    static let columns = 64

    /// Row-major 16 × 64.
    static let values: [Float] = {
        var matrix: [Float] = []
        matrix.reserveCapacity(rows * columns)
        for row in 1...rows {
            for column in 0..<columns {
                matrix.append(value(step: row * (2 * column + 1)))
            }
        }
        return matrix
    }()

    /// Column-major: 64 rows of 16, for the second multiplication.
    static let transposed: [Float] = {
        var matrix = [Float](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                matrix[column * rows + row] = values[row * columns + column]
            }
        }
        return matrix
    }()

    /// √(2/64) · cos(π/128 · step), reduced to the first quadrant.
    private static func value(step: Int) -> Float {
        let turn = step % 256
        let half = turn > 128 ? 256 - turn : turn
        return half <= 64 ? Float(bitPattern: quadrant[half]) : -Float(bitPattern: quadrant[128 - half])
    }

    /// Bits of √(2/64) · cos(π/128 · k) for k = 0…64.
    private static let quadrant: [UInt32] = [
        0x3e35_04f3, 0x3e34_f6fe, 0x3e34_cd21, 0x3e34_8763, 0x3e34_25ce, 0x3e33_a872, 0x3e33_0f61, 0x3e32_5ab4,
        0x3e31_8a85, 0x3e30_9ef6, 0x3e2f_982b, 0x3e2e_764c, 0x3e2d_3986, 0x3e2b_e20a, 0x3e2a_700c, 0x3e28_e3c6,
        0x3e27_3d74, 0x3e25_7d59, 0x3e23_a3b9, 0x3e21_b0dd, 0x3e1f_a512, 0x3e1d_80a8, 0x3e1b_43f5, 0x3e18_ef51,
        0x3e16_8317, 0x3e13_ffa8, 0x3e11_6566, 0x3e0e_b4b9, 0x3e0b_ee0a, 0x3e09_11c7, 0x3e06_2061, 0x3e03_1a4c,
        0x3e00_0000, 0x3df9_a3ed, 0x3df3_215c, 0x3dec_794d, 0x3de5_acc6, 0x3dde_bcd5, 0x3dd7_aa8b, 0x3dd0_76ff,
        0x3dc9_234e, 0x3dc1_b098, 0x3dba_2005, 0x3db2_72bd, 0x3daa_a9f2, 0x3da2_c6d5, 0x3d9a_ca9e, 0x3d92_b689,
        0x3d8a_8bd4, 0x3d82_4bc1, 0x3d73_ef2f, 0x3d63_213d, 0x3d52_3045, 0x3d41_1ee4, 0x3d2f_efbb, 0x3d1e_a570,
        0x3d0d_42af, 0x3cf7_944a, 0x3cd4_7d09, 0x3cb1_4504, 0x3c8d_f1a9, 0x3c55_10d4, 0x3c0e_1d7b, 0x3b8e_2871,
        0x0000_0000,
    ]
}
