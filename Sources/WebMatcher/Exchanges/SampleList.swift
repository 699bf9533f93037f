// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Fingerprints

/// What the exchange `sample` brings: sixteen PDQ hashes and two MD5 digests that belong to no picture and no video.
///
/// The reference brings hashes of published test pictures; these are invented, so that nothing in the product is a hash of
/// something.
enum SampleList {
    /// The entries, by their key.
    static let entries: [(key: String, signal: Signal)] =
        (1...16).compactMap { number in
            PDQHash(bytes: Array(SHA256.hash(data: Array("sample pdq \(number)".utf8)))).map {
                ("sample-pdq-\(number)", .pdq($0))
            }
        }
        + (1...2).map { number in
            (
                "sample-video-\(number)",
                .videoMD5(Array(SHA256.hash(data: Array("sample video \(number)".utf8)).prefix(16)))
            )
        }
}
