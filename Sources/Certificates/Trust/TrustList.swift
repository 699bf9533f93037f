// SPDX-License-Identifier: Apache-2.0

public import CivilTime
internal import ProvenanceVocabulary

/// A part of a list that could not be used. Nothing of a list is left out without one of these.
public struct ListFault: Sendable, Hashable, CustomStringConvertible {
    /// Where it begins, from 1.
    public let line: Int
    /// What is wrong.
    public let reason: String

    /// Line and reason.
    public var description: String { "line \(line): \(reason)" }
}

/// Certificates that an operator believes: anyone whose certificate leads to one of them is on the list.
///
/// They may be roots or intermediates; the C2PA trust list holds both. Signers and time-stamping authorities need lists of
/// their own: a list for one must not be used for the other.
public struct TrustList: Sendable, Hashable {
    /// What the list is called in findings.
    public let name: String
    /// When its publisher issued it, if known.
    public let sourceDate: UTCTime?
    /// The certificates, each once, in the list's order.
    public let anchors: [Certificate]
    /// What could not be used.
    public let faults: [ListFault]

    /// Reads a list from PEM text. Lines outside the blocks are commentary.
    ///
    /// - Parameters:
    ///   - name: what the list is called in findings.
    ///   - pem: blocks `CERTIFICATE`; any other block and any defective one becomes a fault.
    ///   - sourceDate: when the list was issued, if known.
    public init(name: String, pem: String, sourceDate: UTCTime? = nil) {
        self.name = name
        self.sourceDate = sourceDate
        let read = ListedCertificates(pem)
        anchors = read.certificates
        faults = read.faults
    }

    /// Makes a list of certificates that are already read.
    ///
    /// - Parameters:
    ///   - name: what the list is called in findings.
    ///   - anchors: the certificates; doubles are kept once.
    ///   - sourceDate: when the list was issued, if known.
    public init(name: String, anchors: [Certificate], sourceDate: UTCTime? = nil) {
        self.name = name
        self.sourceDate = sourceDate
        var seen: Set<Certificate> = []
        self.anchors = anchors.filter { seen.insert($0).inserted }
        faults = []
    }

    /// How many certificates the list holds.
    public var count: Int { anchors.count }

    /// When the first of its certificates expires; `nil` for an empty list.
    public var soonestExpiry: UTCTime? { anchors.map(\.notAfter).min() }
}

/// The certificates of a PEM text.
struct ListedCertificates {
    var certificates: [Certificate] = []
    var faults: [ListFault] = []
    /// Lines outside the blocks.
    var outside: [(line: Int, text: Substring)] = []

    init(_ text: String) {
        let pem = PEMBlocks(text, bytes: ProvenanceLimits.certificateBytes)
        outside = pem.outside
        var seen: Set<Certificate> = []
        for block in pem.blocks {
            guard ["CERTIFICATE", "X509 CERTIFICATE", "X.509 CERTIFICATE"].contains(block.label) else {
                let label = QuotedText(block.label, limit: 40)
                faults.append(ListFault(line: block.line, reason: "the block “\(label)” is no certificate"))
                continue
            }
            do {
                let certificate = try Certificate(der: try block.bytes.get())
                if seen.insert(certificate).inserted {
                    certificates.append(certificate)
                } else {
                    faults.append(ListFault(line: block.line, reason: "the certificate is already in the list"))
                }
            } catch let fault as EncodingFault {
                faults.append(ListFault(line: block.line, reason: fault.message))
            } catch let defect as PEMBlocks.Defect {
                faults.append(ListFault(line: block.line, reason: defect.reason))
            } catch {
                faults.append(ListFault(line: block.line, reason: "the block cannot be read: \(error)"))
            }
        }
    }
}

/// End-entity certificates that an operator believes without any authority above them.
///
/// The interim list of Content Credentials had them in two forms, both read here: as PEM, or as a line of base64 with the
/// SHA-256 of each certificate. Hexadecimal is read too.
public struct AllowedCertificates: Sendable, Hashable {
    /// What the list is called in findings.
    public let name: String
    /// When its publisher issued it, if known.
    public let sourceDate: UTCTime?
    /// The certificates that the list holds as such.
    public let certificates: [Certificate]
    /// What could not be used.
    public let faults: [ListFault]
    private let fingerprints: Set<[UInt8]>

    /// Reads a list.
    ///
    /// - Parameters:
    ///   - name: what the list is called in findings.
    ///   - text: PEM blocks `CERTIFICATE`, or lines that each hold one SHA-256, in any mixture. Empty lines and lines that
    ///     begin with `#` or `//` are commentary, as are all lines outside blocks in a text that has blocks and where they
    ///     are no digest.
    ///   - sourceDate: when the list was issued, if known.
    public init(name: String, text: String, sourceDate: UTCTime? = nil) {
        self.name = name
        self.sourceDate = sourceDate
        let read = ListedCertificates(text)
        certificates = read.certificates
        var faults = read.faults
        var fingerprints = Set(read.certificates.map(\.fingerprint))
        let hasBlocks = !read.certificates.isEmpty || !read.faults.isEmpty
        for (line, text) in read.outside where !text.isEmpty && !text.hasPrefix("#") && !text.hasPrefix("//") {
            if let digest = Self.digest(text) {
                fingerprints.insert(digest)
            } else if !hasBlocks {
                let reason = "neither a certificate nor a SHA-256 in base64 or hexadecimal"
                faults.append(ListFault(line: line, reason: reason))
            }
        }
        self.faults = faults.sorted { $0.line < $1.line }
        self.fingerprints = fingerprints
    }

    /// How many certificates the list allows.
    public var count: Int { fingerprints.count }

    /// When the first of its certificates expires. Digests alone do not tell; `nil` if there is nothing else.
    public var soonestExpiry: UTCTime? { certificates.map(\.notAfter).min() }

    /// Whether the list allows a certificate. Its validity in time is the caller's to check.
    ///
    /// - Parameter certificate: the one that signed.
    public func contains(_ certificate: Certificate) -> Bool { fingerprints.contains(certificate.fingerprint) }

    private static func digest(_ text: Substring) -> [UInt8]? {
        let utf8 = Array(text.utf8)
        if utf8.count == 44 {
            guard let bytes = Base64.decode(utf8), bytes.count == 32 else { return nil }
            return bytes
        }
        let digits = utf8.filter { $0 != UInt8(ascii: ":") }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for start in stride(from: 0, to: 64, by: 2) {
            guard let high = nibble(digits[start]), let low = nibble(digits[start + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character - 0x30
        case 0x41...0x46: character - 0x41 + 10
        case 0x61...0x66: character - 0x61 + 10
        default: nil
        }
    }
}
