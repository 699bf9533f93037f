// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
internal import Logging

/// Answers requests through doors, and in no other way.
public struct DoorRouter: HTTPResponder {
    /// What a request knows of itself.
    public typealias Context = WebContext

    /// The doors, as declared.
    public let doors: [Door]
    private let table: RouteTable
    private let gate: Gate
    /// How errors look at addresses that do not exist, by the first part of the path.
    private let forms: [Substring: Door.ErrorForm]

    /// Checks the doors and hangs them.
    ///
    /// - Parameters:
    ///   - doors: all of the server.
    ///   - gate: what every request passes.
    /// - Throws: ``DoorError`` when a door is declared in doubt.
    public init(_ doors: Doors, gate: Gate) throws(DoorError) {
        let complaints = DoorCheck.complaints(doors.all.map(\.door))
        guard complaints.isEmpty else { throw DoorError(complaints: complaints) }
        self.doors = doors.all.map(\.door)
        self.gate = gate
        table = RouteTable(doors.all.map { Route($0.door, $0.handler) })
        var forms: [Substring: Door.ErrorForm] = [:]
        for door in self.doors { forms[Self.firstPart(door.path[...])] = door.errors }
        self.forms = forms
    }

    /// Answers a request.
    public func respond(to request: Request, context: WebContext) async throws -> Response {
        var context = context
        context.requestID = RequestIdentifier.next()
        var response: Response
        do {
            let route = try find(request, &context)
            try await gate.enter(route, request, &context)
            response = try await route.handler(request, context)
            if context.trail.isOwed, (200..<400).contains(response.status.code) {
                context.logger.error(
                    "A change was not recorded", metadata: ["door": "\(route.door.method) \(route.door.path)"])
                throw Problem(.internalServerError, code: "internal", detail: "Something went wrong here.")
            }
        } catch let quick as QuickAnswer {
            response = quick.response
        } catch {
            response = answer(to: error, request, context)
        }
        if request.method == .head { response = response.createHeadResponse() }
        response.headers[.requestID] = context.requestID
        SecurityHeaders.add(to: &response, isSecure: gate.isSecure)
        return response
    }

    private struct QuickAnswer: Error { var response: Response }

    private func find(_ request: Request, _ context: inout WebContext) throws -> Route {
        let path = request.rawPath
        guard let (endpoint, parameters) = table.find(path) else {
            context.errors = form(of: path, request)
            throw Problem(.notFound, code: "not-found", detail: "There is nothing at this address.")
        }
        context.errors = endpoint.routes[0].door.errors
        context.coreContext.parameters = parameters
        if let route = endpoint.route(request.method) { return route }
        let status: HTTPResponse.Status = request.method == .options ? .noContent : .methodNotAllowed
        var response =
            status == .noContent
            ? Response.empty()
            : Problem(status, code: "method-not-allowed", detail: "This address answers \(endpoint.allow).")
                .response(context.errors, request: context.requestID)
        response.headers[.allow] = endpoint.allow
        throw QuickAnswer(response: response)
    }

    private func answer(to error: any Error, _ request: Request, _ context: WebContext) -> Response {
        let problem: Problem
        switch error {
        case let error as Problem: problem = error
        case let error as any ProblemConvertible: problem = error.problem
        case let error as HTTPError:
            problem = Problem(error.status, code: "request-invalid", detail: error.body ?? error.status.reasonPhrase)
        case is CancellationError:
            problem = Problem(
                .serviceUnavailable, code: "stopping", detail: "The server is stopping. Try again.", retryAfter: 1)
        default:
            // Only the type: the text of an error may carry values.
            context.logger.error("A request failed", metadata: ["error": "\(type(of: error))"])
            problem = Problem(.internalServerError, code: "internal", detail: "Something went wrong here.")
        }
        if problem.status == .unauthorized, context.errors == .page, let signIn = gate.signInPath,
            request.method == .get
        {
            return .redirect(to: signIn)
        }
        var response = problem.response(context.errors, request: context.requestID)
        if problem.status == .unauthorized { response.headers[.wwwAuthenticate] = "Bearer realm=\"tutela\"" }
        return response
    }

    private static func firstPart(_ path: Substring) -> Substring { path.dropFirst().prefix { $0 != "/" } }

    private func form(of path: Substring, _ request: Request) -> Door.ErrorForm {
        if let form = forms[Self.firstPart(path)] { return form }
        return request.headers[.accept]?.contains("text/html") == true ? .page : .problem
    }
}
