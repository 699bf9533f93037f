// SPDX-License-Identifier: Apache-2.0

/// A `hashed_uri`: where a box lies, and the digest of its contents.
///
/// Source: C2PA specification, "URI references", `hashed-uri-map`.
public struct HashedReference: Sendable, Hashable {
    /// As the file has it.
    public var url: String
    /// Name of the hash algorithm; `nil`: the nearest enclosing structure names it.
    public var algorithm: String?
    /// The digest.
    public var hash: [UInt8]

    /// Makes a reference.
    public init(url: String, algorithm: String? = nil, hash: [UInt8]) {
        self.url = url
        self.algorithm = algorithm
        self.hash = hash
    }

    /// Reads a map with `url` and `hash`.
    ///
    /// - Returns: `nil` when it is no such map.
    public init?(_ value: CBORValue) {
        guard let url = value["url"]?.untagged.text, let hash = value["hash"].flatMap(Self.digest) else { return nil }
        let algorithm = value["alg"]
        guard algorithm == nil || algorithm?.text != nil || algorithm?.isPresent == false else { return nil }
        self.init(url: url, algorithm: algorithm?.text, hash: hash)
    }

    /// Writers of 2022 stored the digest inside actions as an array of numbers.
    private static func digest(_ value: CBORValue) -> [UInt8]? {
        if let bytes = value.bytes { return bytes }
        guard let numbers = value.array, numbers.count <= 64 else { return nil }
        var bytes: [UInt8] = []
        for number in numbers {
            guard let byte = number.integer.flatMap(UInt8.init(exactly:)) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}
