// SPDX-License-Identifier: Apache-2.0

internal import Policy

extension Spanish {
    func say(_ sentence: Sentence) -> String {
        switch sentence {
        case .action(let action): explain(action)
        case .lawNamed(let places): "Se ha aplicado el derecho de estos lugares, porque así se eligió: \(places)."
        case .lawByNexus:
            "El derecho aplicable depende de los países con los que tienen relación el contenido y el servicio. Si no se "
                + "sabe si existe esa relación, ese derecho se aplica igualmente, y una persona confirma lo que se derive de él."
        case .platforms(let names): "También se han aplicado las reglas de estas plataformas: \(names)."
        case .otherRuleSet(let digest):
            "Esta decisión se tomó con otro conjunto de reglas (\(digest)) distinto del presente. Las reglas que faltan aquí "
                + "se nombran solo por su identificador."

        case .askedFor: "Esto es lo que piden las reglas, de más a menos estricto."

        case .surely(let list): "Según los hechos indicados, cuenta como: \(list)."
        case .surelyNothing: "No se sabe con certeza qué es el contenido."
        case .nothingSeen: "No se ha planteado nada sobre el contenido, hasta donde se ha mirado."
        case .unscanned:
            "No se pudo examinar entero, así que no se sabe nada de lo que muestra. Eso no equivale a «sin coincidencia»."
        case .forbiddenBy(let list): "Estas leyes lo prohíben: \(list)."
        case .perhapsForbiddenBy(let list): "Estas leyes quizá lo prohíban, mientras falten hechos: \(list)."
        case .possibly(let list): "Qué puede ser, mientras falten hechos: \(list)."
        case .ground(let ground): explain(ground)
        case .nothingAsked: "Ninguna regla aplicable pide que se oculte."
        case .released(let title): "El contenido se ha liberado porque se cumple lo siguiente: \(title)."

        case .noDuties: "No hay nada que hacer ahora."
        case .overdue: "El plazo ya había vencido en el momento del suceso."
        case .deferredUntil(let moment): "No antes de este momento: \(moment)."
        case .deferredWithoutDate: "No antes de que acabe la orden de conservación. No consta cuándo acaba."
        case .because(let cause): explain(cause)
        case .revives: "La obligación no se extingue. Habrá que cumplirla cuando acabe la orden de conservación."
        case .neutralWords: "Hay que decirlo con palabras neutras, sin hablar de una comunicación a la autoridad."
        case .onlyIf(let condition):
            "Solo hay que hacerlo si se cumple lo siguiente: \(condition). No se sabe si es así."
        case .onlyIfUnknown: "Solo hay que hacerlo si así resulta de hechos que no se conocen."

        case .privateScanDenied(let places):
            "No se deben examinar mensajes privados. El derecho de estos lugares no lo permite con claridad: \(places)."
        case .privateScanNotPermitted:
            "No se deben examinar mensajes privados. Ninguna regla lo permite aquí con claridad."
        case .privateScanAllowed(let rules):
            "Se pueden examinar mensajes privados. Todo el derecho aplicable lo permite, por estas reglas: \(rules)."
        case .neverAllowed:
            "Diga lo que diga cualquier regla, el contenido nunca se usa para entrenar un modelo, nunca se exporta, nunca se "
                + "incluye en un conjunto de datos ni en un almacén de representaciones vectoriales, y no se guardan "
                + "miniaturas de él."

        case .noneFired: "Ninguna regla se aplica a este contenido en este momento."
        case .noneAsked: "El contenido se ha liberado, así que no se ha aplicado ninguna regla."
        case .provisional:
            "Provisional: no se sabe algo de lo que depende la regla. Una persona confirma todo lo que se derive de ella."
        case .withoutSanction: "Obliga, pero todavía no se puede sancionar su incumplimiento."
        case .softLaw: "Es una orientación que no obliga a nadie. Lo que pide es una recomendación."
        case .unverified: "Solo lo dice una fuente débil. La regla protege, y nadie puede firmarla tal como está."
        case .signed(let name, let date): "Firma de jurista: \(name), \(date)."
        case .notInRuleSet: "Esta regla no está en el presente conjunto de reglas."
        case .notYetInForce(let date): "Todavía no está en vigor. Obliga desde el \(date)."
        case .expired(let date): "Ya no está en vigor. Dejó de estarlo el \(date)."
        case .notLaw(let status):
            switch status {
            case .pending: "Es un proyecto y no es derecho vigente."
            case .enacted: "Se ha aprobado, pero no se sabe qué día empieza a obligar."
            case .inForce, .future, .softLaw, .unverified: "No obliga a nadie en este momento."
            }
        case .grace(let date): "Un período de gracia exime este caso hasta el \(date)."
        case .missing(let list): "Esto no se sabe: \(list)."
        case .failed(let condition): "Solo se aplicaría si se cumpliera lo siguiente: \(condition)."

        case .unknownsMatter: "Una respuesta a cualquiera de estas preguntas podría cambiar la decisión."
        case .disputed: "Fuentes de la misma clase se contradicen, así que el hecho cuenta como desconocido."
        case .nothingUnknown: "Hasta donde preguntan estas reglas, se sabe todo lo que podría cambiar la decisión."
        case .unsignedMeaning:
            "Estas reglas no llevan firma de jurista. Pueden ocultar el contenido y pedir que lo mire una persona. "
                + "Nunca comunican nada a una autoridad, ni informan a nadie, ni destruyen nada por sí solas: eso lo decide "
                + "una persona."

        case .summary(let applied, let nearly, let unsigned):
            "Reglas que se aplican: \(applied); que casi se aplican: \(nearly); sin firma de jurista entre ellas: \(unsigned). "
                + "Véase la explicación completa."

        case .noFacts: "No se indicó ningún hecho."
        case .overruled: "No todo lo dicho cuenta: vale lo que dice la fuente que se cree primero."

        case .foot(let digest, let moment):
            "Conjunto de reglas \(digest), momento del suceso \(moment). Esta explicación no es asesoramiento jurídico."
        }
    }

