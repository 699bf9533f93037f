// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Korean {
    func country(_ code: String) -> String? { PlaceNames.country(code, in: .korean) }

    func place(_ jurisdiction: Jurisdiction) -> String {
        if jurisdiction == .everywhere { return "모든 곳" }
        if jurisdiction == .europeanUnion { return "유럽연합" }
        let whole = country(jurisdiction.country.code) ?? jurisdiction.country.code
        guard jurisdiction.isState else { return whole }
        return PlaceNames.state(jurisdiction, in: .korean) ?? "\(whole)의 일부(\(jurisdiction.code))"
    }
}
