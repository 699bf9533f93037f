// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// The house of Tutela. Every target is a room; a room may import only what it declares here, and declarations point
// downwards only, so this file is the architecture and the compiler its guard. docs/architecture.md draws it.

import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

let package = Package(
    name: "tutela",
    products: [
        //        .executable(name: "tutela", targets: ["tutela"]),
        //        .executable(name: "tutela-decoder", targets: ["tutela-decoder"]),
        .library(name: "Fingerprints", targets: ["Fingerprints"]),
        .library(name: "HashIndex", targets: ["HashIndex"]),
        //        .library(name: "MediaDecoding", targets: ["MediaDecoding"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .target(name: "Fingerprints"),
        .target(name: "HashIndex", dependencies: ["Fingerprints"]),
        .target(name: "CDecoderWire"),
        .target(name: "MediaDecoding", dependencies: ["CDecoderWire", "Fingerprints"]),
    ]
)

/// Rooms whose inner loops are the product: optimized in debug builds too, so that tests on real pictures take seconds.
let hotRooms: Set = ["Fingerprints", "HashIndex"]

for target in package.targets where target.type != .system && !target.name.hasPrefix("C") {
    var settings: [SwiftSetting] = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if hotRooms.contains(target.name) {
        settings.append(.unsafeFlags(["-O"], .when(configuration: .debug)))
    }
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
