// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension English {
    func fact(_ name: FactName) -> FactPhrases {
        switch name {
        case .matchKind:
            FactPhrases(
                "how the comparison with lists ended", "the comparison with lists ended {values}",
                "the comparison with lists did not end {values}")
        case .matchContent:
            FactPhrases(
                "what the lists that matched say they list", "a list that matched lists {values}",
                "no list that matched lists {values}")
        case .matchSources:
            FactPhrases("whose lists matched", "a list of {values} matched", "no list of {values} matched")
        case .matchDistance:
            FactPhrases(
                "how far the item is from the closest entry of a list",
                "the item is {values} away from the closest entry of a list")
        case .matchCorroborated:
            FactPhrases(
                "whether a trusted list and a second, independent signal agree",
                "a trusted list and a second, independent signal agree",
                "a trusted list and a second, independent signal do not agree")
        case .matchCleared:
            FactPhrases(
                "whether this exact file is on a list of known-good files",
                "this exact file is on a list of known-good files",
                "this exact file is on no list of known-good files")
        case .scanFailed:
            FactPhrases(
                "whether the item could not be screened as a whole", "the item could not be screened as a whole",
                "the item was screened as a whole")
        case .classifierCsam:
            FactPhrases(
                "how a classifier scores the item for child sexual abuse material",
                "a classifier's score for child sexual abuse material is {values}")
        case .classifierNudity:
            FactPhrases("how a classifier scores the item for nudity", "a classifier's score for nudity is {values}")
        case .classifierSexualActivity:
            FactPhrases(
                "how a classifier scores the item for sexual activity",
                "a classifier's score for sexual activity is {values}")
        case .contentSexual:
            FactPhrases(
                "whether the item is sexual or intimate, nudity included",
                "the item is sexual or intimate, nudity included", "the item is neither sexual nor intimate")
        case .contentTextOnly:
            FactPhrases(
                "whether the item is text without a picture", "the item is text without a picture",
                "the item is more than text")
        case .contentSolicits:
            FactPhrases(
                "whether the item seeks, offers or advertises such material",
                "the item seeks, offers or advertises such material",
                "the item does not seek, offer or advertise such material")
        case .contentUndressService:
            FactPhrases(
                "whether the item offers or links to a service for undressing people in pictures",
                "the item offers or links to a service for undressing people in pictures",
                "the item neither offers nor links to a service for undressing people in pictures")
        case .contentCsamTool:
            FactPhrases(
                "whether the item is a tool made to produce child sexual abuse material",
                "the item is a tool made to produce child sexual abuse material",
                "the item is no tool made to produce child sexual abuse material")
        case .contentDeceptive:
            FactPhrases(
                "whether a viewer would take what is shown for real", "a viewer would take what is shown for real",
                "a viewer would not take what is shown for real")
        case .contentContexts:
            FactPhrases(
                "in which context the item stands, as a person found",
                "a person found that the item is part of {values}",
                "no person found that the item is part of {values}")
        case .contentDistributed:
            FactPhrases(
                "whether anybody but its holder received the item or could see it",
                "somebody other than its holder received the item or could see it",
                "nobody but its holder received the item or could see it")
        case .contentDeceptiveCommercial:
            FactPhrases(
                "whether the item is deceptive commercial content in high volume",
                "the item is deceptive commercial content in high volume",
                "the item is not deceptive commercial content in high volume")
        case .depictedMinor:
            FactPhrases(
                "whether a person shown is, or appears to be, under 18",
                "a person shown is, or appears to be, under 18",
                "no person shown is, or appears to be, under 18")
        case .depictedAgeFrom:
            FactPhrases(
                "how old the youngest person shown appears at least",
                "the lower bound of the apparent age of the youngest person shown is {values}")
        case .depictedAgeTo:
            FactPhrases(
                "how old the youngest person shown appears at most",
                "the upper bound of the apparent age of the youngest person shown is {values}")
        case .depictedIdentifiable:
            FactPhrases(
                "whether a real person can be recognised", "a real person can be recognised",
                "no real person can be recognised")
        case .depictedRealistic:
            FactPhrases(
                "whether the item looks like a photograph", "the item looks like a photograph",
                "the item does not look like a photograph")
        case .origin:
            FactPhrases("how the item came to be", "the item is {values}", "the item is not {values}")
        case .provenanceLevel:
            FactPhrases(
                "how far what the file says of its making can be believed",
                "what the file says of its making counts as {values}",
                "what the file says of its making does not count as {values}")
        case .provenanceClaims:
            FactPhrases(
                "what the file says of its making", "what the file says of its making includes {values}",
                "what the file says of its making does not include {values}")
        case .provenanceAigcLabel:
            FactPhrases(
                "which AIGC label of China the file carries", "the file's AIGC label of China is {values}",
                "the file's AIGC label of China is not {values}")
        case .provenanceWatermark:
            FactPhrases(
                "whether a public watermark of a generator was found", "a public watermark of a generator is {values}",
                "a public watermark of a generator is not {values}")
        case .labelVisible:
            FactPhrases(
                "whether viewers see a label that AI made or altered the item",
                "viewers see a label that AI made or altered the item",
                "viewers see no label that AI made or altered the item")
        case .labelMachineReadable:
            FactPhrases(
                "whether the file carries a mark for programs that AI made or altered it",
                "the file carries a mark for programs that AI made or altered it",
                "the file carries no mark for programs that AI made or altered it")
        case .labelStripped:
            FactPhrases(
                "whether a mark was removed or contradicts another", "a mark was removed or contradicts another",
                "no mark was removed or contradicts another")
        case .consent:
            FactPhrases(
                "how it stands with the consent of the person shown", "the consent of the person shown is {values}",
                "the consent of the person shown is not {values}")
        case .requestKind:
            FactPhrases(
                "who asks for something to be done", "the one who asks is {values}", "no request comes from {values}")
        case .requestValid:
            FactPhrases(
                "whether the request has everything that the law asks of it",
                "the request has everything that the law asks of it",
                "the request lacks something that the law asks of it")
        case .requestConcerns:
            FactPhrases(
                "what the request says the item is", "the request is about {values}",
                "the request is not about {values}")
        case .threatPresent:
            FactPhrases(
                "whether somebody threatens to share intimate material",
                "somebody threatens to share intimate material", "nobody threatens to share intimate material")
        case .threatDemand:
            FactPhrases(
                "whether money, more material or something else is demanded",
                "money, more material or something else is demanded", "nothing is demanded")
        case .threatImminentHarm:
            FactPhrases(
                "whether somebody's life or safety is in danger", "somebody's life or safety is in danger",
                "nobody's life or safety is in danger")
        case .conductGrooming:
            FactPhrases(
                "whether a minor is being enticed", "a minor is being enticed", "no minor is being enticed")
        case .victimMinor:
            FactPhrases(
                "whether the person threatened or enticed is under 18", "the person threatened or enticed is under 18",
                "the person threatened or enticed is not under 18")
        case .surface:
            FactPhrases(
                "where the item is or would be seen", "the item is, or would be, in {values}",
                "the item neither is nor would be in {values}")
        case .actorRoles:
            FactPhrases("what the service is in law", "the service is {values}", "the service is not {values}")
        case .actorIncidents:
            FactPhrases(
                "how many earlier incidents of the same account were confirmed",
                "the number of earlier confirmed incidents of the same account is {values}")
        case .serviceSize:
            FactPhrases(
                "how large the service is under EU law", "under EU law the service is {values}",
                "under EU law the service is not {values}")
        case .serviceMonthlyUsers:
            FactPhrases("how many users the service has a month", "the service has {values} a month")
        case .serviceDailyUsers: FactPhrases("how many users the service has a day", "the service has {values} a day")
        case .serviceEstablishment:
            FactPhrases(
                "where the service is established", "the service is established in {values}",
                "the service is not established in {values}")
        case .serviceMarkets:
            FactPhrases(
                "in which countries the service is offered", "the service is offered in {values}",
                "the service is not offered in {values}")
        case .serviceDesignatedIn:
            FactPhrases(
                "which countries have designated the service", "the service is designated in {values}",
                "the service is not designated in {values}")
        case .storageCountries:
            FactPhrases(
                "where the item is stored", "the item is stored in {values}", "the item is not stored in {values}")
        case .uploaderCountry:
            FactPhrases("where the uploader is", "the uploader is in {values}", "the uploader is not in {values}")
        case .subjectCountry:
            FactPhrases(
                "where the person shown is", "the person shown is in {values}", "the person shown is not in {values}")
        case .viewerCountries:
            FactPhrases(
                "where the item was or can be seen", "the item was or can be seen in {values}",
                "the item was not and cannot be seen in {values}")
        case .systemOnMarketSince:
            FactPhrases(
                "when the AI system was placed on the market", "the AI system was placed on the market {values}")
        case .systemSafeguards:
            FactPhrases(
                "whether adequate safeguards are in place", "adequate safeguards are in place",
                "adequate safeguards are not in place")
        case .uploaderContactKnown:
            FactPhrases(
                "whether contact details of the uploader are on file", "contact details of the uploader are on file",
                "no contact details of the uploader are on file")
        case .reportSentTo:
            FactPhrases(
                "who already has a report on this item", "a report on this item has gone to {values}",
                "no report on this item has gone to {values}")
        case .reportUkLinked:
            FactPhrases(
                "whether the item has a link with the United Kingdom", "the item has a link with the United Kingdom",
                "the item has no link with the United Kingdom")
        case .legalHold:
            FactPhrases(
                "whether a recorded hold forbids telling or destroying",
                "a recorded hold forbids telling or destroying", "no recorded hold forbids telling or destroying")
        case .authorityNondisclosureUntil:
            FactPhrases(
                "until when an authority has forbidden to tell", "an authority's ban on telling ends {values}")
        case .reviewFinding:
            FactPhrases(
                "what a person found the item to be", "a person found {values}", "no person found {values}")
        case .reviewViewedWhole:
            FactPhrases(
                "whether a person saw the whole item", "a person saw the whole item", "no person saw the whole item")
        case .reviewPeople:
            FactPhrases("how many people found so", "the number of people who found so is {values}")
        case .clockDetectedAt: FactPhrases("when the item was detected", "the item was detected {values}")
        case .clockActualKnowledgeAt:
            FactPhrases("when the service knew what the item was", "the service knew what the item was {values}")
        case .clockHumanConfirmedAt: FactPhrases("when a person confirmed it", "a person confirmed it {values}")
        case .clockValidRequestAt: FactPhrases("when a valid request arrived", "a valid request arrived {values}")
        case .clockOrderReceivedAt: FactPhrases("when an order arrived", "an order arrived {values}")
        case .clockReportSubmittedAt:
            FactPhrases("when the report was submitted", "the report was submitted {values}")
        case .clockRestrictionImposedAt:
            FactPhrases("when the restriction was imposed", "the restriction was imposed {values}")
        case .clockPeriodEnd: FactPhrases("when the reporting period ends", "the reporting period ends {values}")
        case .clockFirstExposureAt: FactPhrases("when the item was first shown", "the item was first shown {values}")
        case .clockSystemPlacedOnMarketAt:
            FactPhrases("when the system was placed on the market", "the system was placed on the market {values}")
        }
    }

    func values(of name: FactName) -> [String] {
        switch name {
        case .matchKind: ["without a match", "with an exact match", "with a match to a similar picture"]
        case .matchContent:
            [
                "child sexual abuse material", "intimate material shared without consent",
                "services for undressing people in pictures", "tools for child sexual abuse material",
                "adult material", "other material",
            ]
        case .matchSources:
            [
                "NCMEC", "NCMEC (generated material)", "IWF", "Interpol (ICSE baseline)", "the United Kingdom (CAID)",
                "StopNCII", "Take It Down", "Korea (DNA database)", "the operator",
            ]
        case .contentContexts: ["satire", "news reporting", "art", "education"]
        case .origin:
            [
                "captured from real life", "generated by a machine",
                "an altered or generated likeness of a real person",
                "drawn",
            ]
        case .provenanceLevel:
            [
                "signed by a trusted signer", "signed and unchanged by a signer who is not on the list",
                "signed and unchanged but expired", "a decoded watermark", "declared without a signature",
                "credentials that could not be confirmed", "a mere reference to another place", "no statement",
                "unreadable or hostile",
            ]
        case .provenanceClaims:
            [
                "generation by AI", "editing by AI", "ingredients made by AI", "possible use of AI",
                "an algorithm that is not AI", "capture by a device", "nothing about its making",
                "nothing that can be used",
            ]
        case .provenanceAigcLabel:
            ["absent", "1 (generated)", "2 (possibly generated)", "3 (suspected)", "malformed"]
        case .provenanceWatermark: ["absent", "present"]
        case .consent: ["claimed by the uploader", "denied by the person shown", "verified"]
        case .requestKind:
            [
                "nobody", "a user", "the person shown", "a representative of the person shown", "a trusted flagger",
                "an authority with a request", "an authority with an order", "a court with an order",
            ]
        case .requestConcerns: ["an intimate picture", "a child", "AI content", "something else"]
        case .surface:
            [
                "a public place", "a group", "a direct message", "an end-to-end encrypted message",
                "an upload that nobody sees yet", "the input of a generator", "the output of a generator",
                "an advertisement", "a repository of models", "search results", "stored files",
            ]
        case .actorRoles:
            [
                "a hosting service", "an online platform", "a very large online platform", "a user-to-user service",
                "a search service", "a provider of an AI system", "a deployer of an AI system", "an app store",
                "a host of models", "a hotline", "an investigator",
            ]
        case .serviceSize: ["micro or small", "of another size", "very large"]
        case .reportSentTo: Recipient.allCases.map(recipient)
        case .reviewFinding: Category.allCases.map(category)
        default: []
        }
    }

    func beyondOrdinary(_ name: FactName) -> ConditionPhrases? {
        guard name == .requestKind else { return nil }
        return ConditionPhrases(
            "somebody other than an ordinary user asks for something",
            "nobody but an ordinary user, if anybody, asks for something")
    }

    func absence(of name: FactName) -> ConditionPhrases? {
        switch name {
        case .matchKind: ConditionPhrases("no list matched", "a list matched")
        case .requestKind: ConditionPhrases("nobody asks for anything", "somebody asks for something")
        case .provenanceLevel:
            ConditionPhrases("the file says nothing of its making", "the file says something of its making")
        case .provenanceAigcLabel:
            ConditionPhrases("the file carries no AIGC label of China", "the file carries an AIGC label of China")
        case .provenanceWatermark:
            ConditionPhrases(
                "no public watermark of a generator was found", "a public watermark of a generator was found")
        default: nil
        }
    }

    func signal(_ name: String) -> ConditionPhrases? {
        switch name {
        case "signal.csam":
            ConditionPhrases(
                "something points to child sexual abuse material", "nothing points to child sexual abuse material")
        case "signal.ncii":
            ConditionPhrases(
                "something points to intimate material shared without consent",
                "nothing points to intimate material shared without consent")
        case "signal.sexual":
            ConditionPhrases(
                "something points to sexual or intimate content", "nothing points to sexual or intimate content")
        case "signal.sextortion":
            ConditionPhrases(
                "something points to extortion with intimate material",
                "nothing points to extortion with intimate material")
        case "signal.victim-minor":
            ConditionPhrases("the person harmed is under 18", "the person harmed is not under 18")
        case "signal.ai":
            ConditionPhrases("something points to the use of AI", "nothing points to the use of AI")
        case "signal.found":
            ConditionPhrases("a person found something", "no person found anything")
        default: nil
        }
    }

    func comparison(_ comparison: Comparator) -> String {
        switch comparison {
        case .less(let value): "less than \(value)"
        case .atMost(let value): "at most \(value)"
        case .greater(let value): "more than \(value)"
        case .atLeast(let value): "at least \(value)"
        case .before(let moment): "before \(moment)"
        case .onOrAfter(let moment): "on \(moment) or later"
        }
    }

    func quantity(_ number: String, isOne: Bool, of name: FactName) -> String {
        switch name {
        case .matchDistance: isOne ? "\(number) bit" : "\(number) bits"
        case .depictedAgeFrom, .depictedAgeTo: isOne ? "\(number) year" : "\(number) years"
        case .classifierCsam, .classifierNudity, .classifierSexualActivity: "\(number) on a scale from 0 to 1"
        case .serviceMonthlyUsers, .serviceDailyUsers: isOne ? "\(number) user" : "\(number) users"
        default: number
        }
    }
}