    private func explain(_ action: Action) -> String {
        switch action {
        case .allow:
            "El contenido se puede mostrar. Ninguna regla aplicable pide ocultarlo, etiquetarlo o restringirlo."
        case .label: "El contenido solo se puede mostrar con una etiqueta."
        case .restrict:
            "El contenido se puede mostrar, pero no a todo el mundo: tras un control de edad o con menos visibilidad."
        case .review: "El contenido debe retenerse: nadie puede verlo hasta que una persona decida."
        case .block: "El contenido debe bloquearse: rechazarlo, o retirarlo si ya está publicado."
        }
    }

    private func explain(_ ground: Ground) -> String {
        switch ground {
        case .nothingRaised:
            "No se ha planteado nada sobre el contenido, hasta donde se ha mirado. Eso no lo hace inocuo: solo se han mirado "
                + "los hechos indicados."
        case .released: "El contenido se ha liberado."
        case .corroborated:
            "Una lista de confianza y una segunda señal independiente coinciden. Eso basta para bloquear antes de que una "
                + "persona mire."
        case .confirmedByPerson: "Una persona miró el contenido y lo constató."
        case .oneSource:
            "Las reglas piden un bloqueo, pero solo lo avala una fuente. Una sola fuente no retira nada, así que el contenido "
                + "debe retenerse hasta que una persona decida."
        case .undetermined: "No se conocen hechos que decidirían. Figuran más abajo."
        case .rules: "Lo piden las reglas indicadas más arriba."
        }
    }

    private func explain(_ cause: Cause) -> String {
        switch cause {
        case .alreadyReported: "El motivo: la comunicación a la autoridad ya se ha enviado."
        case .legalHold: "El motivo: una orden de conservación registrada prohíbe informar o destruir."
        case .nondisclosure: "El motivo: una autoridad ha prohibido informar hasta entonces."
        case .rule(let title, let id): "El motivo: la regla \(rule(title, id: id))."
        case .forbidden(let title, let id): "No se debe hacer: lo prohíbe la regla \(rule(title, id: id))."
        case .equivalence(let reported, let discharged, let citation):
            "El motivo: una comunicación \(Self.to(reported)) vale por la que se debe \(Self.to(discharged)) (\(citation))."
        }
    }

    func heading(_ topic: Section.Topic) -> String {
        switch topic {
        case .decision: "Qué se ha decidido"
        case .reasons: "Por qué"
        case .duties: "Qué hay que hacer ahora"
        case .permissions: "Qué se puede hacer"
        case .prohibitions: "Qué no se debe hacer"
        case .fired: "Reglas que se aplican"
        case .nearly: "Reglas que casi se aplican"
        case .unknown: "Qué no se sabe y podría cambiar la decisión"
        case .summary: "Las reglas en resumen"
        case .unsigned: "Reglas sin firma de jurista"
        case .facts: "En qué hechos se basa"
        case .foot: "Sobre esta explicación"
        }
    }

    var standingHeading: String { "Qué debe hacer el servicio en todo momento" }

    func standingTask(_ verb: Verb, _ recipient: Recipient?) -> String {
        switch verb {
        case .destroy: "Borrar los datos cuando se haya cumplido su finalidad"
        case .transparencyReport: "Publicar un informe de transparencia"
        case .humanReview: "Someter las decisiones a la revisión de una persona"
        case .limitAccess: "Limitar el acceso a los datos a quien lo necesite"
        case .log: "Llevar un registro de lo que se hace"
        case .secureStorage: "Almacenar los datos con seguridad"
        case .termsDisclosure: "Indicar en las condiciones de uso qué se hace con los contenidos"
        default: task(verb, recipient)
        }
    }

