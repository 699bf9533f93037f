// SPDX-License-Identifier: Apache-2.0

internal import SwiftASN1

internal import struct CivilTime.UTCTime

/// What a time-stamping authority signed (RFC 3161, 2.4.2, TSTInfo).
struct TimeStampInformation {
    let policy: ObjectIdentifier
    /// `nil` when the digest is not accepted.
    let imprintAlgorithm: HashAlgorithm?
    let imprintIdentifier: ObjectIdentifier
    let imprint: [UInt8]
    let serialNumber: [UInt8]
    let time: UTCTime
    let nanoseconds: Int
    let accuracy: TimeStamp.Accuracy?
    let nonce: [UInt8]?

    init(_ bytes: [UInt8]) throws(EncodingFault) {
        let node: ASN1Node
        do {
            node = try BoundedParsing.distinguished(bytes[...], "time stamp")
        } catch {
            node = try BoundedParsing.basic(bytes[...], "time stamp")
        }
        var parts = try node.sequence("time stamp")
        guard try parts.required().smallInteger("version") == 1 else {
            throw .damaged("The time stamp is of an unknown version.")
        }
        policy = try parts.required().objectIdentifier("policy")
        var imprintParts = try parts.required().sequence("imprint")
        let algorithm = try imprintParts.required()
        imprintIdentifier = try AlgorithmIdentifier.read(algorithm, "imprint's digest").identifier
        imprintAlgorithm = try HashAlgorithm.read(algorithm, "imprint's digest")
        imprint = try imprintParts.required().octets("imprint")
        try imprintParts.end()
        if let imprintAlgorithm, imprint.count != imprintAlgorithm.length {
            throw .damaged("The imprint is not as long as its digest.")
        }
        serialNumber = Array(try parts.required().integer("serial number"))
        let moment = try parts.required().primitive("time", tag: .generalizedTime)
        guard let read = UTCTime.generalized(moment) else { throw .damaged("The time of the time stamp is no time.") }
        time = read.time
        nanoseconds = read.nanoseconds
        accuracy = try parts.optional(.sequence).map(TimeStamp.Accuracy.init)
        if let ordering = parts.optional(.boolean) { _ = try ordering.boolean("ordering") }
        nonce = try parts.optional(.integer).map { node throws(EncodingFault) in Array(try node.integer("nonce")) }
        // The authority's name, which its certificate tells better, and extensions; critical ones are not understood.
        _ = parts.optional(context: 0)
        if let extensions = parts.optional(context: 1) {
            for member in try extensions.members("extensions", tag: .context(1)) {
                let item = try CertificateExtension(member)
                if item.isCritical {
                    throw .notUsable("The time stamp's critical extension \(item.identifier) is not understood.")
                }
            }
        }
        try parts.end()
    }
}

extension TimeStamp {
    /// How far the true time may lie from the stated one, in either direction.
    public struct Accuracy: Sendable, Hashable {
        /// Whole seconds.
        public let seconds: Int
        /// Thousandths of a second, below 1,000.
        public let milliseconds: Int
        /// Millionths of a second, below 1,000.
        public let microseconds: Int

        init(_ node: ASN1Node) throws(EncodingFault) {
            var parts = try node.sequence("accuracy")
            seconds = try parts.optional(.integer)?.smallInteger("accuracy") ?? 0
            milliseconds = try parts.optional(context: 0)?.smallInteger("accuracy", tag: .context(0)) ?? 0
            microseconds = try parts.optional(context: 1)?.smallInteger("accuracy", tag: .context(1)) ?? 0
            try parts.end()
            guard milliseconds < 1_000, microseconds < 1_000 else {
                throw .damaged("The accuracy of the time stamp is out of range.")
            }
        }
    }
}
