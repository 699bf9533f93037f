// SPDX-License-Identifier: Apache-2.0

public import struct Foundation.Date

/// What was done, in which way, with which lists: enough to repeat a scan.
public struct ScanRun: Sendable {
    /// Eight Crockford base-32 digits in two groups: `7KQ2-M4XD`.
    public var id: String
    public var started: Date
    public var ended: Date
    /// What the person named on the command line, for display.
    public var places: [ItemPath]
    public var lists: [List]
    /// Largest PDQ distance that counts as a match, in bits of 256, unless a bank sets its own.
    public var radius: Int
    /// PDQ hashes of lower quality are not compared.
    public var qualityFloor: Int
    /// Ended by Ctrl-C or an error before every file was seen.
    public var wasStopped: Bool
    /// Files of every kind that the walk had found when the scan ended; `nil` while it had not seen the whole tree.
    public var filesFound: Int?
    /// Records taken over from an earlier, interrupted run.
    public var resumedRecords: Int
    public var settings: Settings
    public var programVersion: String
    /// One line on the decoder's confinement: "one process per file; Landlock 7, seccomp". Starts with "INSECURE" if the
    /// operator switched it off.
    public var decoder: String
    /// SHA-256 of the results file as written, lower-case hex, when there is one.
    public var resultsDigest: String?
    /// Name of the results file, when there is one.
    public var resultsName: String?

    public init(
        id: String, started: Date, ended: Date, places: [ItemPath], lists: [List], radius: Int, qualityFloor: Int,
        wasStopped: Bool, resumedRecords: Int, settings: Settings, programVersion: String, decoder: String,
        resultsDigest: String? = nil, resultsName: String? = nil, filesFound: Int? = nil
    ) {
        self.id = id
        self.started = started
        self.ended = ended
        self.places = places
        self.lists = lists
        self.radius = radius
        self.qualityFloor = qualityFloor
        self.wasStopped = wasStopped
        self.resumedRecords = resumedRecords
        self.settings = settings
        self.programVersion = programVersion
        self.decoder = decoder
        self.resultsDigest = resultsDigest
        self.resultsName = resultsName
        self.filesFound = filesFound
    }

    /// A bank as it stood when the scan began.
    public struct List: Sendable {
        public var name: String
        public var isKnownGood: Bool
        public var tier: String
        public var contributors: Int
        /// Entries that could match: active, not expired.
        public var entries: Int
        public var changed: Date
        public var source: String?
        /// Set when the bank took no part: "quarantined", "disabled", "withdrawn", "empty".
        public var unusedBecause: String?

        public init(
            name: String, isKnownGood: Bool, tier: String, contributors: Int, entries: Int, changed: Date, source: String?,
            unusedBecause: String? = nil
        ) {
            self.name = name
            self.isKnownGood = isKnownGood
            self.tier = tier
            self.contributors = contributors
            self.entries = entries
            self.changed = changed
            self.source = source
            self.unusedBecause = unusedBecause
        }
    }

    /// Limits and switches, for the section "How this was done".
    public struct Settings: Sendable {
        public var maxBytes: UInt64
        public var maxPixels: UInt64
        public var maxSide: Int
        public var maxFrames: Int
        public var lanes: Int
        /// Orientations times regions: 16.
        public var views: Int

        public init(maxBytes: UInt64, maxPixels: UInt64, maxSide: Int, maxFrames: Int, lanes: Int, views: Int) {
            self.maxBytes = maxBytes
            self.maxPixels = maxPixels
            self.maxSide = maxSide
            self.maxFrames = maxFrames
            self.lanes = lanes
            self.views = views
        }
    }
}
