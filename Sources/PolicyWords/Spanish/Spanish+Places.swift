// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Spanish {
    func country(_ code: String) -> String? { PlaceNames.country(code, in: .spanish) }

    func place(_ jurisdiction: Jurisdiction) -> String {
        if jurisdiction == .everywhere { return "en todas partes" }
        if jurisdiction == .europeanUnion { return "la Unión Europea" }
        let whole = country(jurisdiction.country.code) ?? jurisdiction.country.code
        guard jurisdiction.isState else { return whole }
        return PlaceNames.state(jurisdiction, in: .spanish) ?? "una parte de \(whole) (\(jurisdiction.code))"
    }
}
