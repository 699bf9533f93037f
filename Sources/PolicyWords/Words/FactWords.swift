// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

/// Facts and their values in words.
struct FactWords {
    private let wording: any Wording

    init(_ wording: any Wording) {
        self.wording = wording
    }

    /// What a fact says.
    func value(_ value: FactValue, of name: FactName) -> String {
        switch value {
        case .unknown: return wording.unknown
        case .flag(let flag): return flag ? wording.yes : wording.no
        case .word(let index):
            let words = wording.values(of: name)
            return words.indices.contains(index) ? words[index] : wording.unknown
        case .words(let mask):
            let words = words(mask, of: name)
            return words.isEmpty ? wording.nothing : wording.and(words)
        case .number(let number): return quantity(number, of: name)
        case .countries(let countries):
            let names = countries.map { wording.country($0.code) ?? $0.code }
            return names.isEmpty ? wording.nothing : wording.and(names)
        case .instant(let time): return time.seconds == .min ? wording.nothing : wording.lawMoment(time)
        }
    }

    /// Words of a fact's list whose bits are set.
    func words(_ mask: UInt32, of name: FactName) -> [String] {
        wording.values(of: name).enumerated().filter { mask >> UInt32($0.offset) & 1 == 1 }.map(\.element)
    }

    /// A number with its unit, as the language writes it.
    func quantity(_ number: Double, of name: FactName) -> String {
        wording.quantity(figure(number), isOne: number == 1, of: name)
    }

    /// A number, with at most four digits after the separator.
    func figure(_ number: Double) -> String {
        guard number.isFinite, number.magnitude < 9e14 else { return "\(number)" }
        let scaled = Int64((number.magnitude * 10_000).rounded())
        var text = grouped(String(scaled / 10_000))
        var rest = String(scaled % 10_000 + 10_000).dropFirst()
        while rest.last == "0" { rest = rest.dropLast() }
        if !rest.isEmpty { text += wording.decimalSeparator + rest }
        return number < 0 && scaled > 0 ? "−" + text : text
    }

    /// Groups of three digits, from five digits on.
    private func grouped(_ digits: String) -> String {
        guard digits.count > 4 else { return digits }
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += wording.groupSeparator }
            text.append(digit)
        }
        return text
    }
}
