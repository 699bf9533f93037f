// SPDX-License-Identifier: Apache-2.0

internal import Certificates
public import CivilTime
public import Containers
internal import ContentCredentials
internal import Markers
internal import ProvenanceVocabulary
public import Watermarks

/// Reads everything in a file that says how it was made, and puts it into statements. No network; nothing is written.
public struct ProvenanceInspector: Sendable {
    /// The lists by which signers are judged.
    public let lists: TrustLists
    private let clock: @Sendable () -> UTCTime
    private let trust: TrustConfiguration

    /// - Parameters:
    ///   - lists: by which signers are judged.
    ///   - clock: gives the time at which certificates are judged where no trusted time stamp says when was signed.
    public init(lists: TrustLists, clock: @escaping @Sendable () -> UTCTime) {
        self.lists = lists
        self.clock = clock
        trust = TrustConfiguration(
            signers: lists.signers, allowed: lists.allowed, timeStamping: lists.timeStamps)
    }

    /// Looks at one item.
    ///
    /// - Parameters:
    ///   - source: its bytes.
    ///   - pixels: what the confined decoder read of its pixels.
    /// - Returns: what was found. Whatever the file holds, it becomes statements.
    /// - Throws: ReadFailure when the bytes cannot be had.
    public func inspect(_ source: any ByteSource, pixels: PixelFindings) throws(ReadFailure) -> Inspection {
        let reading = try ContainerReader.read(source)
        let noun = MediaNoun(reading.format, brand: try Self.brand(reading.format, source))
        let now = clock()
        let credentials = CredentialValidator(trust: trust, now: now).validate(reading, source: source)
        var statements = ContainerStatements.statements(
            reading, isSettled: [.failed, .unsupported, .unreadable].contains(credentials?.state))
        // A bitmap has no place for metadata; when its pixels were looked at, all of it was.
        if reading.format == .unknown, pixels.examination != .examined { statements.append(Self.unknownKind) }
        if let credentials {
            statements.append(
                CredentialStatements(report: credentials, format: reading.format, noun: noun, now: now).statement)
        }
        if let votes = pixels.votes, let finding = WatermarkScore.finding(in: votes) {
            statements.append(WatermarkStatements.statement(finding))
        }
        if let bits = pixels.stealth { statements += StealthStatements.statements(bits, noun: noun) }
        statements += MarkerStatements.statements(MarkerReader.markers(in: reading), noun: noun)
        return Inspection(
            format: reading.format.rawValue,
            record: ProvenanceRecord(
                statements: statements, contradictions: credentials?.contradictions ?? [], pixels: pixels.examination),
            explanation: credentials.map(CredentialExplanation.nodes) ?? [])
    }

    private static let unknownKind = Statement(
        source: "container", level: .none, claim: .notStated,
        text: "Files of this kind are not read for provenance, so nothing is known of how it was made.",
        technical: "The first bytes are of no format that is read.", codes: [Statement.unknownKind])

    /// The four letters that tell an ISO-BMFF picture from a video.
    private static func brand(_ format: ContainerFormat, _ source: any ByteSource) throws(ReadFailure) -> [UInt8] {
        guard format == .isoBMFF, source.count >= 12 else { return [] }
        return try source.bytes(8..<12)
    }
}

/// What the confined decoder read of an item's pixels.
public struct PixelFindings: Sendable {
    /// Votes for an open watermark.
    public var votes: WatermarkVotes?
    /// Text hidden in the lowest bits.
    public var stealth: StealthBits?
    /// Whether the pixels were looked at.
    public var examination: PixelExamination

    /// Hands over what was read.
    public init(votes: WatermarkVotes? = nil, stealth: StealthBits? = nil, examination: PixelExamination) {
        self.votes = votes
        self.stealth = stealth
        self.examination = examination
    }
}

/// All that was found in one item.
public struct Inspection: Sendable {
    /// Told by the bytes: `jpeg`, `png`, `iso-bmff`, …
    public var format: String
    /// The findings.
    public var record: ProvenanceRecord
    /// Manifests and every check, for `--explain`; empty without Content Credentials.
    public var explanation: [ExplanationNode]
}
