// SPDX-License-Identifier: Apache-2.0

internal import CivilTime
internal import Policy

extension Korean {
    func duration(_ duration: CalendarDuration) -> String {
        DurationParts(duration).parts.map { count, unit in
            let word =
                switch unit {
                case .year: "년"
                case .month: "개월"
                case .day: "일"
                case .hour: "시간"
                case .minute: "분"
                case .second: "초"
                }
            return "\(count)\(word)"
        }.joined(separator: " ")
    }

    func date(_ date: CivilDate) -> String { "\(date.year)년 \(date.month)월 \(date.day)일" }

    func moment(_ day: CivilDate, clock: String) -> String { "\(date(day)) \(clock)(UTC)" }

    func urgency(_ urgency: Urgency, from event: ClockEvent?) -> String {
        let word =
            switch urgency {
            case .immediately: "즉시"
            case .asap: "가능한 한 빨리"
            case .withoutUndueDelay: "지체 없이"
            case .ongoing: "상시"
            case .annual: "매년 한 번"
            }
        guard let event else { return word }
        switch urgency {
        case .immediately, .asap, .withoutUndueDelay: return "\(self.event(event)) 이후 \(word)"
        case .ongoing, .annual: return "\(self.event(event))부터 \(word)"
        }
    }

    func limit(_ duration: String, from event: ClockEvent?) -> String {
        event.map { "\(self.event($0))부터 \(duration) 이내" } ?? "\(duration) 이내"
    }

    func haste(_ urgency: Urgency, within limit: String) -> String {
        "\(self.urgency(urgency, from: nil)), 늦어도 \(limit)"
    }

    func by(_ moment: String) -> String { "\(moment)까지" }

    func keeping(_ term: KeepingTerm, from event: ClockEvent?) -> String {
        let words =
            switch term {
            case .atLeast(let duration): "최소 \(duration)"
            case .atMost(let duration): "최대 \(duration)"
            case .exactly(let duration): "정확히 \(duration)"
            }
        return event.map { "\(self.event($0))부터 \(words)" } ?? words
    }

    private func event(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: "콘텐츠가 탐지된 때"
        case .actualKnowledgeAt: "서비스가 내용을 실제로 알게 된 때"
        case .humanConfirmedAt: "사람이 확인한 때"
        case .validRequestAt: "유효한 요청이 접수된 때"
        case .orderReceivedAt: "명령을 받은 때"
        case .reportSubmittedAt: "신고서를 제출한 때"
        case .restrictionImposedAt: "제한 조치를 한 때"
        case .periodEnd: "보고 기간이 끝난 때"
        case .firstExposureAt: "콘텐츠가 처음 노출된 때"
        case .systemPlacedOnMarketAt: "시스템이 출시된 때"
        }
    }

    func pending(_ event: ClockEvent) -> String {
        switch event {
        case .detectedAt: "(탐지 시각이 기록되지 않음)"
        case .actualKnowledgeAt: "(알게 된 시각이 기록되지 않음)"
        case .humanConfirmedAt: "(시각이 기록되지 않음)"
        case .validRequestAt: "(시각이 기록되지 않음)"
        case .orderReceivedAt: "(시각이 기록되지 않음)"
        case .reportSubmittedAt: "(시각이 기록되지 않음)"
        case .restrictionImposedAt: "(시각이 기록되지 않음)"
        case .periodEnd: "(보고 기간의 종료일이 기록되지 않음)"
        case .firstExposureAt: "(처음 노출된 시각이 기록되지 않음)"
        case .systemPlacedOnMarketAt: "(출시일이 기록되지 않음)"
        }
    }
}
