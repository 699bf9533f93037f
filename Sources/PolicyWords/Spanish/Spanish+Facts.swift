// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Spanish {
    func fact(_ name: FactName) -> FactPhrases {
        switch name {
        case .matchKind:
            FactPhrases(
                "cómo acabó la comparación con listas", "la comparación con listas acabó {values}",
                "la comparación con listas no acabó {values}")
        case .matchContent:
            FactPhrases(
                "qué dicen contener las listas que coinciden", "una lista que coincide es de {values}",
                "ninguna lista que coincide es de {values}")
        case .matchSources:
            FactPhrases(
                "de quién son las listas que coinciden", "coincide una lista de {values}",
                "no coincide ninguna lista de {values}")
        case .matchDistance:
            FactPhrases(
                "a qué distancia está el contenido de la entrada más cercana de una lista",
                "el contenido está a {values} de la entrada más cercana de una lista")
        case .matchCorroborated:
            FactPhrases(
                "si coinciden una lista de confianza y una segunda señal independiente",
                "coinciden una lista de confianza y una segunda señal independiente",
                "no coinciden una lista de confianza y una segunda señal independiente")
        case .matchCleared:
            FactPhrases(
                "si este archivo exacto está en una lista de archivos inocuos",
                "este archivo exacto está en una lista de archivos inocuos",
                "este archivo exacto no está en ninguna lista de archivos inocuos")
        case .scanFailed:
            FactPhrases(
                "si no se pudo examinar el contenido entero", "no se pudo examinar el contenido entero",
                "el contenido se examinó entero")
        case .classifierCsam:
            FactPhrases(
                "qué puntuación de material de abuso sexual infantil da un clasificador",
                "la puntuación de material de abuso sexual infantil de un clasificador es {values}")
        case .classifierNudity:
            FactPhrases(
                "qué puntuación de desnudez da un clasificador",
                "la puntuación de desnudez de un clasificador es {values}")
        case .classifierSexualActivity:
            FactPhrases(
                "qué puntuación de actividad sexual da un clasificador",
                "la puntuación de actividad sexual de un clasificador es {values}")
        case .contentSexual:
            FactPhrases(
                "si el contenido es sexual o íntimo, incluida la desnudez",
                "el contenido es sexual o íntimo, incluida la desnudez", "el contenido no es ni sexual ni íntimo")
        case .contentTextOnly:
            FactPhrases(
                "si el contenido es texto sin imagen", "el contenido es texto sin imagen",
                "el contenido no es solo texto")
        case .contentSolicits:
            FactPhrases(
                "si el contenido busca, ofrece o anuncia tal material",
                "el contenido busca, ofrece o anuncia tal material",
                "el contenido no busca, ofrece ni anuncia tal material")
        case .contentUndressService:
            FactPhrases(
                "si el contenido ofrece o enlaza un servicio para desnudar a personas en imágenes",
                "el contenido ofrece o enlaza un servicio para desnudar a personas en imágenes",
                "el contenido no ofrece ni enlaza un servicio para desnudar a personas en imágenes")
        case .contentCsamTool:
            FactPhrases(
                "si el contenido es una herramienta hecha para producir material de abuso sexual infantil",
                "el contenido es una herramienta hecha para producir material de abuso sexual infantil",
                "el contenido no es una herramienta hecha para producir material de abuso sexual infantil")
        case .contentDeceptive:
            FactPhrases(
                "si quien lo ve tomaría lo mostrado por real", "quien lo ve tomaría lo mostrado por real",
                "quien lo ve no tomaría lo mostrado por real")
        case .contentContexts:
            FactPhrases(
                "en qué contexto está el contenido, según constató una persona",
                "una persona constató que el contenido es parte de {values}",
                "nadie constató que el contenido sea parte de {values}")
        case .contentDistributed:
            FactPhrases(
                "si alguien más que quien lo tiene recibió el contenido o pudo verlo",
                "alguien más que quien lo tiene recibió el contenido o pudo verlo",
                "nadie más que quien lo tiene recibió el contenido ni pudo verlo")
        case .contentDeceptiveCommercial:
            FactPhrases(
                "si el contenido es comercial, engañoso y de gran volumen",
                "el contenido es comercial, engañoso y de gran volumen",
                "el contenido no es comercial, engañoso y de gran volumen")
        case .depictedMinor:
            FactPhrases(
                "si una persona representada es menor de 18 años o lo parece",
                "una persona representada es menor de 18 años o lo parece",
                "ninguna persona representada es menor de 18 años ni lo parece")
        case .depictedAgeFrom:
            FactPhrases(
                "qué edad aparenta como mínimo la persona más joven",
                "el límite inferior de la edad aparente de la persona más joven es {values}")
        case .depictedAgeTo:
            FactPhrases(
                "qué edad aparenta como máximo la persona más joven",
                "el límite superior de la edad aparente de la persona más joven es {values}")
        case .depictedIdentifiable:
            FactPhrases(
                "si se reconoce a una persona real", "se reconoce a una persona real",
                "no se reconoce a ninguna persona real")
        case .depictedRealistic:
            FactPhrases(
                "si el contenido parece una fotografía", "el contenido parece una fotografía",
                "el contenido no parece una fotografía")
        case .origin:
            FactPhrases("cómo se creó el contenido", "el contenido es {values}", "el contenido no es {values}")
        case .provenanceLevel:
            FactPhrases(
                "hasta qué punto se puede creer lo que el archivo dice de su creación",
                "lo que el archivo dice de su creación cuenta como {values}",
                "lo que el archivo dice de su creación no cuenta como {values}")
        case .provenanceClaims:
            FactPhrases(
                "qué dice el archivo de su creación", "lo que el archivo dice de su creación incluye {values}",
                "lo que el archivo dice de su creación no incluye {values}")
        case .provenanceAigcLabel:
            FactPhrases(
                "qué etiqueta AIGC de China lleva el archivo", "la etiqueta AIGC de China del archivo es {values}",
                "la etiqueta AIGC de China del archivo no es {values}")
        case .provenanceWatermark:
            FactPhrases(
                "si se encontró una marca de agua pública de un generador",
                "una marca de agua pública de un generador está {values}",
                "una marca de agua pública de un generador no está {values}")
        case .labelVisible:
            FactPhrases(
                "si se ve una etiqueta de que la IA hizo o alteró el contenido",
                "se ve una etiqueta de que la IA hizo o alteró el contenido",
                "no se ve ninguna etiqueta de que la IA hizo o alteró el contenido")
        case .labelMachineReadable:
            FactPhrases(
                "si el archivo lleva una marca legible por programas de que la IA lo hizo o alteró",
                "el archivo lleva una marca legible por programas de que la IA lo hizo o alteró",
                "el archivo no lleva ninguna marca legible por programas de que la IA lo hizo o alteró")
        case .labelStripped:
            FactPhrases(
                "si se quitó una marca o contradice a otra", "se quitó una marca o contradice a otra",
                "no se quitó ninguna marca ni contradice a otra")
        case .consent:
            FactPhrases(
                "cómo está el consentimiento de la persona representada",
                "el consentimiento de la persona representada está {values}",
                "el consentimiento de la persona representada no está {values}")
        case .requestKind:
            FactPhrases(
                "quién pide que se actúe", "quien pide que se actúe es {values}",
                "no lo pide {values}")
        case .requestValid:
            FactPhrases(
                "si la solicitud reúne todo lo que exige la ley", "la solicitud reúne todo lo que exige la ley",
                "a la solicitud le falta algo de lo que exige la ley")
        case .requestConcerns:
            FactPhrases(
                "qué dice la solicitud que es el contenido", "la solicitud trata de {values}",
                "la solicitud no trata de {values}")
        case .threatPresent:
            FactPhrases(
                "si alguien amenaza con difundir material íntimo", "alguien amenaza con difundir material íntimo",
                "nadie amenaza con difundir material íntimo")
        case .threatDemand:
            FactPhrases(
                "si se exige dinero, más material u otra cosa", "se exige dinero, más material u otra cosa",
                "no se exige nada")
        case .threatImminentHarm:
            FactPhrases(
                "si peligra la vida o la seguridad de alguien", "peligra la vida o la seguridad de alguien",
                "no peligra la vida ni la seguridad de nadie")
        case .conductGrooming:
            FactPhrases(
                "si se está captando a una persona menor de edad", "se está captando a una persona menor de edad",
                "no se está captando a ninguna persona menor de edad")
        case .victimMinor:
            FactPhrases(
                "si la persona amenazada o captada es menor de 18 años",
                "la persona amenazada o captada es menor de 18 años",
                "la persona amenazada o captada no es menor de 18 años")
        case .surface:
            FactPhrases(
                "dónde se ve o se vería el contenido", "el contenido está o estaría en {values}",
                "el contenido ni está ni estaría en {values}")
        case .actorRoles:
            FactPhrases("qué es el servicio según la ley", "el servicio es {values}", "el servicio no es {values}")
        case .actorIncidents:
            FactPhrases(
                "cuántos incidentes anteriores de la misma cuenta se confirmaron",
                "el número de incidentes anteriores confirmados de la misma cuenta es {values}")
        case .serviceSize:
            FactPhrases(
                "qué tamaño tiene el servicio según el derecho de la UE",
                "según el derecho de la UE el servicio es {values}",
                "según el derecho de la UE el servicio no es {values}")
        case .serviceMonthlyUsers:
            FactPhrases("cuántas personas usan el servicio al mes", "usan el servicio {values} al mes")
        case .serviceDailyUsers:
            FactPhrases("cuántas personas usan el servicio al día", "usan el servicio {values} al día")
        case .serviceEstablishment:
            FactPhrases(
                "dónde está establecido el servicio", "el servicio está establecido en {values}",
                "el servicio no está establecido en {values}")
        case .serviceMarkets:
            FactPhrases(
                "en qué países se ofrece el servicio", "el servicio se ofrece en {values}",
                "el servicio no se ofrece en {values}")
        case .serviceDesignatedIn:
            FactPhrases(
                "qué países han designado el servicio", "el servicio está designado en {values}",
                "el servicio no está designado en {values}")
        case .storageCountries:
            FactPhrases(
                "dónde está almacenado el contenido", "el contenido está almacenado en {values}",
                "el contenido no está almacenado en {values}")
        case .uploaderCountry:
            FactPhrases(
                "dónde está quien lo subió", "quien lo subió está en {values}", "quien lo subió no está en {values}")
        case .subjectCountry:
            FactPhrases(
                "dónde está la persona representada", "la persona representada está en {values}",
                "la persona representada no está en {values}")
        case .viewerCountries:
            FactPhrases(
                "dónde se vio o se puede ver el contenido", "el contenido se vio o se puede ver en {values}",
                "el contenido ni se vio ni se puede ver en {values}")
        case .systemOnMarketSince:
            FactPhrases(
                "cuándo se introdujo en el mercado el sistema de IA",
                "el sistema de IA se introdujo en el mercado {values}")
        case .systemSafeguards:
            FactPhrases(
                "si hay salvaguardias adecuadas", "hay salvaguardias adecuadas", "no hay salvaguardias adecuadas")
        case .uploaderContactKnown:
            FactPhrases(
                "si constan datos de contacto de quien lo subió", "constan datos de contacto de quien lo subió",
                "no constan datos de contacto de quien lo subió")
        case .reportSentTo:
            FactPhrases(
                "quién tiene ya una comunicación sobre este contenido", "ya han recibido una comunicación: {values}",
                "aún no han recibido ninguna comunicación: {values}")
        case .reportUkLinked:
            FactPhrases(
                "si el contenido tiene relación con el Reino Unido", "el contenido tiene relación con el Reino Unido",
                "el contenido no tiene relación con el Reino Unido")
        case .legalHold:
            FactPhrases(
                "si una orden de conservación registrada prohíbe informar o destruir",
                "una orden de conservación registrada prohíbe informar o destruir",
                "ninguna orden de conservación registrada prohíbe informar o destruir")
        case .authorityNondisclosureUntil:
            FactPhrases(
                "hasta cuándo ha prohibido informar una autoridad",
                "la prohibición de informar de una autoridad acaba {values}")
        case .reviewFinding:
            FactPhrases(
                "qué constató una persona que es el contenido", "una persona constató {values}",
                "nadie constató {values}")
        case .reviewViewedWhole:
            FactPhrases(
                "si una persona vio el contenido entero", "una persona vio el contenido entero",
                "nadie vio el contenido entero")
        case .reviewPeople:
            FactPhrases("cuántas personas lo constataron", "el número de personas que lo constataron es {values}")
        case .clockDetectedAt: FactPhrases("cuándo se detectó el contenido", "el contenido se detectó {values}")
        case .clockActualKnowledgeAt:
            FactPhrases("cuándo supo el servicio qué era", "el servicio supo qué era {values}")
        case .clockHumanConfirmedAt: FactPhrases("cuándo lo confirmó una persona", "una persona lo confirmó {values}")
        case .clockValidRequestAt:
            FactPhrases("cuándo llegó una solicitud válida", "una solicitud válida llegó {values}")
        case .clockOrderReceivedAt: FactPhrases("cuándo llegó una orden", "una orden llegó {values}")
        case .clockReportSubmittedAt:
            FactPhrases(
                "cuándo se envió la comunicación a la autoridad", "la comunicación a la autoridad se envió {values}")
        case .clockRestrictionImposedAt:
            FactPhrases("cuándo se impuso la restricción", "la restricción se impuso {values}")
        case .clockPeriodEnd:
            FactPhrases("cuándo acaba el período de información", "el período de información acaba {values}")
        case .clockFirstExposureAt:
            FactPhrases(
                "cuándo se mostró el contenido por primera vez", "el contenido se mostró por primera vez {values}")
        case .clockSystemPlacedOnMarketAt:
            FactPhrases(
                "cuándo se introdujo en el mercado el sistema", "el sistema se introdujo en el mercado {values}")
        }
    }

    func values(of name: FactName) -> [String] {
        switch name {
        case .matchKind:
            ["sin coincidencia", "con una coincidencia exacta", "con una coincidencia con una imagen parecida"]
        case .matchContent:
            [
                "material de abuso sexual infantil", "material íntimo difundido sin consentimiento",
                "servicios para desnudar a personas en imágenes", "herramientas para material de abuso sexual infantil",
                "material para personas adultas", "otro material",
            ]
        case .matchSources:
            [
                "NCMEC", "NCMEC (material generado)", "IWF", "Interpol (base ICSE)", "Reino Unido (CAID)", "StopNCII",
                "Take It Down", "Corea (base de datos de ADN digital)", "quien opera el servicio",
            ]
        case .contentContexts: ["sátira", "información periodística", "arte", "educación"]
        case .origin:
            [
                "una captación real", "una generación por máquina",
                "la imagen alterada o generada de una persona real",
                "un dibujo",
            ]
        case .provenanceLevel:
            [
                "firmado por una parte de confianza", "firmado e intacto por una parte que no está en la lista",
                "firmado e intacto pero caducado", "marca de agua descifrada", "declarado sin firma",
                "credenciales que no se pudieron confirmar", "mera referencia a otro lugar", "ausencia de indicación",
                "ilegible u hostil",
            ]
        case .provenanceClaims:
            [
                "generación por IA", "edición por IA", "ingredientes hechos por IA", "posible uso de IA",
                "un algoritmo que no es IA", "captación con un dispositivo", "ninguna indicación sobre su creación",
                "nada que se pueda usar",
            ]
        case .provenanceAigcLabel:
            ["inexistente", "1 (generado)", "2 (posiblemente generado)", "3 (sospechoso)", "defectuosa"]
        case .provenanceWatermark: ["ausente", "presente"]
        case .consent: ["afirmado por quien lo subió", "negado por la persona representada", "verificado"]
        case .requestKind:
            [
                "nadie", "alguien que usa el servicio", "la persona representada",
                "alguien que representa a la persona representada", "un alertador fiable",
                "una autoridad con una petición",
                "una autoridad con una orden", "un tribunal con una orden",
            ]
        case .requestConcerns: ["una imagen íntima", "una persona menor de edad", "contenido de IA", "otra cosa"]
        case .surface:
            [
                "un espacio público", "un grupo", "un mensaje directo", "un mensaje cifrado de extremo a extremo",
                "una subida que aún no ve nadie", "la entrada de un generador", "la salida de un generador",
                "un anuncio",
                "un repositorio de modelos", "resultados de búsqueda", "archivos almacenados",
            ]
        case .actorRoles:
            [
                "un servicio de alojamiento", "una plataforma en línea", "una plataforma en línea de muy gran tamaño",
                "un servicio entre usuarios", "un servicio de búsqueda", "proveedor de un sistema de IA",
                "responsable del despliegue de un sistema de IA", "una tienda de aplicaciones",
                "un alojador de modelos",
                "una línea de denuncia", "un órgano de investigación",
            ]
        case .serviceSize: ["micro o pequeño", "de otro tamaño", "de muy gran tamaño"]
        case .reportSentTo: Recipient.allCases.map(recipient)
        case .reviewFinding: Category.allCases.map(category)
        default: []
        }
    }

    func beyondOrdinary(_ name: FactName) -> ConditionPhrases? {
        guard name == .requestKind else { return nil }
        return ConditionPhrases(
            "pide que se actúe alguien que no es una persona usuaria cualquiera",
            "no pide que se actúe nadie más que, a lo sumo, una persona usuaria cualquiera")
    }

    func absence(of name: FactName) -> ConditionPhrases? {
        switch name {
        case .matchKind: ConditionPhrases("no coincidió ninguna lista", "coincidió una lista")
        case .requestKind: ConditionPhrases("nadie pide nada", "alguien pide que se actúe")
        case .provenanceLevel:
            ConditionPhrases("el archivo no dice nada de su creación", "el archivo dice algo de su creación")
        case .provenanceAigcLabel:
            ConditionPhrases(
                "el archivo no lleva ninguna etiqueta AIGC de China", "el archivo lleva una etiqueta AIGC de China")
        case .provenanceWatermark:
            ConditionPhrases(
                "no se encontró ninguna marca de agua pública de un generador",
                "se encontró una marca de agua pública de un generador")
        default: nil
        }
    }

    func signal(_ name: String) -> ConditionPhrases? {
        switch name {
        case "signal.csam":
            ConditionPhrases(
                "hay indicios de material de abuso sexual infantil",
                "no hay indicios de material de abuso sexual infantil")
        case "signal.ncii":
            ConditionPhrases(
                "hay indicios de material íntimo difundido sin consentimiento",
                "no hay indicios de material íntimo difundido sin consentimiento")
        case "signal.sexual":
            ConditionPhrases(
                "hay indicios de contenido sexual o íntimo", "no hay indicios de contenido sexual o íntimo")
        case "signal.sextortion":
            ConditionPhrases(
                "hay indicios de extorsión con material íntimo", "no hay indicios de extorsión con material íntimo")
        case "signal.victim-minor":
            ConditionPhrases(
                "la persona perjudicada es menor de 18 años", "la persona perjudicada no es menor de 18 años")
        case "signal.ai": ConditionPhrases("hay indicios de uso de IA", "no hay indicios de uso de IA")
        case "signal.found": ConditionPhrases("una persona constató algo", "nadie constató nada")
        default: nil
        }
    }

    func comparison(_ comparison: Comparator) -> String {
        switch comparison {
        case .less(let value): "menos de \(value)"
        case .atMost(let value): "como máximo \(value)"
        case .greater(let value): "más de \(value)"
        case .atLeast(let value): "como mínimo \(value)"
        case .before(let moment): "antes del \(moment)"
        case .onOrAfter(let moment): "el \(moment) o después"
        }
    }

    func quantity(_ number: String, isOne: Bool, of name: FactName) -> String {
        switch name {
        case .matchDistance: isOne ? "\(number) bit" : "\(number) bits"
        case .depictedAgeFrom, .depictedAgeTo: isOne ? "\(number) año" : "\(number) años"
        case .classifierCsam, .classifierNudity, .classifierSexualActivity: "\(number) en una escala de 0 a 1"
        case .serviceMonthlyUsers, .serviceDailyUsers: isOne ? "\(number) persona" : "\(number) personas"
        default: number
        }
    }
}
