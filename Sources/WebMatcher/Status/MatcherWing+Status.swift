// SPDX-License-Identifier: Apache-2.0

internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import Screening
internal import Web

/// `/status`, `/status/live`, `/site-map` and `/openapi/openapi.json`.
extension MatcherWing {
    func openStatus(_ doors: inout Doors) {
        let probes: StaticString = "probes of load balancers send no key; the answer is one word"
        let nothing: StaticString = "says nothing of any list"
        open(.get, "/status", access: .open(because: probes), .none(because: nothing), rate: .light, &doors, status)
        open(
            .get, "/status/live", access: .open(because: probes), .none(because: nothing), rate: .light, &doors
        ) { _, _ in .text(Self.alive, type: "text/html; charset=utf-8") }
        let own = doors.all.map(\.door).filter { $0.errors == .matcher }
        let map = SiteMap(own)
        open(.get, "/site-map", access: .anyPrincipal, .none(because: nothing), rate: .light, &doors) { _, _ in
            .answer(map.rules)
        }
        open(
            .get, "/openapi/openapi.json", access: .anyPrincipal, .none(because: nothing), rate: .light, &doors
        ) { _, _ in .answer(map.description) }
    }

    private static let alive = "I-AM-ALIVE"

    func status(_ request: Request, _ context: WebContext) async throws -> Response {
        guard lists.standing.isCurrent else {
            return .text("INDEX-STALE", status: .serviceUnavailable, type: "text/html; charset=utf-8")
        }
        return .text(Self.alive, type: "text/html; charset=utf-8")
    }
}
