// SPDX-License-Identifier: Apache-2.0

public import Banks
public import Policy
public import Provenance

/// Everything that screening learned about one item: one line of NDJSON.
public struct ScanRecord: Sendable, Equatable {
    /// Where the item lies, under the folder as the person named it.
    public var path: ItemPath
    /// How far screening got.
    public var status: ItemStatus
    /// Present unless the item is wholly ``ItemStatus/screened``; also says why a screened item is ``isPartial``.
    public var reason: StatusReason?
    /// Size of the file in bytes; `nil` when it could not be read.
    public var byteCount: UInt64?
    /// `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `heic`, `avif`; for what is not decoded: `mp4`, `jxl`, …
    public var format: String?
    /// Width in pixels as the header states it.
    public var width: Int?
    /// Height in pixels as the header states it.
    public var height: Int?
    /// Frames or pages that were decoded.
    public var frameCount: Int
    /// The file is damaged, and only what a viewer would show of it was compared.
    public var isPartial: Bool
    /// Exact digests, lower-case hex. Present whenever the file could be read, also when it could not be decoded.
    public var digests: Digests?
    /// PDQ of every frame and region that was hashed, also of those too plain to be compared; empty when nothing could be
    /// decoded.
    public var fingerprints: [Fingerprint]
    /// Closest first; exact digests before everything.
    public var matches: [Match]
    /// What the file says of how it was made; `nil` when that was not looked at, which `reason` or the kind of file explains.
    public var provenance: ProvenanceRecord?
    /// What follows, and why.
    public var decision: Decision

    /// Makes a record without fingerprints and matches, to which is added what is learned.
    public init(path: ItemPath, status: ItemStatus, reason: StatusReason? = nil, decision: Decision) {
        self.path = path
        self.status = status
        self.reason = reason
        self.decision = decision
        frameCount = 0
        isPartial = false
        fingerprints = []
        matches = []
    }

    /// The match that says most: the closest one that is not on a known-good list.
    public var closestMatch: Match? {
        matches.first { !$0.isKnownGood }
    }

    /// Exact digests of the file's bytes, lower-case hex.
    public struct Digests: Sendable, Hashable, Codable {
        /// 32 hex digits.
        public var md5: String
        /// 40 hex digits.
        public var sha1: String
        /// 64 hex digits.
        public var sha256: String

        /// Makes digests out of lower-case hex.
        public init(md5: String, sha1: String, sha256: String) {
            self.md5 = md5
            self.sha1 = sha1
            self.sha256 = sha256
        }
    }

    /// PDQ of one frame, in one region.
    public struct Fingerprint: Sendable, Hashable {
        /// Index of the frame or page, from 0.
        public var frame: Int
        /// What of the frame was hashed.
        public var region: View.Region
        /// 64 lower-case hex digits.
        public var pdq: String
        /// 0…100; below the floor of 50 the hash is not compared, and only digests speak for the frame.
        public var quality: Int
        /// The hashes of all eight orientations in PDQ's order, when they were asked for.
        public var orientations: [String] = []
        /// The picture cropped and tilted, to be kept with a bank's entry, when that was asked for.
        public var knownViews: [KnownView] = []

        /// Makes the fingerprint of a frame as stored, without the other orientations.
        public init(frame: Int, region: View.Region, pdq: String, quality: Int) {
            self.frame = frame
            self.region = region
            self.pdq = pdq
            self.quality = quality
        }
    }

    /// One entry of one bank that the item matched.
    public struct Match: Sendable, Hashable {
        /// What agreed.
        public enum Kind: String, Sendable, Codable {
            case pdq, md5, sha1, sha256
        }

        /// Name of the list.
        public var bank: String
        /// The entry's id in the list.
        public var entry: String
        /// What agreed.
        public var kind: Kind
        /// Bits that differ; 0 for exact digests.
        public var distance: Int
        /// How the frame was seen when it agreed; ``View/original`` for exact digests.
        public var view: View
        /// How the *known* picture was seen when it agreed, for example `crop-90`; `nil` when it was seen as a whole.
        public var knownView: String?
        /// Index of the frame or page that agreed, from 0; 0 for exact digests.
        public var frame: Int
        /// Trust tier of the bank: `A`, `B`, `C`.
        public var tier: String
        /// How many independent parties contribute to the bank.
        public var contributors: Int
        /// A person confirmed this entry.
        public var isConfirmed: Bool
        /// The bank's or entry's own word for what it lists.
        public var category: String?
        /// The bank lists known-good files.
        public var isKnownGood: Bool
        /// The bank is a tenant's own, not the house's.
        public var isOfTenant: Bool

        /// Makes a match; without further words it is one of the picture as stored, on a list of the least trust.
        public init(
            bank: String, entry: String, kind: Kind, distance: Int, view: View = .original, knownView: String? = nil,
            frame: Int = 0,
            tier: String = "C", contributors: Int = 1, isConfirmed: Bool = false, category: String? = nil,
            isKnownGood: Bool = false, isOfTenant: Bool = false
        ) {
            self.bank = bank
            self.entry = entry
            self.kind = kind
            self.distance = distance
            self.view = view
            self.knownView = knownView
            self.frame = frame
            self.tier = tier
            self.contributors = contributors
            self.isConfirmed = isConfirmed
            self.category = category
            self.isKnownGood = isKnownGood
            self.isOfTenant = isOfTenant
        }
    }

    /// What follows from the record. DESIGN §7: one source alone never blocks.
    public struct Decision: Sendable, Hashable {
        /// What is known about the item.
        public enum Outcome: String, Sendable, Codable, CaseIterable {
            /// A trusted list and a second signal agree.
            case match
            /// One signal alone: held for a person.
            case held
            /// Could not be scanned, so nothing is known.
            case unknown
            /// Scanned, and no entry of any list is near.
            case none
            /// Near or equal to an entry, but this exact file is on a known-good list.
            case cleared
            /// No picture and no video; only compared for exact copies.
            case other
        }

        /// What a program does with an item: the stricter of what corroboration and the rules ask for.
        public typealias Action = Policy.Action

        /// What is known about the item.
        public var outcome: Outcome
        /// What a program may do with the item.
        public var action: Action
        /// Plain sentences: the second signal that agreed, or why it is held.
        public var because: [String]
        /// What follows by law and policy; `nil` when the scan was not asked to decide by rules.
        public var policy: Policy.Decision?

        /// Makes a decision.
        ///
        /// - Parameters:
        ///   - outcome: what is known about the item.
        ///   - action: what a program may do with it.
        ///   - because: plain sentences.
        ///   - policy: what follows by law and policy.
        public init(
            _ outcome: Outcome, _ action: Action, because: [String] = [], policy: Policy.Decision? = nil
        ) {
            self.outcome = outcome
            self.action = action
            self.because = because
            self.policy = policy
        }
    }
}
