// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Spanish {
    func duration(_ duration: CalendarDuration) -> String {
        and(
            DurationParts(duration).parts.map { count, unit in
                let isOne = count == 1
                let word =
                    switch unit {
                    case .year: isOne ? "año" : "años"
                    case .month: isOne ? "mes" : "meses"
                    case .day: isOne ? "día" : "días"
                    case .hour: isOne ? "hora" : "horas"
                    case .minute: isOne ? "minuto" : "minutos"
                    case .second: isOne ? "segundo" : "segundos"
                    }
                return "\(count) \(word)"
            })
    }

    func date(_ date: CivilDate) -> String {
        let months = [
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ]
        return "\(date.day) de \(months[(date.month + 11) % 12]) de \(date.year)"
    }

    func moment(_ day: CivilDate, clock: String) -> String { "\(date(day)), \(clock) UTC" }

    func urgency(_ urgency: Urgency, from event: ClockEvent?) -> String {
        let word =
            switch urgency {
            case .immediately: "de inmediato"
            case .asap: "cuanto antes"
            case .withoutUndueDelay: "sin dilación indebida"
            case .ongoing: "en todo momento"
            case .annual: "una vez al año"
            }
        guard let event else { return word }
        switch urgency {
        case .immediately, .asap, .withoutUndueDelay: return "\(word) tras \(self.event(event))"
        case .ongoing, .annual: return "\(word) desde \(self.event(event))"
        }
    }

    func limit(_ duration: String, from event: ClockEvent?) -> String {
        event.map { "\(duration) desde \(self.event($0))" } ?? "en \(duration)"
    }

    func haste(_ urgency: Urgency, within limit: String) -> String {
        let latest = "a más tardar "
        let rest = limit.hasPrefix(latest) ? limit : latest + limit
        return "\(self.urgency(urgency, from: nil)), \(rest)"
    }

    func by(_ moment: String) -> String { "a más tardar el \(moment)" }

    func keeping(_ term: KeepingTerm, from event: ClockEvent?) -> String {
        let words =
            switch term {
            case .atLeast(let duration): "\(duration) como mínimo"
            case .atMost(let duration): "\(duration) como máximo"
            case .exactly(let duration): "\(duration) exactamente"
            }
        return event.map { "\(words) desde \(self.event($0))" } ?? words
    }

    private func event(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: "la detección del contenido"
        case .actualKnowledgeAt: "el momento en que el servicio supo qué era"
        case .humanConfirmedAt: "la confirmación de una persona"
        case .validRequestAt: "una solicitud válida"
        case .orderReceivedAt: "la recepción de una orden"
        case .reportSubmittedAt: "el envío de la comunicación a la autoridad"
        case .restrictionImposedAt: "la restricción"
        case .periodEnd: "el fin del período de información"
        case .firstExposureAt: "el momento en que se mostró por primera vez"
        case .systemPlacedOnMarketAt: "el día en que el sistema se introdujo en el mercado"
        }
    }

    func pending(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: ", cuya hora no consta"
        case .actualKnowledgeAt: ", que no consta"
        case .humanConfirmedAt: ", cuya hora no consta"
        case .validRequestAt: ", cuya hora no consta"
        case .orderReceivedAt: ", cuya hora no consta"
        case .reportSubmittedAt: ", cuya hora no consta"
        case .restrictionImposedAt: ", cuya hora no consta"
        case .periodEnd: ", que no consta"
        case .firstExposureAt: ", que no consta"
        case .systemPlacedOnMarketAt: ", que no consta"
        }
    }
}
