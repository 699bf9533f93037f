// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Web

/// A file that is the same for everybody and belongs to this version of the program.
struct PublicFile: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]
    let tag: String

    init(path: String, type: String, bytes: [UInt8]) {
        self.path = path
        self.type = type
        self.bytes = bytes
        tag = StyleSheet(bytes).tag
    }

    func answer(_ request: Request) -> Response {
        guard !request.has(tag) else { return Response(status: .notModified, headers: [.eTag: "\"\(tag)\""]) }
        var response = Response.asset(ByteBuffer(bytes: bytes), type: type, tag: tag)
        // An address that names the content may be kept for good; any other must be asked for again.
        let isNamed = request.uri.query == tag
        response.headers[.cacheControl] = isNamed ? "public, max-age=31536000, immutable" : "no-cache"
        return response
    }
}
