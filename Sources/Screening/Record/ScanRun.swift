// SPDX-License-Identifier: Apache-2.0

public import struct Foundation.Date

/// What was done, in which way, with which lists: enough to repeat a scan.
public struct ScanRun: Sendable {
    /// Eight Crockford base-32 digits in two groups: `7KQ2-M4XD`.
    public var id: String
    /// When the scan began.
    public var started: Date
    /// When the last record was there.
    public var ended: Date
    /// What the person named on the command line, for display.
    public var places: [ItemPath]
    /// The banks that were asked for, also those that took no part.
    public var lists: [List]
    /// The lists of signers that provenance was judged by; none: every signer counted as unlisted.
    public var trustLists: [TrustList] = []
    /// By which rules items were decided; `nil`: corroboration alone decided.
    public var policy: ScanPolicy?
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
    /// Limits and switches that the scan ran with.
    public var settings: Settings
    /// Version of the program that scanned: `0.1.0`.
    public var programVersion: String
    /// One line on the decoder's confinement: "one process per file; Landlock 7, seccomp". Starts with "INSECURE" if the
    /// operator switched it off.
    public var decoder: String
    /// SHA-256 of the results file as written, lower-case hex, when there is one.
    public var resultsDigest: String?
    /// Name of the results file, when there is one.
    public var resultsName: String?

    /// Makes an account of a run; what is known only at its end is changed then.
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
        /// Name of the bank.
        public var name: String
        /// The bank lists known-good files: it clears, and never matches.
        public var isKnownGood: Bool
        /// Trust tier: `A`, `B`, `C`.
        public var tier: String
        /// Independent parties that contribute to the bank.
        public var contributors: Int
        /// Entries that could match: active, not expired.
        public var entries: Int
        /// When an entry or a setting of the bank last changed.
        public var changed: Date
        /// Where its entries come from, in the operator's words.
        public var source: String?
        /// Set when the bank took no part: "quarantined", "disabled", "withdrawn", "empty".
        public var unusedBecause: String?

        /// Makes a bank; one without a reason against it took part.
        public init(
            name: String, isKnownGood: Bool, tier: String, contributors: Int, entries: Int, changed: Date,
            source: String?, unusedBecause: String? = nil
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

    /// A list of signers, time-stamping authorities or single certificates that the operator chose.
    public struct TrustList: Sendable, Hashable {
        /// Name of its file, without the ending.
        public var name: String
        /// Certificates in it.
        public var count: Int
        /// SHA-256 of the file, lower-case hex.
        public var digest: String

        /// Names a list.
        public init(name: String, count: Int, digest: String) {
            self.name = name
            self.count = count
            self.digest = digest
        }
    }

    /// Limits and switches, for the section "How this was done".
    public struct Settings: Sendable {
        /// Longest file that is decoded, in bytes.
        public var maxBytes: UInt64
        /// Most pixels of one picture, summed over its frames.
        public var maxPixels: UInt64
        /// Longest width or height, in pixels.
        public var maxSide: Int
        /// Most frames or pages of one picture.
        public var maxFrames: Int
        /// Pictures screened at once.
        public var lanes: Int
        /// Most views of one frame: orientations times parts.
        public var views: Int
        /// How hashes were made.
        public var hashing: ScanSettings.Hashing.Method

        /// Makes the settings of a run.
        public init(
            maxBytes: UInt64, maxPixels: UInt64, maxSide: Int, maxFrames: Int, lanes: Int, views: Int,
            hashing: ScanSettings.Hashing.Method = .exact
        ) {
            self.maxBytes = maxBytes
            self.maxPixels = maxPixels
            self.maxSide = maxSide
            self.maxFrames = maxFrames
            self.lanes = lanes
            self.views = views
            self.hashing = hashing
        }
    }
}
