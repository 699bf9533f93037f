// SPDX-License-Identifier: Apache-2.0

extension Catalogue {
    static let english = Catalogue(
        languageTag: "en", direction: "ltr",
        template: { englishReport($0) ?? englishProvenance($0) ?? englishPolicy($0) ?? englishTerminal($0) },
        pluralForm: { $0 == 1 ? .one : .other },
        figures: .english)
}

extension Figures {
    /// As English writes them.
    public static let english = Figures(
        groupSeparator: ",", decimalSeparator: ".",
        months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        unitHour: "h", unitMinute: "min", unitSecond: "s")
}
