// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
//
// The house of Tutela. Every target is a room; a room may import only what it declares here, and declarations point
// downwards only, so this file is the architecture and the compiler its guard. docs/architecture.md draws it.

import PackageDescription

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let jwt: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")

/// The decoder is written in C and handles hostile bytes: optimized and hardened in every build.
let optimized: [CSetting] = [
    .unsafeFlags(["-O2", "-Wall", "-Wextra", "-Werror", "-fstack-protector-strong", "-D_FORTIFY_SOURCE=2"])
]
let hardened: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "-z", "-Xlinker", "relro", "-Xlinker", "-z", "-Xlinker", "now"])
]

let codecLibraries = ["jpeg", "png16", "z", "webp", "webpdemux", "gif", "tiff", "heif"]

let package = Package(
    name: "tutela",
    products: [
        .executable(name: "tutela", targets: ["tutela"]),
        .executable(name: "tutela-decoder", targets: ["tutela-decoder"]),
        // `tutela serve` starts it: a program of its own, so that a first report never waits for the web stack to compile.
        .executable(name: "tutela-server", targets: ["tutela-server"]),
        .library(name: "Fingerprints", targets: ["Fingerprints"]),
        .library(name: "HashIndex", targets: ["HashIndex"]),
        .library(name: "MediaDecoding", targets: ["MediaDecoding"]),
        // For Fuzz and Benchmarks.
        .library(name: "Certificates", targets: ["Certificates"]),
        .library(name: "CivilTime", targets: ["CivilTime"]),
        .library(name: "Containers", targets: ["Containers"]),
        .library(name: "ContentCredentials", targets: ["ContentCredentials"]),
        .library(name: "Markers", targets: ["Markers"]),
        .library(name: "Policy", targets: ["Policy"]),
        .library(name: "PolicyPacks", targets: ["PolicyPacks"]),
        .library(name: "Provenance", targets: ["Provenance"]),
        .library(name: "ProvenanceVocabulary", targets: ["ProvenanceVocabulary"]),
        .library(name: "Watermarks", targets: ["Watermarks"]),
        // For Benchmarks only: decoding without confinement, as the peers do it.
        .library(name: "CImageCodecs", targets: ["CImageCodecs"]),
        .library(name: "CDecoderWire", targets: ["CDecoderWire"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        // The server's.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The program: arguments, terminal, exit codes.
        .executableTarget(
            name: "tutela",
            dependencies: [
                "Banks", "Certificates", "Checkup", "CivilTime", "Fingerprints", "HashIndex", "Identity", "Ledger",
                "MediaDecoding", "Policy", "PolicyPacks", "PolicyWords", "Provenance", "ProvenanceVocabulary",
                "ScanReport", "Screening",
                "Spelling",
                "Store", argumentParser, yams,
            ]),

        // The server. Every door is declared with who may pass it and what is recorded of it.
        .executableTarget(
            name: "tutela-server",
            dependencies: [
                "Banks", "CivilTime", "Identity", "Ledger", "MediaDecoding", "Outbound", "PolicyPacks", "Provenance",
                "Screening", "Store", "Submissions", "Telemetry", "Web", "WebAPI", "WebConsole", "WebMatcher",
                "Spelling", crypto, hummingbird, lifecycle, logging, nio, yams,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .target(
            name: "WebAPI",
            dependencies: [
                "Banks", "CivilTime", "Fingerprints", "Identity", "Ledger", "MediaDecoding", "Outbound", "Policy",
                "PolicyPacks", "PolicyWords", "Screening", "Store", "Submissions", "Web", httpTypes, hummingbird, nio,
            ],
            resources: [.embedInCode("Resources/tutela-v1.yaml")]),
        .target(
            name: "WebMatcher",
            dependencies: [
                "Banks", "Fingerprints", "Identity", "Ledger", "Outbound", "Screening", "Store", "Web", httpTypes,
                hummingbird,
                nio, crypto,
            ]),
        .target(
            name: "WebConsole",
            dependencies: [
                "Banks", "CivilTime", "Identity", "Ledger", "Outbound", "Policy", "Store", "Submissions", "Web",
                crypto, httpTypes, hummingbird, jwt, logging, mustache, nio, yams,
            ],
            resources: [.embedInCode("Resources")]),
        .target(
            name: "Web",
            dependencies: [
                "CivilTime", "Identity", "Ledger", "Store", "Telemetry", httpTypes, hummingbird, lifecycle, logging,
                nio,
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(
            name: "Outbound",
            dependencies: [
                "CivilTime", httpClient, crypto, logging, nio,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .target(name: "Telemetry", dependencies: [logging, metrics]),

        // What clients handed in: decisions that can be explained and replayed, keys of repeated requests, callbacks.
        .target(
            name: "Submissions",
            dependencies: ["CivilTime", "Ledger", "Policy", "PolicyPacks", "Screening", "Store", crypto]),

        // Who may do what, and what was done.
        .target(name: "Identity", dependencies: ["CivilTime", "Ledger", "Store", crypto, cryptoExtras]),
        .target(name: "Ledger", dependencies: ["CivilTime", "Store", crypto]),

        // What a person reads of a scan, and how an installation stands.
        .target(
            name: "ScanReport",
            dependencies: [
                "CivilTime", "Fingerprints", "Policy", "PolicyWords", "Provenance", "ProvenanceVocabulary", "Screening",
                crypto,
            ],
            resources: [.embedInCode("HTML/Resources/report.css")]),
        .target(
            name: "Checkup",
            dependencies: [
                "Banks", "Certificates", "CivilTime", "CSystemClock", "MediaDecoding", "PolicyPacks", "Provenance",
                "Store",
            ]),
        .target(name: "CSystemClock"),

        // Item → facts → decision: the one place that ties the rooms below.
        .target(
            name: "Screening",
            dependencies: [
                "Banks", "CivilTime", "Containers", "Fingerprints", "HashIndex", "MediaDecoding", "Policy",
                "Provenance", "ProvenanceVocabulary", "Store", crypto,
            ]),

        // Facts → rules → obligations. Law is data: YAML in law/, read by PolicyPacks, embedded by CLawPacks.
        .target(name: "PolicyPacks", dependencies: ["CivilTime", "CLawPacks", "Policy", "Spelling", crypto, yams]),
        .target(name: "CLawPacks", cSettings: [.unsafeFlags(["-std=c23"])]),
        .target(name: "PolicyWords", dependencies: ["CivilTime", "Policy"]),
        .target(name: "Policy", dependencies: ["CivilTime", "Spelling", crypto]),
        .target(name: "CivilTime"),
        .target(name: "Spelling"),

        // Lists of known pictures, and the database below them.
        .target(name: "Banks", dependencies: ["CivilTime", "Fingerprints", "Spelling", "Store", crypto]),
        .target(
            name: "Store",
            dependencies: [
                "CLibPQ", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),

        .target(name: "CLibPQ", linkerSettings: [.linkedLibrary("pq")]),

        // What a file says about how it was made, and how far to believe it.
        .target(
            name: "Provenance",
            dependencies: [
                "Certificates", "CivilTime", "Containers", "ContentCredentials", "Markers", "ProvenanceVocabulary",
                "Watermarks", crypto,
            ]),
        .target(
            name: "ContentCredentials",
            dependencies: ["Certificates", "CivilTime", "Containers", "ProvenanceVocabulary", crypto]),
        .target(name: "Certificates", dependencies: ["CivilTime", "ProvenanceVocabulary", asn1, crypto, cryptoExtras]),
        .target(name: "Markers", dependencies: ["Containers", "ProvenanceVocabulary"]),
        .target(name: "Watermarks", dependencies: ["ProvenanceVocabulary"]),
        .target(name: "Containers", dependencies: ["ProvenanceVocabulary"]),
        .target(name: "ProvenanceVocabulary"),

        // Exact search · pixels from untrusted files · hashes. No Foundation below this line.
        .target(name: "HashIndex", dependencies: ["CSearchKernels", "Fingerprints"]),
        .target(name: "CSearchKernels", cSettings: optimized),
        .target(name: "MediaDecoding", dependencies: ["CDecoderWire", "Fingerprints", "Watermarks", crypto]),
        .target(name: "Fingerprints"),

        // The separate program that lets C libraries touch untrusted bytes, and its parts.
        .executableTarget(
            name: "tutela-decoder", dependencies: ["CConfinement", "CDecoderWire", "CImageCodecs"],
            linkerSettings: hardened),
        .target(name: "CConfinement", dependencies: ["CDecoderWire"], cSettings: optimized),
        .target(
            name: "CImageCodecs", dependencies: ["CDecoderWire", "CPictureReduction"], cSettings: optimized,
            linkerSettings: codecLibraries.map { .linkedLibrary($0) }),
        .target(name: "CPictureReduction", cSettings: optimized),
        .target(name: "CDecoderWire"),

        // The decoder with one codec too many: tests play a picture that has taken it over.
        .executableTarget(
            name: "evil-decoder", dependencies: ["CConfinement", "CDecoderWire", "CImageCodecs"],
            path: "Tests/EvilDecoder"),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "FingerprintsTests", dependencies: ["Fingerprints", "TestSupport"]),
        // Changes an index without end; a test kills it.
        .executableTarget(
            name: "index-churn", dependencies: ["Fingerprints", "HashIndex", "IndexChurnRows"], path: "Tests/IndexChurn"
        ),
        .target(
            name: "IndexChurnRows", dependencies: ["Fingerprints", "HashIndex", "TestSupport"],
            path: "Tests/IndexChurnRows"),
        .testTarget(
            name: "HashIndexTests",
            dependencies: ["CSearchKernels", "Fingerprints", "HashIndex", "IndexChurnRows", "TestSupport"]),
        .testTarget(
            name: "MediaDecodingTests",
            dependencies: ["CPictureReduction", "Fingerprints", "MediaDecoding", "TestSupport", "Watermarks"],
            exclude: ["Material"]),
        .testTarget(name: "ContainersTests", dependencies: ["Containers", "ProvenanceVocabulary", "TestSupport"]),
        .testTarget(
            name: "CertificatesTests",
            dependencies: ["Certificates", "CivilTime", "ProvenanceVocabulary", "TestSupport", crypto]),
        .testTarget(
            name: "ContentCredentialsTests",
            dependencies: [
                "Certificates", "CivilTime", "Containers", "ContentCredentials", "ProvenanceVocabulary", "TestSupport",
                crypto,
            ]),
        .testTarget(
            name: "MarkersTests", dependencies: ["Containers", "Markers", "ProvenanceVocabulary", "TestSupport"]),
        .testTarget(name: "WatermarksTests", dependencies: ["ProvenanceVocabulary", "TestSupport", "Watermarks"]),
        .testTarget(
            name: "ProvenanceTests",
            dependencies: [
                "Certificates", "CivilTime", "MediaDecoding", "Provenance", "ProvenanceVocabulary", "Screening",
                "TestSupport",
            ]),
        .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"]),
        .testTarget(name: "PolicyTests", dependencies: ["CivilTime", "Policy", "TestSupport"]),
        .testTarget(name: "PolicyPacksTests", dependencies: ["CivilTime", "Policy", "PolicyPacks", "TestSupport"]),
        .testTarget(
            name: "PolicyWordsTests", dependencies: ["CivilTime", "Policy", "PolicyWords", "TestSupport"],
            exclude: ["Golden"]),
        // Tests that run on both engines.
        .target(name: "StoreTestSupport", dependencies: ["Store"], path: "Tests/StoreTestSupport"),
        // Writes without end; a test kills it, or its server.
        .executableTarget(name: "store-churn", dependencies: ["Store"], path: "Tests/StoreChurn"),
        .testTarget(name: "StoreTests", dependencies: ["Store", "StoreTestSupport", "TestSupport"]),
        .testTarget(
            name: "BanksTests", dependencies: ["Banks", "Fingerprints", "Store", "StoreTestSupport", "TestSupport"]),
        .testTarget(
            name: "LedgerTests", dependencies: ["CivilTime", "Ledger", "Store", "StoreTestSupport", "TestSupport"]),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["CivilTime", "Identity", "Ledger", "Store", "StoreTestSupport", "TestSupport"]),
        .testTarget(name: "TelemetryTests", dependencies: ["Telemetry", "TestSupport", logging, metrics]),
        .testTarget(
            name: "OutboundTests",
            dependencies: [
                "CivilTime", "Outbound", "TestSupport", crypto, logging, nio,
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "SubmissionsTests",
            dependencies: [
                "CivilTime", "Ledger", "Policy", "PolicyPacks", "Screening", "Store", "StoreTestSupport", "Submissions",
                "TestSupport", crypto,
            ]),
        .testTarget(
            name: "WebAPITests",
            dependencies: [
                "Banks", "CivilTime", "Fingerprints", "Identity", "Ledger", "MediaDecoding", "Outbound", "Policy",
                "PolicyPacks", "Screening", "Store", "StoreTestSupport", "Submissions", "TestSupport", "Web", "WebAPI",
                crypto, httpTypes, hummingbird, nio,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "CivilTime", "Identity", "Ledger", "Store", "Telemetry", "TestSupport", "Web", httpTypes, hummingbird,
                nio,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "WebMatcherTests",
            dependencies: [
                "Banks", "CivilTime", "Fingerprints", "Identity", "Ledger", "MediaDecoding", "Outbound", "Screening",
                "Store", "TestSupport", "Web", "WebMatcher", crypto, httpTypes, hummingbird, nio,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "WebConsoleTests",
            dependencies: [
                "CivilTime", "Identity", "Ledger", "Outbound", "Store", "TestSupport", "Web", "WebConsole", crypto,
                cryptoExtras, httpTypes, hummingbird, nio,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        // Start the built server and speak to it as clients do.
        .testTarget(name: "ServerTests", dependencies: ["TestSupport"]),
        .testTarget(
            name: "ScreeningTests",
            dependencies: [
                "Banks", "CivilTime", "Fingerprints", "HashIndex", "MediaDecoding", "Policy", "Provenance",
                "ProvenanceVocabulary", "Screening", "Store", "StoreTestSupport", "TestSupport",
            ]),
        .testTarget(
            name: "ScanReportTests",
            dependencies: [
                "CivilTime", "Fingerprints", "Policy", "PolicyWords", "Provenance", "ProvenanceVocabulary",
                "ScanReport", "Screening", "TestSupport", crypto,
            ],
            exclude: ["Golden"]),
        // Builds Sources/FingerprintsWebAssembly with scripts/build-wasm: Embedded Swift, so no target of this package.
        .testTarget(name: "WebAssemblyTests", dependencies: ["Fingerprints", "TestSupport"]),
        .testTarget(name: "CommandLineTests", dependencies: ["TestSupport"]),
    ]
)

/// Rooms whose inner loops are the product: optimized in debug builds too, so that tests on real pictures take seconds.
let hotRooms: Set = [
    "Containers", "ContainersTests", "Fingerprints", "HashIndex", "HashIndexTests", "MediaDecodingTests", "Policy",
    "PolicyTests", "Watermarks", "WatermarksTests",
]

let roomsInC: Set = [
    "CLawPacks", "tutela-decoder", "CConfinement", "CImageCodecs", "CDecoderWire", "CPictureReduction",
    "CLibPQ", "CSearchKernels", "CSystemClock", "evil-decoder",
]

for target in package.targets where !roomsInC.contains(target.name) {
    var settings: [SwiftSetting] = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if hotRooms.contains(target.name) {
        settings.append(.unsafeFlags(["-O", "-enable-testing"], .when(configuration: .debug)))
    }
    target.swiftSettings = (target.swiftSettings ?? []) + settings
}
