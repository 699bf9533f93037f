// SPDX-License-Identifier: Apache-2.0

/// Bytes put together by hand: tests build every file that they read.
func text(_ text: String) -> [UInt8] { [UInt8](text.utf8) }

func big16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }

func big24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 0xff)] + big16(value) }

func big32(_ value: Int) -> [UInt8] { big16(value >> 16) + big16(value) }

func big64(_ value: Int) -> [UInt8] { big32(value >> 32) + big32(value) }

func little16(_ value: Int) -> [UInt8] { big16(value).reversed() }

func little32(_ value: Int) -> [UInt8] { big32(value).reversed() }

func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

/// Bytes without a meaning, the same in every run, none of them 0xFF.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(state >> 56) % 0xff
    }
}
