// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Korean {
    func say(_ sentence: Sentence) -> String {
        switch sentence {
        case .action(let action): explain(action)
        case .lawNamed(let places): "직접 지정된 다음 지역의 법을 적용하였습니다: \(places)."
        case .lawByNexus:
            "적용할 법은 콘텐츠와 서비스가 관련된 나라에 따라 정해집니다. 관련 여부를 알 수 없는 경우에도 그 법을 적용하며, 그에 따른 조치는 사람이 확인합니다."
        case .platforms(let names): "다음 플랫폼의 규칙도 적용하였습니다: \(names)."
        case .otherRuleSet(let digest):
            "이 결정은 현재의 규칙 모음이 아닌 다른 규칙 모음(\(digest))에 따라 내려졌습니다. 여기에 없는 규칙은 식별자만 표시합니다."

        case .askedFor: "규칙이 요구하는 조치는 엄격한 순서로 다음과 같습니다."

        case .surely(let list): "기록된 사실에 따르면 다음으로 분류됩니다: \(list)."
        case .surelyNothing: "기록된 사실만으로는 어떤 콘텐츠인지 분류할 수 없습니다."
        case .nothingSeen: "확인한 범위에서는 이 콘텐츠에 대하여 제기된 문제가 없습니다."
        case .unscanned:
            "콘텐츠 전체를 검사하지 못하였으므로 무엇이 담겨 있는지 알 수 없습니다. 이는 ‘일치 없음’이라는 뜻이 아닙니다."
        case .forbiddenBy(let list): "다음 법이 이를 금지합니다: \(list)."
        case .perhapsForbiddenBy(let list): "사실이 더 밝혀지면 다음 법에 따라 금지되는 것으로 볼 수 있습니다: \(list)."
        case .possibly(let list): "사실이 더 밝혀지지 않는 한 다음에 해당할 수 있습니다: \(list)."
        case .ground(let ground): explain(ground)
        case .nothingAsked: "적용되는 규칙 가운데 비공개를 요구하는 규칙이 없습니다."
        case .released(let title): "다음 사유에 따라 해제되었습니다: \(title)."

        case .noDuties: "지금 이행해야 할 조치는 없습니다."
        case .overdue: "사건 시점에 이미 기한이 지났습니다."
        case .deferredUntil(let moment): "다음 시점까지 미룹니다: \(moment)."
        case .deferredWithoutDate: "보존 조치가 끝날 때까지 미룹니다. 종료 시점은 기록되어 있지 않습니다."
        case .because(let cause): explain(cause)
        case .revives: "의무가 없어지는 것은 아닙니다. 보존 조치가 끝나면 이행해야 합니다."
        case .neutralWords: "신고 사실을 언급하지 않는 중립적인 표현으로 알려야 합니다."
        case .onlyIf(let condition): "다음 조건이 충족되는 경우에만 이행합니다: \(condition). 충족 여부는 알 수 없습니다."
        case .onlyIfUnknown: "아직 알 수 없는 사실이 그렇게 밝혀지는 경우에만 이행합니다."

        case .privateScanDenied(let places):
            "비공개 메시지를 검사해서는 안 됩니다. 다음 지역의 법이 이를 명확히 허용하지 않습니다: \(places)."
        case .privateScanNotPermitted: "비공개 메시지를 검사해서는 안 됩니다. 이를 명확히 허용하는 규칙이 없습니다."
        case .privateScanAllowed(let rules): "비공개 메시지를 검사할 수 있습니다. 적용되는 모든 법이 다음 규칙에 따라 이를 허용합니다: \(rules)."
        case .neverAllowed:
            "어떤 규칙이 있더라도 이 콘텐츠를 모델 학습에 사용하거나, 외부로 반출하거나, 데이터 세트 또는 임베딩 저장소에 넣거나, 축소 이미지로 저장하지 않습니다."

        case .noneFired: "이 시점에 이 콘텐츠에 적용되는 규칙이 없습니다."
        case .noneAsked: "콘텐츠가 해제되었으므로 규칙을 적용하지 않았습니다."
        case .provisional: "잠정 적용입니다. 이 규칙의 전제 가운데 알 수 없는 것이 있으므로 이에 따른 모든 조치는 사람이 확인합니다."
        case .withoutSanction: "구속력이 있으나 아직 제재는 부과되지 않습니다."
        case .softLaw: "구속력이 없는 지침이며, 요구하는 사항은 권고입니다."
        case .unverified: "신뢰도가 낮은 한 가지 출처에만 근거합니다. 보호를 위해서는 적용되지만 현재 상태로는 서명할 수 없습니다."
        case .signed(let name, let date): "변호사가 서명하였습니다: \(name), \(date)."
        case .notInRuleSet: "이 규칙은 현재의 규칙 모음에 없습니다."
        case .notYetInForce(let date): "아직 시행되지 않았습니다. 시행일은 다음과 같습니다: \(date)."
        case .expired(let date): "더 이상 시행되지 않습니다. 효력이 끝난 날은 다음과 같습니다: \(date)."
        case .notLaw(let status):
            switch status {
            case .pending: "법률안이며 아직 법이 아닙니다."
            case .enacted: "제정되었으나 시행일을 알 수 없습니다."
            case .inForce, .future, .softLaw, .unverified: "이 시점에는 구속력이 없습니다."
            }
        case .grace(let date): "다음 시점까지 유예 기간이 적용됩니다: \(date)."
        case .missing(let list): "다음 사항을 알 수 없습니다: \(list)."
        case .failed(let condition): "다음의 경우에만 적용됩니다: \(condition)."

        case .unknownsMatter: "다음 질문 가운데 하나라도 답이 나오면 결정이 달라질 수 있습니다."
        case .disputed: "같은 종류의 출처가 서로 모순되므로 알 수 없는 사실로 봅니다."
        case .nothingUnknown: "규칙이 묻는 범위에서는 결정을 바꿀 수 있는 사실이 모두 알려져 있습니다."
        case .unsignedMeaning:
            "다음 규칙에는 아직 변호사가 서명하지 않았습니다. 이 규칙은 콘텐츠를 숨기고 사람의 검토를 요청할 수 있습니다. 그러나 이 규칙만으로 신고하거나, 누구에게 알리거나, "
                + "무엇을 파기하지 않습니다. 그 결정은 사람이 합니다."

        case .summary(let applied, let nearly, let unsigned):
            "적용되는 규칙은 \(applied)개, 근접한 규칙은 \(nearly)개입니다. 적용되는 규칙 가운데 변호사가 서명하지 않은 것은 \(unsigned)개입니다. 자세한 내용은 전체 설명에 있습니다."

        case .noFacts: "입력된 사실이 없습니다."
        case .overruled: "모든 진술이 반영되지는 않습니다. 우선하는 출처의 진술을 따릅니다."

        case .foot(let digest, let moment): "규칙 모음 \(digest), 사건 시점 \(moment). 이 설명은 법률 자문이 아닙니다."
        }
    }

    private func explain(_ action: Action) -> String {
        switch action {
        case .allow: "이 콘텐츠는 공개할 수 있습니다. 적용되는 규칙 가운데 비공개, 표시 또는 제한을 요구하는 규칙이 없습니다."
        case .label: "이 콘텐츠는 표시를 붙인 경우에만 공개할 수 있습니다."
        case .restrict: "이 콘텐츠는 일부 이용자에게만 공개할 수 있습니다. 연령 확인을 거치게 하거나 노출을 줄여야 합니다."
        case .review: "이 콘텐츠는 비공개로 두어야 합니다. 사람이 결정할 때까지 누구도 볼 수 없어야 합니다."
        case .block: "이 콘텐츠는 차단해야 합니다. 게시를 거부하고, 이미 게시되어 있으면 삭제해야 합니다."
        }
    }

    private func explain(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised: "확인한 범위에서는 이 콘텐츠에 대하여 제기된 문제가 없습니다. 그러나 무해하다는 뜻은 아니며, 기록된 사실만 살펴보았습니다."
        case .released: "콘텐츠가 해제되었습니다."
        case .corroborated: "신뢰 목록과 독립된 두 번째 신호가 일치합니다. 이 경우 사람이 확인하기 전에도 차단할 수 있습니다."
        case .confirmedByPerson: "사람이 콘텐츠를 보고 확인하였습니다."
        case .oneSource:
            "규칙은 차단을 요구하지만 근거가 한 가지 출처뿐입니다. 한 가지 출처만으로는 삭제하지 않으므로 사람이 결정할 때까지 비공개로 두어야 합니다."
        case .undetermined: "결정에 필요한 사실을 알 수 없습니다. 해당 사실은 아래에 적혀 있습니다."
        case .rules: "위에 적힌 규칙이 이를 요구합니다."
        }
    }

    private func explain(_ cause: Cause) -> String {
        switch cause {
        case .alreadyReported: "사유: 이미 신고하였습니다."
        case .legalHold: "사유: 통지나 파기를 금지하는 보존 조치가 기록되어 있습니다."
        case .nondisclosure: "사유: 당국이 그때까지 통지를 금지하였습니다."
        case .rule(let title, let id): "사유가 되는 규칙은 다음과 같습니다: \(rule(title, id: id))."
        case .forbidden(let title, let id): "이행해서는 안 됩니다. 이를 금지하는 규칙은 다음과 같습니다: \(rule(title, id: id))."
        case .equivalence(let reported, let discharged, let citation):
            "사유: \(reported)에 한 신고는 \(discharged)에 하는 신고를 대신합니다(\(citation))."
        }
    }

    func heading(_ topic: Section.Topic) -> String {
        switch topic {
        case .decision: "결정 내용"
        case .reasons: "이유"
        case .duties: "지금 해야 할 일"
        case .permissions: "할 수 있는 일"
        case .prohibitions: "해서는 안 되는 일"
        case .fired: "적용된 규칙"
        case .nearly: "적용되지 않았으나 근접한 규칙"
        case .unknown: "아직 알 수 없으며 결정을 바꿀 수 있는 사실"
        case .summary: "규칙 요약"
        case .unsigned: "변호사가 서명하지 않은 규칙"
        case .facts: "근거가 된 사실"
        case .foot: "이 설명에 관하여"
        }
    }

    var standingHeading: String { "서비스가 상시 이행해야 하는 의무" }

    func standingTask(_ verb: Verb, _ recipient: Recipient?) -> String {
        switch verb {
        case .destroy: "목적이 끝난 데이터의 파기"
        case .transparencyReport: "투명성 보고서 공개"
        case .humanReview: "결정에 대한 사람의 검토"
        case .limitAccess: "필요한 사람만 데이터에 접근하도록 제한"
        case .log: "조치 내용을 기록부에 기록"
        case .secureStorage: "데이터의 안전한 보관"
        case .termsDisclosure: "콘텐츠에 관한 조치를 이용 약관에 명시"
        default: task(verb, recipient)
        }
    }

    func label(_ label: Label) -> String {
        switch label {
        case .territory: "적용 지역"
        case .rules: "규칙"
        case .deadline: "기한"
        case .execution: "이행 주체"
        case .modality: "구속력"
        case .standing: "상태"
        case .matter: "대상"
        case .keeping: "기간"
        case .citation: "근거 조문"
        case .jurisdiction: "국가·지역"
        case .platform: "플랫폼"
        case .inForce: "시행일"
        case .rule: "규칙 식별자"
        case .reason: "미적용 사유"
        case .value: "답"
        case .source: "출처"
        case .said: "진술 시점"
        case .confidence: "확신의 정도"
        }
    }

    func task(_ verb: Verb, _ recipient: Recipient?) -> String {
        let whom = recipient.map { self.recipient($0) }
        switch verb {
        case .reportTo: return "신고: \(whom ?? "관할 기관")"
        case .doNotReportTo: return "신고 금지: \(whom ?? "다른 기관")"
        case .doNotNotify: return "통지 금지: \(whom ?? "게시자를 비롯한 모든 사람")"
        case .notifyReporter: return "결정 통지: \(whom ?? "신고자")"
        case .notifySubject: return "결정 통지: \(whom ?? "이미지 속 당사자")"
        case .notifyUploader: return "결정 통지: \(whom ?? "게시자")"
        case .statementOfReasons: return "사유서 제공: \(whom ?? "게시자")"
        case .submitSoRDatabase: return "사유서 제출: \(whom ?? "공개 데이터베이스")"
        case .supportReferral: return "지원 기관 안내: \(whom ?? "피해를 입은 사람")"
        case .escalate: return "보고 및 인계: \(whom ?? "책임자")"
        case .warnUser: return "경고: \(whom ?? "이용자")"
        default: break
        }
        let text =
            switch verb {
            case .accountAction: "해당 계정에 대한 조치"
            case .blockGeneration: "생성 거부"
            case .blockUpload: "업로드 거부"
            case .disableAccess: "누구도 열 수 없도록 접근 차단"
            case .illegalityGround: "불법 콘텐츠로 취급"
            case .preventReupload: "다시 업로드되지 않도록 방지"
            case .prohibitSystem: "시스템의 출시 및 사용 금지"
            case .remove: "콘텐츠 삭제"
            case .removeIdenticalCopies: "동일한 사본 삭제"
            case .restrictAccess: "볼 수 있는 사람 제한"
            case .searchSuppress: "검색 결과에서 제외"
            case .labelMachineReadable: "AI 생성물임을 나타내는 기계 판독 표시 부착"
            case .labelVisible: "AI 생성물임을 나타내는 눈에 보이는 표시 부착"
            case .transparencyReport: "공개 투명성 보고서에 반영"
            case .destroy: "파기"
            case .legalHold: "법적 보존 조치: 아무것도 파기하지 않음"
            case .limitAccess: "필요한 사람만 접근하도록 제한"
            case .log: "기록부에 기록"
            case .preserve: "증거로 보존"
            case .retainReference: "신고 접수 번호 보관"
            case .secureStorage: "안전한 보관"
            case .complaintChannel: "결정에 대한 이의 제기 창구 제공"
            case .complyOrder: "명령 이행"
            case .consentRequired: "공개 전 동의 확보"
            case .humanReview: "사람의 검토"
            case .designateOfficer: "책임자 지정"
            case .doNotProcess: "다음 용도로 사용 금지"
            case .hashMatch: "업로드를 알려진 자료의 목록과 대조"
            case .noticeChannel: "신고 창구 제공"
            case .permitProcessing: "다음 용도의 처리 허용"
            case .pointOfContact: "연락 창구 지정"
            case .register: "관할 기관에 등록"
            case .riskAssessment: "서비스의 위험 평가"
            case .termsDisclosure: "이용 약관에 명시"
            case .training: "직원 교육"
            case .verifyLabel: "표시가 올바른지 확인"
            case .reportTo, .doNotReportTo, .doNotNotify, .notifyReporter, .notifySubject, .notifyUploader,
                .statementOfReasons, .submitSoRDatabase, .supportReferral, .escalate, .warnUser:
                self.verb(verb)
            }
        return whom.map { "\(text)(\($0))" } ?? text
    }
}
