// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Korean {
    func fact(_ name: FactName) -> FactPhrases {
        switch name {
        case .matchKind:
            FactPhrases("목록과 대조한 결과가 무엇인지", "목록과 대조한 결과가 {values}에 해당함", "목록과 대조한 결과가 {values}에 해당하지 않음")
        case .matchContent:
            FactPhrases(
                "일치한 목록이 어떤 내용의 목록인지", "일치한 목록의 내용이 {values}에 해당함", "일치한 목록의 내용이 {values}에 해당하지 않음")
        case .matchSources:
            FactPhrases("누구의 목록과 일치하는지", "일치한 목록의 출처가 {values}에 해당함", "일치한 목록의 출처가 {values}에 해당하지 않음")
        case .matchDistance: FactPhrases("목록의 가장 가까운 항목과 얼마나 다른지", "목록의 가장 가까운 항목과의 차이가 {values}임")
        case .matchCorroborated:
            FactPhrases(
                "신뢰 목록과 독립된 두 번째 신호가 일치하는지", "신뢰 목록과 독립된 두 번째 신호가 일치함",
                "신뢰 목록과 독립된 두 번째 신호가 일치하지 않음")
        case .matchCleared:
            FactPhrases("이 파일 자체가 정상 파일 목록에 있는지", "이 파일 자체가 정상 파일 목록에 있음", "이 파일 자체가 정상 파일 목록에 없음")
        case .scanFailed:
            FactPhrases("콘텐츠 전체를 검사하지 못하였는지", "콘텐츠 전체를 검사하지 못함", "콘텐츠 전체를 검사함")
        case .classifierCsam:
            FactPhrases("아동 성착취물에 대한 분류기의 점수가 얼마인지", "아동 성착취물에 대한 분류기의 점수가 {values}임")
        case .classifierNudity: FactPhrases("노출에 대한 분류기의 점수가 얼마인지", "노출에 대한 분류기의 점수가 {values}임")
        case .classifierSexualActivity:
            FactPhrases("성적 행위에 대한 분류기의 점수가 얼마인지", "성적 행위에 대한 분류기의 점수가 {values}임")
        case .contentSexual:
            FactPhrases(
                "콘텐츠가 노출을 포함하여 성적이거나 내밀한 내용인지", "콘텐츠가 노출을 포함하여 성적이거나 내밀한 내용임",
                "콘텐츠가 성적이거나 내밀한 내용이 아님")
        case .contentTextOnly: FactPhrases("콘텐츠가 그림 없이 글뿐인지", "콘텐츠가 그림 없이 글뿐임", "콘텐츠가 글뿐인 것은 아님")
        case .contentSolicits:
            FactPhrases(
                "콘텐츠가 그러한 자료를 구하거나 제공하거나 광고하는지", "콘텐츠가 그러한 자료를 구하거나 제공하거나 광고함",
                "콘텐츠가 그러한 자료를 구하거나 제공하거나 광고하지 않음")
        case .contentUndressService:
            FactPhrases(
                "콘텐츠가 사진 속 인물을 탈의한 모습으로 바꾸는 서비스를 제공하거나 연결하는지",
                "콘텐츠가 사진 속 인물을 탈의한 모습으로 바꾸는 서비스를 제공하거나 연결함",
                "콘텐츠가 사진 속 인물을 탈의한 모습으로 바꾸는 서비스를 제공하거나 연결하지 않음")
        case .contentCsamTool:
            FactPhrases(
                "콘텐츠가 아동 성착취물 제작을 위한 도구인지", "콘텐츠가 아동 성착취물 제작을 위한 도구임",
                "콘텐츠가 아동 성착취물 제작을 위한 도구가 아님")
        case .contentDeceptive:
            FactPhrases("보는 사람이 실제로 오인할 수 있는지", "보는 사람이 실제로 오인할 수 있음", "보는 사람이 실제로 오인하지 않음")
        case .contentContexts:
            FactPhrases(
                "사람이 확인한 콘텐츠의 맥락이 무엇인지", "사람이 확인한 콘텐츠의 맥락이 {values}에 해당함",
                "사람이 확인한 콘텐츠의 맥락이 {values}에 해당하지 않음")
        case .contentDistributed:
            FactPhrases(
                "가진 사람 외의 누군가가 콘텐츠를 받았거나 볼 수 있었는지", "가진 사람 외의 누군가가 콘텐츠를 받았거나 볼 수 있었음",
                "가진 사람 외에는 누구도 콘텐츠를 받거나 볼 수 없었음")
        case .contentDeceptiveCommercial:
            FactPhrases(
                "콘텐츠가 대량으로 게시된 기만적인 상업 콘텐츠인지", "콘텐츠가 대량으로 게시된 기만적인 상업 콘텐츠임",
                "콘텐츠가 대량으로 게시된 기만적인 상업 콘텐츠가 아님")
        case .depictedMinor:
            FactPhrases(
                "묘사된 사람이 18세 미만이거나 그렇게 보이는지", "묘사된 사람이 18세 미만이거나 그렇게 보임",
                "묘사된 사람 중에 18세 미만이거나 그렇게 보이는 사람이 없음")
        case .depictedAgeFrom:
            FactPhrases("가장 어린 인물이 적어도 몇 세로 보이는지", "가장 어린 인물의 추정 연령 하한이 {values}임")
        case .depictedAgeTo: FactPhrases("가장 어린 인물이 많아야 몇 세로 보이는지", "가장 어린 인물의 추정 연령 상한이 {values}임")
        case .depictedIdentifiable:
            FactPhrases("실제 인물을 알아볼 수 있는지", "실제 인물을 알아볼 수 있음", "실제 인물을 알아볼 수 없음")
        case .depictedRealistic: FactPhrases("콘텐츠가 사진처럼 보이는지", "콘텐츠가 사진처럼 보임", "콘텐츠가 사진처럼 보이지 않음")
        case .origin:
            FactPhrases("콘텐츠가 어떻게 만들어졌는지", "콘텐츠의 제작 방식이 {values}에 해당함", "콘텐츠의 제작 방식이 {values}에 해당하지 않음")
        case .provenanceLevel:
            FactPhrases(
                "파일에 기록된 제작 정보를 얼마나 믿을 수 있는지", "파일에 기록된 제작 정보의 신뢰 수준이 {values}에 해당함",
                "파일에 기록된 제작 정보의 신뢰 수준이 {values}에 해당하지 않음")
        case .provenanceClaims:
            FactPhrases(
                "파일에 어떤 제작 정보가 기록되어 있는지", "파일에 기록된 제작 정보가 {values}에 해당함",
                "파일에 기록된 제작 정보가 {values}에 해당하지 않음")
        case .provenanceAigcLabel:
            FactPhrases(
                "파일에 어떤 중국 AIGC 표시가 있는지", "파일의 중국 AIGC 표시가 {values}에 해당함",
                "파일의 중국 AIGC 표시가 {values}에 해당하지 않음")
        case .provenanceWatermark:
            FactPhrases(
                "생성기의 공개 워터마크가 발견되었는지", "생성기의 공개 워터마크가 {values}에 해당함",
                "생성기의 공개 워터마크가 {values}에 해당하지 않음")
        case .labelVisible:
            FactPhrases(
                "AI가 만들거나 변형했다는 표시가 이용자에게 보이는지", "AI가 만들거나 변형했다는 표시가 이용자에게 보임",
                "AI가 만들거나 변형했다는 표시가 이용자에게 보이지 않음")
        case .labelMachineReadable:
            FactPhrases(
                "AI가 만들거나 변형했다는 기계 판독 표시가 파일에 있는지", "AI가 만들거나 변형했다는 기계 판독 표시가 파일에 있음",
                "AI가 만들거나 변형했다는 기계 판독 표시가 파일에 없음")
        case .labelStripped:
            FactPhrases("있던 표시가 제거되었거나 서로 모순되는지", "있던 표시가 제거되었거나 서로 모순됨", "표시가 제거되거나 서로 모순되지 않음")
        case .consent:
            FactPhrases(
                "이미지 속 당사자의 동의가 어떤 상태인지", "이미지 속 당사자의 동의가 {values}에 해당함",
                "이미지 속 당사자의 동의가 {values}에 해당하지 않음")
        case .requestKind:
            FactPhrases("누가 조치를 요청하는지", "접수된 요청이 {values}에 해당함", "접수된 요청이 {values}에 해당하지 않음")
        case .requestValid:
            FactPhrases("요청이 법의 요건을 모두 갖추었는지", "요청이 법의 요건을 모두 갖춤", "요청이 법의 요건을 모두 갖추지 못함")
        case .requestConcerns:
            FactPhrases(
                "요청에서 콘텐츠를 무엇이라고 하는지", "요청의 대상이 {values}에 해당함", "요청의 대상이 {values}에 해당하지 않음")
        case .threatPresent:
            FactPhrases(
                "성적 촬영물 등을 유포하겠다는 협박이 있는지", "성적 촬영물 등을 유포하겠다는 협박이 있음",
                "성적 촬영물 등을 유포하겠다는 협박이 없음")
        case .threatDemand:
            FactPhrases("금전이나 추가 자료 등을 요구하는지", "금전이나 추가 자료 등을 요구함", "요구하는 것이 없음")
        case .threatImminentHarm:
            FactPhrases("누군가의 생명이나 안전이 위험한지", "누군가의 생명이나 안전이 위험함", "누구의 생명이나 안전도 위험하지 않음")
        case .conductGrooming:
            FactPhrases("미성년자를 유인하고 있는지", "미성년자를 유인하고 있음", "미성년자를 유인하고 있지 않음")
        case .victimMinor:
            FactPhrases(
                "협박받거나 유인당하는 사람이 18세 미만인지", "협박받거나 유인당하는 사람이 18세 미만임",
                "협박받거나 유인당하는 사람이 18세 미만이 아님")
        case .surface:
            FactPhrases(
                "콘텐츠가 어디에서 보이거나 보이게 되는지", "콘텐츠가 보이는 곳이 {values}에 해당함",
                "콘텐츠가 보이는 곳이 {values}에 해당하지 않음")
        case .actorRoles:
            FactPhrases("서비스가 법적으로 무엇인지", "서비스가 {values}에 해당함", "서비스가 {values}에 해당하지 않음")
        case .actorIncidents:
            FactPhrases("같은 계정에서 이전에 확인된 사안이 몇 건인지", "같은 계정에서 이전에 확인된 사안이 {values}임")
        case .serviceSize:
            FactPhrases("유럽연합법상 서비스의 규모가 어떠한지", "유럽연합법상 서비스의 규모가 {values}에 해당함", "유럽연합법상 서비스의 규모가 {values}에 해당하지 않음")
        case .serviceMonthlyUsers: FactPhrases("서비스의 월간 이용자가 몇 명인지", "서비스의 월간 이용자가 {values}임")
        case .serviceDailyUsers: FactPhrases("서비스의 일일 이용자가 몇 명인지", "서비스의 일일 이용자가 {values}임")
        case .serviceEstablishment:
            FactPhrases("서비스의 설립지가 어디인지", "서비스의 설립지가 {values}에 해당함", "서비스의 설립지가 {values}에 해당하지 않음")
        case .serviceMarkets:
            FactPhrases("서비스가 어느 나라에서 제공되는지", "서비스가 제공되는 곳이 {values}에 해당함", "서비스가 제공되는 곳이 {values}에 해당하지 않음")
        case .serviceDesignatedIn:
            FactPhrases("서비스가 어느 나라에서 지정되었는지", "서비스가 지정된 곳이 {values}에 해당함", "서비스가 지정된 곳이 {values}에 해당하지 않음")
        case .storageCountries:
            FactPhrases("콘텐츠가 어디에 저장되어 있는지", "콘텐츠가 저장된 곳이 {values}에 해당함", "콘텐츠가 저장된 곳이 {values}에 해당하지 않음")
        case .uploaderCountry:
            FactPhrases("게시자가 어느 나라에 있는지", "게시자가 있는 곳이 {values}에 해당함", "게시자가 있는 곳이 {values}에 해당하지 않음")
        case .subjectCountry:
            FactPhrases(
                "이미지 속 당사자가 어느 나라에 있는지", "이미지 속 당사자가 있는 곳이 {values}에 해당함",
                "이미지 속 당사자가 있는 곳이 {values}에 해당하지 않음")
        case .viewerCountries:
            FactPhrases(
                "콘텐츠를 어느 나라에서 보았거나 볼 수 있는지", "콘텐츠를 보았거나 볼 수 있는 곳이 {values}에 해당함",
                "콘텐츠를 보았거나 볼 수 있는 곳이 {values}에 해당하지 않음")
        case .systemOnMarketSince: FactPhrases("AI 시스템이 언제 출시되었는지", "AI 시스템이 출시된 때가 {values}임")
        case .systemSafeguards:
            FactPhrases("적절한 안전조치가 마련되어 있는지", "적절한 안전조치가 마련되어 있음", "적절한 안전조치가 마련되어 있지 않음")
        case .uploaderContactKnown:
            FactPhrases("게시자의 연락처가 확보되어 있는지", "게시자의 연락처가 확보되어 있음", "게시자의 연락처가 확보되어 있지 않음")
        case .reportSentTo:
            FactPhrases(
                "이 콘텐츠에 관한 신고를 이미 받은 곳이 어디인지", "신고를 이미 받은 곳이 {values}에 해당함",
                "신고를 이미 받은 곳이 {values}에 해당하지 않음")
        case .reportUkLinked:
            FactPhrases("콘텐츠가 영국과 관련이 있는지", "콘텐츠가 영국과 관련이 있음", "콘텐츠가 영국과 관련이 없음")
        case .legalHold:
            FactPhrases(
                "통지나 파기를 금지하는 보존 조치가 기록되어 있는지", "통지나 파기를 금지하는 보존 조치가 기록되어 있음",
                "통지나 파기를 금지하는 보존 조치가 기록되어 있지 않음")
        case .authorityNondisclosureUntil:
            FactPhrases("당국이 언제까지 통지를 금지하였는지", "당국의 통지 금지가 끝나는 때가 {values}임")
        case .reviewFinding:
            FactPhrases(
                "사람이 콘텐츠를 무엇으로 판단하였는지", "사람의 판단이 {values}에 해당함", "사람의 판단이 {values}에 해당하지 않음")
        case .reviewViewedWhole:
            FactPhrases("사람이 콘텐츠 전체를 보았는지", "사람이 콘텐츠 전체를 봄", "콘텐츠 전체를 본 사람이 없음")
        case .reviewPeople: FactPhrases("그렇게 판단한 사람이 몇 명인지", "그렇게 판단한 사람이 {values}임")
        case .clockDetectedAt: FactPhrases("콘텐츠가 언제 탐지되었는지", "콘텐츠가 탐지된 때가 {values}임")
        case .clockActualKnowledgeAt:
            FactPhrases("서비스가 언제 내용을 알게 되었는지", "서비스가 내용을 알게 된 때가 {values}임")
        case .clockHumanConfirmedAt: FactPhrases("사람이 언제 확인하였는지", "사람이 확인한 때가 {values}임")
        case .clockValidRequestAt: FactPhrases("유효한 요청이 언제 접수되었는지", "유효한 요청이 접수된 때가 {values}임")
        case .clockOrderReceivedAt: FactPhrases("명령을 언제 받았는지", "명령을 받은 때가 {values}임")
        case .clockReportSubmittedAt: FactPhrases("신고서를 언제 제출하였는지", "신고서를 제출한 때가 {values}임")
        case .clockRestrictionImposedAt: FactPhrases("제한 조치를 언제 하였는지", "제한 조치를 한 때가 {values}임")
        case .clockPeriodEnd: FactPhrases("보고 기간이 언제 끝나는지", "보고 기간이 끝나는 때가 {values}임")
        case .clockFirstExposureAt: FactPhrases("콘텐츠가 언제 처음 노출되었는지", "콘텐츠가 처음 노출된 때가 {values}임")
        case .clockSystemPlacedOnMarketAt: FactPhrases("시스템이 언제 시장에 나왔는지", "시스템이 시장에 나온 때가 {values}임")
        }
    }

    func values(of name: FactName) -> [String] {
        switch name {
        case .matchKind: ["일치 없음", "완전 일치", "유사한 그림과 일치"]
        case .matchContent:
            [
                "아동 성착취물", "동의 없이 공유된 성적 촬영물", "사진 속 인물을 탈의한 모습으로 바꾸는 서비스",
                "아동 성착취물 제작을 위한 도구", "성인물", "기타 자료",
            ]
        case .matchSources:
            [
                "NCMEC", "NCMEC의 생성물 목록", "IWF", "인터폴(ICSE 기준 목록)", "영국(CAID)", "StopNCII", "Take It Down",
                "한국의 공공 DNA 데이터베이스", "운영자",
            ]
        case .contentContexts: ["풍자", "보도", "예술", "교육"]
        case .origin: ["실제 촬영", "기계에 의한 생성", "실제 인물의 모습을 변형하거나 생성", "그림"]
        case .provenanceLevel:
            [
                "신뢰하는 서명자의 서명", "온전하지만 목록에 없는 서명자의 서명", "온전하지만 만료된 서명", "해독된 워터마크", "서명 없는 선언",
                "확인되지 않은 인증 정보", "외부 위치에 대한 참조뿐", "기록 없음", "읽을 수 없거나 악의적인 데이터",
            ]
        case .provenanceClaims:
            [
                "AI에 의한 생성", "AI에 의한 편집", "AI로 만든 재료의 사용", "AI 사용 가능성", "AI가 아닌 알고리즘", "기기에 의한 촬영",
                "제작에 관한 언급 없음", "쓸 수 있는 기록 없음",
            ]
        case .provenanceAigcLabel: ["표시 없음", "1(생성)", "2(생성 가능성)", "3(생성 의심)", "잘못된 형식"]
        case .provenanceWatermark: ["없음", "있음"]
        case .consent: ["게시자가 주장한 상태", "당사자가 부인한 상태", "확인된 상태"]
        case .requestKind:
            [
                "요청 없음", "이용자의 신고", "이미지 속 당사자의 요청", "당사자 대리인의 요청", "신뢰할 수 있는 신고자의 신고", "당국의 요청", "당국의 명령", "법원의 명령",
            ]
        case .requestConcerns: ["성적 촬영물", "아동", "AI 콘텐츠", "기타"]
        case .surface:
            [
                "공개된 공간", "그룹", "쪽지나 개인 메시지", "종단간 암호화 메시지", "아직 공개되지 않은 업로드", "생성형 AI 입력", "생성형 AI 결과물", "광고",
                "모델 저장소", "검색 결과", "저장된 파일",
            ]
        case .actorRoles:
            [
                "호스팅 서비스", "온라인 플랫폼", "초대형 온라인 플랫폼", "이용자 간 서비스", "검색 서비스", "AI 시스템 제공자", "AI 시스템 이용사업자", "앱 마켓",
                "모델 호스팅 서비스", "신고 상담 기관", "수사기관",
            ]
        case .serviceSize: ["소기업 이하", "그 밖의 규모", "초대형"]
        case .reportSentTo: Recipient.allCases.map(recipient)
        case .reviewFinding: Category.allCases.map(category)
        default: []
        }
    }

    func beyondOrdinary(_ name: FactName) -> ConditionPhrases? {
        guard name == .requestKind else { return nil }
        return ConditionPhrases("일반 이용자가 아닌 쪽에서 조치를 요청함", "일반 이용자 외에는 조치를 요청한 쪽이 없음")
    }

    func absence(of name: FactName) -> ConditionPhrases? {
        switch name {
        case .matchKind: ConditionPhrases("일치한 목록이 없음", "일치한 목록이 있음")
        case .requestKind: ConditionPhrases("조치를 요청한 사람이 없음", "조치를 요청한 사람이 있음")
        case .provenanceLevel: ConditionPhrases("파일에 제작 정보가 기록되어 있지 않음", "파일에 제작 정보가 기록되어 있음")
        case .provenanceAigcLabel: ConditionPhrases("파일에 중국 AIGC 표시가 없음", "파일에 중국 AIGC 표시가 있음")
        case .provenanceWatermark: ConditionPhrases("생성기의 공개 워터마크가 발견되지 않음", "생성기의 공개 워터마크가 발견됨")
        default: nil
        }
    }

    func signal(_ name: String) -> ConditionPhrases? {
        switch name {
        case "signal.csam": ConditionPhrases("아동 성착취물임을 가리키는 정황이 있음", "아동 성착취물임을 가리키는 정황이 없음")
        case "signal.ncii":
            ConditionPhrases("동의 없이 공유된 성적 촬영물임을 가리키는 정황이 있음", "동의 없이 공유된 성적 촬영물임을 가리키는 정황이 없음")
        case "signal.sexual": ConditionPhrases("성적이거나 내밀한 내용을 가리키는 정황이 있음", "성적이거나 내밀한 내용을 가리키는 정황이 없음")
        case "signal.sextortion": ConditionPhrases("성적 촬영물 등을 이용한 협박·강요의 정황이 있음", "성적 촬영물 등을 이용한 협박·강요의 정황이 없음")
        case "signal.victim-minor": ConditionPhrases("피해를 입은 사람이 18세 미만임", "피해를 입은 사람이 18세 미만이 아님")
        case "signal.ai": ConditionPhrases("AI 사용을 가리키는 정황이 있음", "AI 사용을 가리키는 정황이 없음")
        case "signal.found": ConditionPhrases("사람이 문제를 발견함", "사람이 발견한 문제가 없음")
        default: nil
        }
    }

    func comparison(_ comparison: Comparator) -> String {
        switch comparison {
        case .less(let value): "\(value) 미만"
        case .atMost(let value): "\(value) 이하"
        case .greater(let value): "\(value) 초과"
        case .atLeast(let value): "\(value) 이상"
        case .before(let moment): "\(moment) 전"
        case .onOrAfter(let moment): "\(moment) 이후"
        }
    }

    func quantity(_ number: String, isOne: Bool, of name: FactName) -> String {
        switch name {
        case .matchDistance: "\(number)비트"
        case .depictedAgeFrom, .depictedAgeTo: "\(number)세"
        case .classifierCsam, .classifierNudity, .classifierSexualActivity: "\(number)점(0에서 1까지의 척도)"
        case .serviceMonthlyUsers, .serviceDailyUsers, .reviewPeople: "\(number)명"
        case .actorIncidents: "\(number)건"
        default: number
        }
    }
}
