// SPDX-License-Identifier: Apache-2.0

internal import Hummingbird
internal import Identity
internal import Web

extension Console {
    func showReference(_ request: Request, _ context: WebContext) async throws -> Response {
        let visitor = context.session == nil ? nil : try? await visitor(request, context)
        return page(.reference, "Interface", reference.page, visitor: visitor, path: "/docs")
    }
}
