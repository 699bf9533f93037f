// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Spanish {
    func category(_ category: Category) -> String {
        switch category {
        case .csamReal: "material de abuso sexual infantil de una persona menor de edad real"
        case .csamMorphed:
            "material de abuso sexual infantil alterado o generado de una persona menor de edad reconocible"
        case .csamUnknownOrigin: "material de abuso sexual infantil de origen desconocido"
        case .csamSynthetic: "material de abuso sexual infantil generado sin una persona menor de edad conocida"
        case .csamDrawn: "material de abuso sexual infantil dibujado o no fotográfico"
        case .sextortionMinor: "extorsión a una persona menor de edad con material íntimo"
        case .grooming: "captación de una persona menor de edad con fines sexuales"
        case .csamSolicitation: "búsqueda, oferta o publicidad de material de abuso sexual infantil"
        case .minorSexualisedText: "texto que sexualiza a menores"
        case .csamTool: "herramienta hecha para producir material de abuso sexual infantil"
        case .nciiReal: "imagen íntima real de una persona adulta compartida sin su consentimiento"
        case .nciiSynthetic: "imagen íntima de una persona adulta generada o alterada sin su consentimiento"
        case .nciiThreat: "amenaza de difundir material íntimo"
        case .sextortionAdult: "extorsión a una persona adulta con material íntimo"
        case .undressService: "servicio para desnudar a personas en imágenes"
        case .aiUnlabelledDeepfake: "imagen engañosa de una persona hecha con IA y sin etiqueta"
        case .aiUnlabelled: "contenido de IA sin etiqueta"
        case .adultConsensual: "material lícito para personas adultas con consentimiento"
        case .aiLabelled: "contenido de IA con sus marcas"
        case .benign: "nada que objetar hasta donde se ha mirado"
        }
    }

    func action(_ action: Action) -> String {
        switch action {
        case .allow: "permitir"
        case .label: "etiquetar"
        case .restrict: "restringir"
        case .review: "retener para revisión"
        case .block: "bloquear"
        }
    }

    func measure(_ measure: Measure) -> String {
        switch measure {
        case .label: "mostrarlo con una etiqueta"
        case .restrictAccess: "restringir quién puede verlo"
        case .withhold: "retenerlo hasta que una persona decida"
        case .disableAccess: "impedir que nadie lo vea"
        case .remove: "retirarlo"
        }
    }

    func ground(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised: "no se ha planteado nada"
        case .released: "liberado"
        case .corroborated: "una lista de confianza y una segunda señal coinciden"
        case .confirmedByPerson: "lo ha constatado una persona"
        case .oneSource: "solo lo dice una fuente"
        case .undetermined: "no se conocen hechos decisivos"
        case .rules: "lo piden las reglas"
        }
    }

    func verb(_ verb: Verb) -> String {
        switch verb {
        case .accountAction: "actuar sobre la cuenta"
        case .blockGeneration: "rechazar la generación"
        case .blockUpload: "rechazar la subida"
        case .disableAccess: "impedir el acceso"
        case .illegalityGround: "tratar como ilícito"
        case .preventReupload: "impedir nuevas subidas"
        case .prohibitSystem: "no ofrecer el sistema"
        case .remove: "retirar"
        case .removeIdenticalCopies: "retirar las copias idénticas"
        case .restrictAccess: "restringir el acceso"
        case .searchSuppress: "excluir de los resultados de búsqueda"
        case .doNotNotify: "no informar"
        case .doNotReportTo: "no comunicar"
        case .labelMachineReadable: "marcar para programas"
        case .labelVisible: "etiquetar a la vista"
        case .notifyReporter: "informar a quien lo notificó"
        case .notifySubject: "informar a la persona representada"
        case .notifyUploader: "informar a quien lo subió"
        case .reportTo: "comunicar"
        case .statementOfReasons: "exponer los motivos a quien lo subió"
        case .submitSoRDatabase: "enviar los motivos a la base de datos"
        case .supportReferral: "ofrecer apoyo"
        case .transparencyReport: "publicar un informe de transparencia"
        case .warnUser: "advertir a quien usa el servicio"
        case .destroy: "destruir"
        case .legalHold: "orden de conservación"
        case .limitAccess: "limitar quién tiene acceso"
        case .log: "registrar"
        case .preserve: "conservar"
        case .retainReference: "guardar la referencia"
        case .secureStorage: "almacenar con seguridad"
        case .complaintChannel: "ofrecer una vía de reclamación"
        case .complyOrder: "cumplir la orden"
        case .consentRequired: "obtener antes el consentimiento"
        case .escalate: "elevar el caso"
        case .humanReview: "someter a revisión humana"
        case .designateOfficer: "designar a una persona responsable"
        case .doNotProcess: "no tratar"
        case .hashMatch: "comparar con listas"
        case .noticeChannel: "ofrecer una vía de notificación"
        case .permitProcessing: "tratamiento permitido"
        case .pointOfContact: "designar un punto de contacto"
        case .register: "inscribirse"
        case .riskAssessment: "evaluar los riesgos"
        case .termsDisclosure: "indicarlo en las condiciones de uso"
        case .training: "formar al personal"
        case .verifyLabel: "comprobar la etiqueta"
        }
    }

    func recipient(_ recipient: Recipient) -> String {
        switch recipient {
        case .aepd: "la Agencia Española de Protección de Datos (AEPD)"
        case .afpACCCE: "la Policía Federal Australiana (ACCCE)"
        case .c3pCybertip: "Cybertip.ca (Canadá)"
        case .caPolice: "la policía de Canadá"
        case .cnCyberspaceAdministration: "la Administración del Ciberespacio de China"
        case .cnPublicSecurity: "los órganos de seguridad pública de China"
        case .counsel: "la asesoría jurídica"
        case .dsaTransparencyDatabase: "la base de datos de transparencia del Reglamento de Servicios Digitales (DSA)"
        case .esPoliceOrProsecutor: "la policía o la fiscalía de España"
        case .esafety: "la autoridad eSafety de Australia"
        case .euCentre: "el Centro de la UE sobre abuso sexual infantil"
        case .euMemberStateLE: "las autoridades policiales o judiciales del Estado miembro de la UE de que se trate"
        case .europol: "Europol"
        case .jpInternetHotlineCenter: "el Internet Hotline Center de Japón"
        case .kmcc: "la Comisión de Medios y Comunicaciones de Corea (KMCC)"
        case .kmcsc: "la Comisión de Normas de Medios y Comunicaciones de Corea (KMCSC)"
        case .nca: "la Agencia Nacional contra el Crimen (NCA) del Reino Unido"
        case .ncmec: "el Centro Nacional para Menores Desaparecidos y Explotados (NCMEC) de Estados Unidos"
        case .offender: "la persona señalada como autora"
        case .reporter: "la persona que lo notificó"
        case .safetyTeam: "el equipo de seguridad"
        case .subject: "la persona representada"
        case .uploader: "la persona que lo subió"
        }
    }

    func matter(_ matter: Matter) -> String {
        switch matter {
        case .computerData: "datos informáticos"
        case .content: "el propio contenido"
        case .context: "lo que rodeaba al contenido"
        case .conversation: "la conversación"
        case .judgementBasis: "en qué se basa la valoración"
        case .reference: "la referencia de la comunicación"
        case .report: "la comunicación a la autoridad"
        case .reportExistence: "que existe una comunicación a la autoridad"
        case .safeguards: "las salvaguardias"
        case .userData: "datos de quien usa el servicio"
        case .copy: "copia"
        case .datasetBuild: "creación de conjuntos de datos"
        case .embed: "cálculo y almacenamiento de representaciones vectoriales"
        case .export: "exportación"
        case .mlTrain: "entrenamiento de modelos"
        case .privateScan: "examen de mensajes privados"
        case .redTeamGenerate: "generación de tal material para pruebas"
        case .share: "difusión"
        case .thirdPartyAPI: "envío a programas de otras empresas"
        case .thumbnailCache: "almacenamiento de miniaturas"
        }
    }

    func modality(_ modality: Duty.Modality) -> String {
        switch modality {
        case .required: "obligatorio"
        case .recommended: "recomendado, no obligatorio"
        case .permitted: "permitido, no obligatorio"
        }
    }

    func status(_ status: Obligation.Status) -> String {
        switch status {
        case .due: "pendiente"
        case .deferred: "aplazado"
        case .discharged: "innecesario"
        case .possible: "quizá pendiente"
        }
    }

    func execution(_ execution: Obligation.Execution) -> String {
        switch execution {
        case .automatic: "el programa puede hacerlo por sí mismo"
        case .confirm: "antes debe confirmarlo una persona"
        }
    }

    func ruleStatus(_ status: Rule.Status) -> String {
        switch status {
        case .inForce: "en vigor"
        case .future: "con fecha futura"
        case .enacted: "aprobada, sin fecha de inicio conocida"
        case .pending: "proyecto"
        case .softLaw: "orientación no vinculante"
        case .unverified: "sin verificar"
        }
    }

    func role(_ role: FactRole) -> String {
        switch role {
        case .stated: "indicado a mano"
        case .authority: "una autoridad"
        case .reviewer: "una persona que miró el contenido"
        case .record: "un documento archivado"
        case .request: "quien hizo la solicitud"
        case .matching: "la comparación con listas"
        case .screening: "el programa, sobre su propio trabajo"
        case .provenance: "lo que el archivo dice de su creación"
        case .classifier: "un clasificador"
        case .operator: "la entidad que opera el servicio"
        case .reporting: "el registro de comunicaciones enviadas"
        }
    }
}
