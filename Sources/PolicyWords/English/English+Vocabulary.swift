// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension English {
    func category(_ category: Category) -> String {
        switch category {
        case .csamReal: "child sexual abuse material of an actual child"
        case .csamMorphed: "altered or generated child sexual abuse material of a recognisable child"
        case .csamUnknownOrigin: "child sexual abuse material of unknown origin"
        case .csamSynthetic: "generated child sexual abuse material of no known child"
        case .csamDrawn: "drawn or otherwise non-photographic child sexual abuse material"
        case .sextortionMinor: "extortion of a minor with intimate material"
        case .grooming: "sexual enticement of a minor"
        case .csamSolicitation: "seeking, offering or advertising child sexual abuse material"
        case .minorSexualisedText: "text that sexualises minors"
        case .csamTool: "a tool made to produce child sexual abuse material"
        case .nciiReal: "an adult's real intimate picture shared without consent"
        case .nciiSynthetic: "a generated or altered intimate picture of an adult without consent"
        case .nciiThreat: "a threat to share intimate material"
        case .sextortionAdult: "extortion of an adult with intimate material"
        case .undressService: "a service for undressing people in pictures"
        case .aiUnlabelledDeepfake: "a deceptive AI picture of a person without a label"
        case .aiUnlabelled: "AI output without a label that a viewer or a program can read"
        case .adultConsensual: "lawful adult material with consent"
        case .aiLabelled: "AI output with its marks"
        case .benign: "nothing objectionable as far as anybody looked"
        }
    }

    func action(_ action: Action) -> String {
        switch action {
        case .allow: "allow"
        case .label: "label"
        case .restrict: "restrict"
        case .review: "withhold for review"
        case .block: "block"
        }
    }

    func measure(_ measure: Measure) -> String {
        switch measure {
        case .label: "show it with a label"
        case .restrictAccess: "restrict who may see it"
        case .withhold: "withhold it until a person has decided"
        case .disableAccess: "let nobody see it"
        case .remove: "take it down"
        }
    }

    func ground(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised: "nothing was raised"
        case .released: "released"
        case .corroborated: "a trusted list and a second signal agree"
        case .confirmedByPerson: "a person found it"
        case .oneSource: "only one source says so"
        case .undetermined: "facts that matter are not known"
        case .rules: "the rules ask for it"
        }
    }

    func verb(_ verb: Verb) -> String {
        switch verb {
        case .accountAction: "act on the account"
        case .blockGeneration: "refuse to generate"
        case .blockUpload: "refuse the upload"
        case .disableAccess: "disable access"
        case .illegalityGround: "treat as unlawful"
        case .preventReupload: "prevent new uploads"
        case .prohibitSystem: "keep the system off the market"
        case .remove: "take down"
        case .removeIdenticalCopies: "take down identical copies"
        case .restrictAccess: "restrict access"
        case .searchSuppress: "keep out of search results"
        case .doNotNotify: "do not tell"
        case .doNotReportTo: "do not report"
        case .labelMachineReadable: "mark for programs"
        case .labelVisible: "label for viewers"
        case .notifyReporter: "tell who reported it"
        case .notifySubject: "tell the person shown"
        case .notifyUploader: "tell the uploader"
        case .reportTo: "report"
        case .statementOfReasons: "give reasons to the uploader"
        case .submitSoRDatabase: "submit the reasons to the database"
        case .supportReferral: "offer support"
        case .transparencyReport: "publish a transparency report"
        case .warnUser: "warn the user"
        case .destroy: "destroy"
        case .legalHold: "legal hold"
        case .limitAccess: "limit who has access"
        case .log: "log"
        case .preserve: "preserve"
        case .retainReference: "keep the reference"
        case .secureStorage: "store securely"
        case .complaintChannel: "offer a way to complain"
        case .complyOrder: "comply with the order"
        case .consentRequired: "obtain consent first"
        case .escalate: "escalate"
        case .humanReview: "have a person review it"
        case .designateOfficer: "designate a responsible person"
        case .doNotProcess: "do not process"
        case .hashMatch: "compare with lists"
        case .noticeChannel: "offer a way to give notice"
        case .permitProcessing: "permitted processing"
        case .pointOfContact: "name a point of contact"
        case .register: "register"
        case .riskAssessment: "assess the risks"
        case .termsDisclosure: "state it in the terms of use"
        case .training: "train the staff"
        case .verifyLabel: "check the label"
        }
    }

    func recipient(_ recipient: Recipient) -> String {
        switch recipient {
        case .aepd: "the Spanish Data Protection Agency (AEPD)"
        case .afpACCCE: "the Australian Federal Police (ACCCE)"
        case .c3pCybertip: "Cybertip.ca in Canada"
        case .caPolice: "the police in Canada"
        case .cnCyberspaceAdministration: "the Cyberspace Administration of China"
        case .cnPublicSecurity: "the public security authorities of China"
        case .counsel: "legal counsel"
        case .dsaTransparencyDatabase: "the DSA Transparency Database of the European Commission"
        case .esPoliceOrProsecutor: "the police or the public prosecutor in Spain"
        case .esafety: "the eSafety Commissioner of Australia"
        case .euCentre: "the EU Centre on child sexual abuse"
        case .euMemberStateLE: "the police or judicial authorities of the EU member state concerned"
        case .europol: "Europol"
        case .jpInternetHotlineCenter: "the Internet Hotline Center Japan"
        case .kmcc: "the Korea Media Communications Commission (KMCC)"
        case .kmcsc: "the Korea Media Communications Standards Commission (KMCSC)"
        case .nca: "the National Crime Agency (NCA) of the United Kingdom"
        case .ncmec: "the National Center for Missing & Exploited Children (NCMEC) in the United States"
        case .offender: "the alleged offender"
        case .reporter: "the person who reported it"
        case .safetyTeam: "the safety team"
        case .subject: "the person shown"
        case .uploader: "the uploader"
        }
    }

    func matter(_ matter: Matter) -> String {
        switch matter {
        case .computerData: "computer data"
        case .content: "the item itself"
        case .context: "what stood around the item"
        case .conversation: "the conversation"
        case .judgementBasis: "what the judgement rests on"
        case .reference: "the reference of the report"
        case .report: "the report"
        case .reportExistence: "that a report exists"
        case .safeguards: "the safeguards"
        case .userData: "data on the user"
        case .copy: "copying"
        case .datasetBuild: "building data sets"
        case .embed: "computing and storing embeddings"
        case .export: "export"
        case .mlTrain: "training of models"
        case .privateScan: "scanning of private messages"
        case .redTeamGenerate: "generating such material for tests"
        case .share: "sharing"
        case .thirdPartyAPI: "sending to other companies' programs"
        case .thumbnailCache: "keeping small pictures of it"
        }
    }

    func modality(_ modality: Duty.Modality) -> String {
        switch modality {
        case .required: "required"
        case .recommended: "recommended, not required"
        case .permitted: "permitted, not required"
        }
    }

    func status(_ status: Obligation.Status) -> String {
        switch status {
        case .due: "due"
        case .deferred: "deferred"
        case .discharged: "not needed"
        case .possible: "perhaps due"
        }
    }

    func execution(_ execution: Obligation.Execution) -> String {
        switch execution {
        case .automatic: "the program may do it by itself"
        case .confirm: "a person must confirm it first"
        }
    }

    func ruleStatus(_ status: Rule.Status) -> String {
        switch status {
        case .inForce: "in force"
        case .future: "with a date ahead"
        case .enacted: "passed, beginning not known"
        case .pending: "a bill"
        case .softLaw: "guidance, not binding"
        case .unverified: "not verified"
        }
    }

    func role(_ role: FactRole) -> String {
        switch role {
        case .stated: "entered by hand"
        case .authority: "an authority"
        case .reviewer: "a person who looked at the item"
        case .record: "a document on record"
        case .request: "the person who made the request"
        case .matching: "the comparison with lists"
        case .screening: "the program, about its own work"
        case .provenance: "what the file says of its making"
        case .classifier: "a classifier"
        case .operator: "the operator"
        case .reporting: "the record of reports sent"
        }
    }
}
