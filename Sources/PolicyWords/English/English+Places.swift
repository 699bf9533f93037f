// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension English {
    func country(_ code: String) -> String? { PlaceNames.country(code, in: .english) }

    func place(_ jurisdiction: Jurisdiction) -> String {
        if jurisdiction == .everywhere { return "everywhere" }
        if jurisdiction == .europeanUnion { return "the European Union" }
        let whole = country(jurisdiction.country.code) ?? jurisdiction.country.code
        guard jurisdiction.isState else { return whole }
        return PlaceNames.state(jurisdiction, in: .english) ?? "a part of \(whole) (\(jurisdiction.code))"
    }
}