    func label(_ label: Label) -> String {
        switch label {
        case .territory: "Dónde"
        case .rules: "Reglas"
        case .deadline: "Plazo"
        case .execution: "Quién actúa"
        case .modality: "Carácter"
        case .standing: "Estado"
        case .matter: "Se refiere a"
        case .keeping: "Cuánto tiempo"
        case .citation: "Cita"
        case .jurisdiction: "Jurisdicción"
        case .platform: "Plataforma"
        case .inForce: "En vigor desde"
        case .rule: "Regla"
        case .reason: "Por qué no"
        case .value: "Respuesta"
        case .source: "Fuente"
        case .said: "Cuándo"
        case .confidence: "Seguridad"
        }
    }

    func task(_ verb: Verb, _ recipient: Recipient?) -> String {
        let whom = recipient.map { self.recipient($0) }
        switch verb {
        case .reportTo: return "Comunicarlo \(Self.to(whom ?? "la autoridad competente"))"
        case .doNotReportTo: return "No comunicarlo \(Self.to(whom ?? "otras autoridades"))"
        case .doNotNotify: return "No informar \(Self.to(whom ?? "quien lo subió ni a nadie más"))"
        case .notifyReporter: return "Informar de la decisión \(Self.to(whom ?? "quien lo notificó"))"
        case .notifySubject: return "Informar de la decisión \(Self.to(whom ?? "la persona representada"))"
        case .notifyUploader: return "Informar de la decisión \(Self.to(whom ?? "quien lo subió"))"
        case .statementOfReasons: return "Exponer los motivos \(Self.to(whom ?? "quien lo subió"))"
        case .submitSoRDatabase:
            return "Enviar la declaración de motivos \(Self.to(whom ?? "la base de datos pública"))"
        case .supportReferral: return "Indicar servicios de apoyo \(Self.to(whom ?? "la persona perjudicada"))"
        case .escalate: return "Elevar el caso \(Self.to(whom ?? "la persona responsable"))"
        case .warnUser: return "Advertir \(Self.to(whom ?? "quien usa el servicio"))"
        default: break
        }
        let text =
            switch verb {
            case .accountAction: "Actuar sobre la cuenta"
            case .blockGeneration: "Rechazar su generación"
            case .blockUpload: "Rechazar la subida"
            case .disableAccess: "Impedir que nadie lo abra"
            case .illegalityGround: "Tratarlo como ilícito"
            case .preventReupload: "Impedir que se vuelva a subir"
            case .prohibitSystem: "No introducir el sistema en el mercado ni usarlo"
            case .remove: "Retirar el contenido"
            case .removeIdenticalCopies: "Retirar las copias idénticas"
            case .restrictAccess: "Restringir quién puede verlo"
            case .searchSuppress: "Excluirlo de los resultados de búsqueda"
            case .labelMachineReadable: "Marcarlo como contenido de IA de forma legible por programas"
            case .labelVisible: "Etiquetarlo a la vista como contenido de IA"
            case .transparencyReport: "Incluirlo en el informe público de transparencia"
            case .destroy: "Destruirlo"
            case .legalHold: "Ponerlo bajo una orden de conservación: no destruir nada"
            case .limitAccess: "Limitar el acceso a quien lo necesite"
            case .log: "Anotarlo en el registro"
            case .preserve: "Conservarlo como prueba"
            case .retainReference: "Guardar el número de referencia de la comunicación"
            case .secureStorage: "Almacenarlo con seguridad"
            case .complaintChannel: "Ofrecer una vía para reclamar contra la decisión"
            case .complyOrder: "Cumplir la orden"
            case .consentRequired: "Obtener el consentimiento antes de mostrarlo"
            case .humanReview: "Someterlo a la revisión de una persona"
            case .designateOfficer: "Designar a una persona responsable"
            case .doNotProcess: "No usarlo para los fines indicados"
            case .hashMatch: "Comparar las subidas con listas de material conocido"
            case .noticeChannel: "Ofrecer una vía de notificación"
            case .permitProcessing: "Se puede usar para los fines indicados"
            case .pointOfContact: "Designar un punto de contacto"
            case .register: "Inscribirse ante la autoridad"
            case .riskAssessment: "Evaluar los riesgos del servicio"
            case .termsDisclosure: "Indicarlo en las condiciones de uso"
            case .training: "Formar al personal"
            case .verifyLabel: "Comprobar si su etiqueta es correcta"
            case .reportTo, .doNotReportTo, .doNotNotify, .notifyReporter, .notifySubject, .notifyUploader,
                .statementOfReasons, .submitSoRDatabase, .supportReferral, .escalate, .warnUser:
                self.verb(verb).capitalizedFirst
            }
        return whom.map { "\(text) (\($0))" } ?? text
    }
}
