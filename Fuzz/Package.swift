// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// A package of its own, so that a build with the fuzzer's instrumentation never mixes with the product's, and the product
// never waits for it. Fuzz/run builds and starts it.

import PackageDescription

let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "tutela", path: "..")],
    targets: [
        .executableTarget(
            name: "fuzz",
            dependencies: [
                .product(name: "CivilTime", package: "tutela"),
                .product(name: "Containers", package: "tutela"),
                .product(name: "Certificates", package: "tutela"),
                .product(name: "ContentCredentials", package: "tutela"),
                .product(name: "Markers", package: "tutela"),
                .product(name: "Policy", package: "tutela"),
                .product(name: "PolicyPacks", package: "tutela"),
                .product(name: "Provenance", package: "tutela"),
                .product(name: "Watermarks", package: "tutela"),
                .product(name: "ProvenanceVocabulary", package: "tutela"),
            ],
            // libFuzzer brings `main`.
            swiftSettings: [
                .swiftLanguageMode(.v6), .treatAllWarnings(as: .error), .unsafeFlags(["-parse-as-library"]),
            ])
    ]
)
