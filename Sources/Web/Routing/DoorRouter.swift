// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
public import Hummingbird
internal import Identity
internal import Logging
internal import Store
internal import Synchronization
public import Telemetry

/// Answers requests through doors, and in no other way.
public struct DoorRouter: HTTPResponder {
    /// What a request knows of itself.
    public typealias Context = WebContext

    /// The doors, as declared.
    public let doors: [Door]
    private let table: RouteTable
    private let gate: Gate
    private let meters: RouterMeters
    /// How errors look at addresses that do not exist, by the first part of the path.
    private let forms: [Substring: Door.ErrorForm]

    /// Checks the doors and hangs them.
    ///
    /// - Parameters:
    ///   - doors: all of the server.
    ///   - gate: what every request passes.
    ///   - metrics: counts requests and their durations.
    /// - Throws: ``DoorError`` when a door is declared in doubt.
    public init(_ doors: Doors, gate: Gate, metrics: MetricsRegistry = MetricsRegistry()) throws(DoorError) {
        let complaints = DoorCheck.complaints(doors.all.map(\.door))
        guard complaints.isEmpty else { throw DoorError(complaints: complaints) }
        self.doors = doors.all.map(\.door)
        self.gate = gate
        meters = RouterMeters(metrics)
        table = RouteTable(
            doors.all.map { door, handler in
                Route(
                    door, handler,
                    meters: RouteMeters(metrics, route: door.path, method: door.method.rawValue))
            })
        var forms: [Substring: Door.ErrorForm] = [:]
        for door in self.doors { forms[Self.firstPart(door.path[...])] = door.errors }
        self.forms = forms
    }

    /// Answers a request.
    public func respond(to request: Request, context: WebContext) async throws -> Response {
        var request = request
        var context = context
        switch await admit(&request, &context) {
        case .refused(let response): return response
        case .admitted(let route): return await serve(route, request, context)
        }
    }

    /// What the gate decided.
    enum Admission {
        case admitted(Route)
        case refused(Response)
    }

    /// Decides by the head of a request alone, so that nobody sends a body for nothing.
    ///
    /// A request that is admitted must be served: it holds a place until then.
    func admit(_ request: inout Request, _ context: inout WebContext, isHosted: Bool = true) async -> Admission {
        context.requestID = RequestIdentifier.next()
        context.startedAt = MonotonicClock.nanoseconds()
        meters.began()
        var found: Route?
        do {
            guard isHosted else {
                throw Problem(.badRequest, code: "host-missing", detail: "A request names one host.")
            }
            switch try find(request, &context) {
            case .route(let route):
                found = route
                try await gate.enter(route, &request, &context)
                return .admitted(route)
            case .answer(let response): return .refused(finish(response, request, context, nil))
            }
        } catch { return .refused(finish(answer(to: error, request, context), request, context, found)) }
    }

    /// Gives up the place of a request that was admitted and will not be served.
    func abandon(_ route: Route) {
        gate.leave(route)
        meters.ended()
    }

    func serve(_ route: Route, _ request: Request, _ context: WebContext) async -> Response {
        var response: Response
        do {
            response = try await route.handler(request, context)
            if context.trail.isOwed, (200..<400).contains(response.status.code) {
                context.logger.error(
                    "A change was not recorded",
                    metadata: [
                        "door": "\(route.door.method.rawValue) \(route.door.path)", "request": "\(context.requestID)",
                    ])
                throw Problem(.internalServerError, code: "internal", detail: "Something went wrong here.")
            }
        } catch { response = answer(to: error, request, context) }
        gate.leave(route)
        return finish(response, request, context, route)
    }

    private func finish(_ answer: Response, _ request: Request, _ context: WebContext, _ route: Route?) -> Response {
        var response = answer
        if request.method == .head { response = response.createHeadResponse() }
        response.headers.append(HTTPField(name: .requestID, value: context.requestID))
        SecurityHeaders.add(to: &response.headers, isSecure: gate.isSecure)
        let duration = MonotonicClock.nanoseconds() - context.startedAt
        (route?.meters ?? meters.unknown(request.method)).record(response.status, nanoseconds: duration)
        meters.ended()
        log(response.status, request.method, context, route, duration)
        return response
    }

    private func log(
        _ status: HTTPResponse.Status, _ method: HTTPRequest.Method, _ context: WebContext, _ route: Route?,
        _ duration: UInt64
    ) {
        let isQuiet = status.code < 500 && (method == .get || route?.door.rate == .light || route == nil)
        let level: Logger.Level = status.code >= 500 ? .warning : isQuiet ? .debug : .info
        guard context.logger.logLevel <= level else { return }
        context.logger.log(
            level: level, "request",
            metadata: [
                "request": "\(context.requestID)", "route": "\(route?.door.path ?? "unknown")",
                "method": "\(route?.door.method.rawValue ?? "other")", "status": "\(status.code)",
                "duration_ms": "\(Double(duration / 1000) / 1000)", "actor": "\(context.principal?.actor ?? "nobody")",
            ])
    }

    private enum Finding {
        case route(Route)
        case answer(Response)
    }

    private func find(_ request: Request, _ context: inout WebContext) throws(Problem) -> Finding {
        let path = request.rawPath
        guard let (endpoint, parameters) = table.find(path) else {
            context.errors = form(of: path, request)
            throw Problem(.notFound, code: "not-found", detail: "There is nothing at this address.")
        }
        context.errors = endpoint.routes[0].door.errors
        context.coreContext.parameters = parameters
        if let route = endpoint.route(request.method) { return .route(route) }
        let problem = Problem(
            .methodNotAllowed, code: "method-not-allowed", detail: "This address answers \(endpoint.allow).")
        var response =
            request.method == .options
            ? Response.empty() : rendered(problem, context)
        response.headers[.allow] = endpoint.allow
        return .answer(response)
    }

    private func rendered(_ problem: Problem, _ context: WebContext) -> Response {
        guard context.errors == .page, let page = gate.errorPage else {
            return problem.response(context.errors, request: context.requestID)
        }
        var response = page(problem, context.requestID)
        if let retryAfter = problem.retryAfter { response.headers[.retryAfter] = String(retryAfter) }
        return response
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
            if let told = (error as? StoreError).flatMap(Problem.init) {
                problem = told
            } else {
                // Only the type: the text of an error may carry values.
                context.logger.error(
                    "A request failed", metadata: ["error": "\(type(of: error))", "request": "\(context.requestID)"])
                problem = Problem(.internalServerError, code: "internal", detail: "Something went wrong here.")
            }
        }
        if problem.status == .unauthorized, context.errors == .page, let signIn = gate.signInPath,
            request.method == .get || request.method == .head
        {
            return .redirect(to: signIn)
        }
        var response = rendered(problem, context)
        if problem.status == .unauthorized {
            response.headers.append(HTTPField(name: .wwwAuthenticate, value: "Bearer realm=\"tutela\""))
        }
        return response
    }

    private static func firstPart(_ path: Substring) -> Substring { path.dropFirst().prefix { $0 != "/" } }

    private func form(of path: Substring, _ request: Request) -> Door.ErrorForm {
        if let form = forms[Self.firstPart(path)] { return form }
        return request.headers[.accept]?.contains("text/html") == true ? .page : .problem
    }
}
