// SPDX-License-Identifier: Apache-2.0

/// What a claim says: which assertions belong to the manifest, who made it, where its signature is.
///
/// Source: C2PA specification, "Claims", schemas `claim-map` (version 1) and `claim-map-v2`.
public struct ManifestClaim: Sendable, Hashable {
    /// Program that made the claim.
    public struct Generator: Sendable, Hashable {
        /// Its name.
        public var name: String
        /// Its version.
        public var version: String?

        /// Makes a generator.
        public init(name: String, version: String? = nil) {
            self.name = name
            self.version = version
        }
    }

    /// 1 for `c2pa.claim`, 2 for `c2pa.claim.v2`.
    public var version: Int
    /// Identifies the version of the asset.
    public var instanceID: String
    /// `dc:title`.
    public var title: String?
    /// `dc:format`.
    public var format: String?
    /// Programs, as `claim_generator_info` lists them; of a first version without it, the text `claim_generator`.
    public var generators: [Generator]
    /// Address of the signature.
    public var signature: String
    /// Assertions that the signer vouches for: `created_assertions`, or all of a version 1.
    public var created: [HashedReference]
    /// Assertions that came from elsewhere: part of the claim, not attributed to the signer.
    public var gathered: [HashedReference]
    /// Addresses of assertions that were taken out of ingredients' manifests.
    public var redacted: [String]
    /// Hash algorithm of everything that names none itself.
    public var algorithm: String?

    /// All assertions in the order of the claim.
    public var assertions: [HashedReference] { created + gathered }

    /// Reads a claim.
    ///
    /// - Parameters:
    ///   - value: the CBOR in the claim box.
    ///   - version: 1 or 2, as the label of the box says.
    /// - Throws: ``ClaimFault`` naming the field that is missing or of another type than the schema's.
    public init(_ value: CBORValue, version: Int) throws(ClaimFault) {
        guard value.map != nil else { throw ClaimFault("the claim is not a map") }
        self.version = version
        instanceID = try Self.text("instanceID", of: value)
        signature = try Self.text("signature", of: value)
        // Before specification 1.0 addresses had no slash in front; who wrote them hashed and signed differently, too.
        guard !signature.hasPrefix("self#jumbf=c2pa/") else {
            throw ClaimFault("the claim is of before specification 1.0")
        }
        title = value["dc:title"]?.text
        format = value["dc:format"]?.text
        algorithm = value["alg"]?.text
        generators = Self.generators(of: value["claim_generator_info"])
        if version == 1 {
            let text = try Self.text("claim_generator", of: value)
            if generators.isEmpty { generators = [Generator(name: text)] }
            guard format != nil else { throw ClaimFault("dc:format is missing") }
            created = try Self.references("assertions", of: value)
            gathered = []
        } else {
            guard !generators.isEmpty else { throw ClaimFault("claim_generator_info has no name") }
            created = try Self.references("created_assertions", of: value)
            gathered =
                value["gathered_assertions"]?.isPresent == true
                ? try Self.references("gathered_assertions", of: value) : []
        }
        redacted = []
        if let list = value["redacted_assertions"], list.isPresent {
            guard let elements = list.array else { throw ClaimFault("redacted_assertions is not an array") }
            for element in elements {
                guard let address = element.untagged.text else {
                    throw ClaimFault("redacted_assertions holds something else than an address")
                }
                redacted.append(address)
            }
        }
    }

    private static func text(_ key: String, of value: CBORValue) throws(ClaimFault) -> String {
        guard let text = value[key]?.untagged.text else { throw ClaimFault("\(key) is missing") }
        return text
    }

    private static func references(_ key: String, of value: CBORValue) throws(ClaimFault) -> [HashedReference] {
        guard let elements = value[key]?.array else { throw ClaimFault("\(key) is missing") }
        var references: [HashedReference] = []
        references.reserveCapacity(elements.count)
        for element in elements {
            guard let reference = HashedReference(element) else {
                throw ClaimFault("\(key) holds something else than hashed addresses")
            }
            references.append(reference)
        }
        return references
    }

    /// Version 1 has an array, version 2 a map; files of both versions have been seen with the other.
    private static func generators(of value: CBORValue?) -> [Generator] {
        guard let value else { return [] }
        return (value.array ?? [value]).prefix(16).compactMap { entry in
            entry["name"]?.text.map { Generator(name: $0, version: entry["version"]?.text) }
        }
    }
}

/// Why a claim is malformed.
public struct ClaimFault: Error, Sendable, Hashable {
    /// For an engineer: which field.
    public var message: String

    /// Makes a fault.
    public init(_ message: String) { self.message = message }
}
