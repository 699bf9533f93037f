// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// A package of its own, so that measuring never builds into the product and the product never waits for a benchmark.

import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "tutela", path: "..")],
    targets: [
        .executableTarget(
            name: "isolation-cost",
            dependencies: [
                .product(name: "Fingerprints", package: "tutela"), .product(name: "MediaDecoding", package: "tutela"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "crop-hashes", dependencies: [.product(name: "Fingerprints", package: "tutela")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "hash-speed",
            dependencies: [
                .product(name: "Fingerprints", package: "tutela"), .product(name: "MediaDecoding", package: "tutela"),
                .product(name: "CImageCodecs", package: "tutela"), .product(name: "CDecoderWire", package: "tutela"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "policy-speed",
            dependencies: [
                .product(name: "CivilTime", package: "tutela"), .product(name: "Policy", package: "tutela"),
                .product(name: "PolicyPacks", package: "tutela"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "provenance-speed",
            dependencies: [
                .product(name: "Certificates", package: "tutela"), .product(name: "CivilTime", package: "tutela"),
                .product(name: "Containers", package: "tutela"),
                .product(name: "ContentCredentials", package: "tutela"), .product(name: "Markers", package: "tutela"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "search-speed",
            dependencies: [
                .product(name: "Fingerprints", package: "tutela"), .product(name: "HashIndex", package: "tutela"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
        .executableTarget(
            name: "view-hashes", dependencies: [.product(name: "Fingerprints", package: "tutela")],
            swiftSettings: [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]),
    ]
)
