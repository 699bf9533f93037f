// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Korean {
    func category(_ category: Category) -> String {
        switch category {
        case .csamReal: "실제 아동에 대한 아동 성착취물"
        case .csamMorphed: "식별 가능한 실제 아동의 모습을 변형하거나 생성한 아동 성착취물"
        case .csamUnknownOrigin: "제작 방식을 알 수 없는 아동 성착취물"
        case .csamSynthetic: "특정된 실제 아동이 없는 생성형 아동 성착취물"
        case .csamDrawn: "그림 등 사진이 아닌 형태의 아동 성착취물"
        case .sextortionMinor: "성적 촬영물 등을 이용한 미성년자 협박·강요"
        case .grooming: "성적 목적의 미성년자 유인"
        case .csamSolicitation: "아동 성착취물의 요구·제공·광고"
        case .minorSexualisedText: "미성년자를 성적 대상으로 다룬 글"
        case .csamTool: "아동 성착취물 제작을 위한 도구"
        case .nciiReal: "동의 없이 공유된 성인의 실제 성적 촬영물"
        case .nciiSynthetic: "동의 없이 성인의 모습을 생성하거나 변형한 성적 영상물"
        case .nciiThreat: "성적 촬영물 등을 유포하겠다는 협박"
        case .sextortionAdult: "성적 촬영물 등을 이용한 성인 협박·강요"
        case .undressService: "사진 속 인물을 탈의한 모습으로 바꾸는 서비스"
        case .aiUnlabelledDeepfake: "표시 없이 실제로 오인하게 하는 AI 인물 영상"
        case .aiUnlabelled: "표시가 없는 AI 생성물"
        case .adultConsensual: "당사자가 동의한 적법한 성인물"
        case .aiLabelled: "표시가 있는 AI 생성물"
        case .benign: "확인한 범위에서 문제없음"
        }
    }

    func action(_ action: Action) -> String {
        switch action {
        case .allow: "허용"
        case .label: "표시 부착"
        case .restrict: "노출 제한"
        case .review: "검토 전 비공개"
        case .block: "차단"
        }
    }

    func measure(_ measure: Measure) -> String {
        switch measure {
        case .label: "표시를 붙여 공개"
        case .restrictAccess: "볼 수 있는 사람을 제한"
        case .withhold: "담당자가 결정할 때까지 비공개"
        case .disableAccess: "누구도 볼 수 없도록 접근 차단"
        case .remove: "삭제"
        }
    }

    func ground(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised: "제기된 문제 없음"
        case .released: "해제됨"
        case .corroborated: "신뢰 목록과 두 번째 신호가 일치함"
        case .confirmedByPerson: "사람이 확인함"
        case .oneSource: "한 가지 출처뿐임"
        case .undetermined: "판단에 필요한 사실을 알 수 없음"
        case .rules: "규칙이 요구함"
        }
    }

    func verb(_ verb: Verb) -> String {
        switch verb {
        case .accountAction: "계정 조치"
        case .blockGeneration: "생성 거부"
        case .blockUpload: "업로드 거부"
        case .disableAccess: "접근 차단"
        case .illegalityGround: "불법으로 취급"
        case .preventReupload: "재업로드 방지"
        case .prohibitSystem: "시스템 제공 금지"
        case .remove: "삭제"
        case .removeIdenticalCopies: "동일 사본 삭제"
        case .restrictAccess: "접근 제한"
        case .searchSuppress: "검색 결과 제외"
        case .doNotNotify: "통지 금지"
        case .doNotReportTo: "신고 금지"
        case .labelMachineReadable: "기계 판독 표시"
        case .labelVisible: "이용자용 표시"
        case .notifyReporter: "신고자에게 통지"
        case .notifySubject: "당사자에게 통지"
        case .notifyUploader: "게시자에게 통지"
        case .reportTo: "신고"
        case .statementOfReasons: "게시자에게 사유 고지"
        case .submitSoRDatabase: "사유서 데이터베이스 제출"
        case .supportReferral: "지원 기관 안내"
        case .transparencyReport: "투명성 보고서 공개"
        case .warnUser: "이용자 경고"
        case .destroy: "파기"
        case .legalHold: "법적 보존 조치"
        case .limitAccess: "열람 권한 제한"
        case .log: "기록"
        case .preserve: "보존"
        case .retainReference: "접수 번호 보관"
        case .secureStorage: "안전한 보관"
        case .complaintChannel: "이의 제기 창구 제공"
        case .complyOrder: "명령 이행"
        case .consentRequired: "사전 동의 확보"
        case .escalate: "상급자 보고"
        case .humanReview: "사람의 검토"
        case .designateOfficer: "책임자 지정"
        case .doNotProcess: "처리 금지"
        case .hashMatch: "목록과 대조"
        case .noticeChannel: "신고 창구 제공"
        case .permitProcessing: "허용된 처리"
        case .pointOfContact: "연락 창구 지정"
        case .register: "등록"
        case .riskAssessment: "위험 평가"
        case .termsDisclosure: "이용 약관에 명시"
        case .training: "직원 교육"
        case .verifyLabel: "표시 확인"
        }
    }

    func recipient(_ recipient: Recipient) -> String {
        switch recipient {
        case .aepd: "스페인 개인정보보호청(AEPD)"
        case .afpACCCE: "호주 연방경찰(ACCCE)"
        case .c3pCybertip: "캐나다 신고 창구 Cybertip.ca"
        case .caPolice: "캐나다 경찰"
        case .cnCyberspaceAdministration: "중국 국가인터넷정보판공실"
        case .cnPublicSecurity: "중국 공안기관"
        case .counsel: "법률 자문 변호사"
        case .dsaTransparencyDatabase: "유럽연합 집행위원회의 DSA 투명성 데이터베이스"
        case .esPoliceOrProsecutor: "스페인 경찰 또는 검찰"
        case .esafety: "호주 온라인안전국(eSafety)"
        case .euCentre: "유럽연합 아동 성학대 대응센터"
        case .euMemberStateLE: "관련 유럽연합 회원국의 수사·사법기관"
        case .europol: "유로폴"
        case .jpInternetHotlineCenter: "일본 인터넷 핫라인센터"
        case .kmcc: "방송미디어통신위원회(KMCC)"
        case .kmcsc: "방송미디어통신심의위원회(KMCSC)"
        case .nca: "영국 국가범죄청(NCA)"
        case .ncmec: "미국 실종·착취아동센터(NCMEC)"
        case .offender: "가해자로 지목된 사람"
        case .reporter: "신고자"
        case .safetyTeam: "안전 담당 부서"
        case .subject: "이미지 속 당사자"
        case .uploader: "게시자"
        }
    }

    func matter(_ matter: Matter) -> String {
        switch matter {
        case .computerData: "컴퓨터 데이터"
        case .content: "콘텐츠 자체"
        case .context: "콘텐츠의 전후 맥락"
        case .conversation: "대화 내용"
        case .judgementBasis: "판단의 근거"
        case .reference: "신고 접수 번호"
        case .report: "신고 내용"
        case .reportExistence: "신고 사실"
        case .safeguards: "안전조치"
        case .userData: "이용자 정보"
        case .copy: "복제"
        case .datasetBuild: "데이터 세트 구축"
        case .embed: "임베딩 계산 및 저장"
        case .export: "외부 반출"
        case .mlTrain: "모델 학습"
        case .privateScan: "비공개 메시지 검사"
        case .redTeamGenerate: "시험 목적의 생성"
        case .share: "공유"
        case .thirdPartyAPI: "외부 업체 프로그램으로 전송"
        case .thumbnailCache: "축소 이미지 저장"
        }
    }

    func modality(_ modality: Duty.Modality) -> String {
        switch modality {
        case .required: "의무"
        case .recommended: "권고 사항이며 의무는 아님"
        case .permitted: "허용될 뿐 의무는 아님"
        }
    }

    func status(_ status: Obligation.Status) -> String {
        switch status {
        case .due: "이행 필요"
        case .deferred: "연기됨"
        case .discharged: "불필요"
        case .possible: "이행이 필요할 수 있음"
        }
    }

    func execution(_ execution: Obligation.Execution) -> String {
        switch execution {
        case .automatic: "프로그램이 자동으로 이행할 수 있음"
        case .confirm: "먼저 사람이 확인해야 함"
        }
    }

    func ruleStatus(_ status: Rule.Status) -> String {
        switch status {
        case .inForce: "시행 중"
        case .future: "시행 예정"
        case .enacted: "제정되었으나 시행일 미상"
        case .pending: "법률안"
        case .softLaw: "구속력 없는 지침"
        case .unverified: "미확인"
        }
    }

    func role(_ role: FactRole) -> String {
        switch role {
        case .stated: "직접 입력"
        case .authority: "당국"
        case .reviewer: "콘텐츠를 확인한 사람"
        case .record: "보관된 문서"
        case .request: "요청한 사람"
        case .matching: "목록 대조"
        case .screening: "프로그램의 작업 기록"
        case .provenance: "파일에 기록된 제작 정보"
        case .classifier: "분류기"
        case .operator: "운영자"
        case .reporting: "신고 발송 기록"
        }
    }
}
