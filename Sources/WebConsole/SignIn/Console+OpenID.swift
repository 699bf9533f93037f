// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Logging
internal import Store
internal import Web

extension Console {
    /// Out to the issuer.
    func leaveForIssuer(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let openID else {
            throw Problem(.notFound, code: "not-found", detail: "There is nothing at this address.")
        }
        do {
            let (address, cookie) = try await openID.begin()
            var response = Response(status: .seeOther, headers: [.location: address])
            // Lax: the browser comes back from another site, and must bring it along.
            response.setCookie(
                settings.attemptCookie, cookie, isSecure: settings.isSecure, isStrict: false,
                seconds: SignInAttempt.lifetime)
            return response
        } catch let refusal as OpenIDRefusal {
            return refused(refusal, request, context)
        }
    }

    /// Back from the issuer, with a code or with a refusal.
    func returnFromIssuer(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let openID, let foreign = accounts.foreign else {
            throw Problem(.notFound, code: "not-found", detail: "There is nothing at this address.")
        }
        do {
            var fields: [String: String] = [:]
            for (name, value) in try request.query().fields {
                // Two states or two codes: two readers might choose differently.
                guard fields.updateValue(value, forKey: name) == nil else {
                    throw OpenIDRefusal(reason: .attemptUnknown, detail: "a field comes twice")
                }
            }
            let identity = try await openID.finish(fields, cookie: request.cookies[settings.attemptCookie]?.value)
            let (mapping, recording) = (openID.settings.mapping, recording(context))
            let started: StartedSession
            do {
                started = try await accounts.store.perform {
                    try foreign.enter(identity, mapping, recording: recording)
                }
            } catch let error as IdentityError {
                throw OpenIDRefusal(reason: .refusedHere, detail: error.code.rawValue)
            }
            // The session's cookie is for this site only, and a browser that was sent here by another site would not show
            // it on the next step. A page of this site in between makes the step its own.
            var response = page(.arrival, "Signed in", ArrivalPage())
            setSession(started, &response)
            response.dropCookie(settings.attemptCookie, isSecure: settings.isSecure)
            return response
        } catch let refusal as OpenIDRefusal {
            return refused(refusal, request, context)
        }
    }

    /// One sentence for every reason; the log has which.
    private func refused(_ refusal: OpenIDRefusal, _ request: Request, _ context: WebContext) -> Response {
        context.logger.notice(
            "A sign-in through the issuer was refused",
            metadata: ["reason": "\(refusal)", "request": "\(context.requestID)"])
        let isDown = refusal.reason == .issuerUnreachable
        var response = signInPage(
            request,
            problem: isDown
                ? "The place where you sign in does not answer. Try again in a minute."
                : "You could not be signed in that way. Try again; if it stays so, give an administrator this number: "
                    + context.requestID,
            status: isDown ? .serviceUnavailable : .forbidden)
        response.dropCookie(settings.attemptCookie, isSecure: settings.isSecure)
        return response
    }
}

/// Says that it worked, and goes on by itself.
struct ArrivalPage: Sendable {}
