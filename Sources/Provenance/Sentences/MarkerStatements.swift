// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import Markers
internal import ProvenanceVocabulary

/// Unsigned metadata as statements.
enum MarkerStatements {
    static func statements(_ reading: MarkerReading, noun: MediaNoun) -> [Statement] {
        var statements = reading.markers.prefix(ProvenanceLimits.findings).map { statement($0, noun: noun) }
        if let remote = reading.remoteManifest {
            statements.append(Self.remote(remote))
        }
        if reading.markers.count > ProvenanceLimits.findings {
            statements.append(
                damaged(
                    "More markers than \(ProvenanceLimits.findings) were found; the others are left out here.",
                    technical: "\(reading.markers.count) markers", code: "markers.many"))
        }
        return statements + reading.faults.map(fault)
    }

    static func statement(_ marker: Marker, noun: MediaNoun) -> Statement {
        Statement(
            source: marker.source.rawValue, level: .declaredUnsigned, claim: marker.claim,
            text: text(marker, noun: noun) + " Anyone can add or remove such text.",
            technical: technical(marker))
    }

    private static func text(_ marker: Marker, noun: MediaNoun) -> String {
        let clause = marker.claim.clause(noun) ?? "nothing of its origin"
        let value = marker.value.map { "“\($0)”" }
        let tool = marker.generator.map { "“\($0)”" }
        switch marker.source {
        case .digitalSourceType:
            let code = value.map { " (IPTC's code \($0))" } ?? ""
            guard marker.claim != .notStated else {
                return "The file's own, unsigned metadata states how it was made\(code), in words that tell neither AI "
                    + "nor camera."
            }
            return "The file's own, unsigned metadata says that \(clause)\(code)."
        case .aiFields:
            let system = tool.map { ": \($0)" } ?? ""
            return "The file's own, unsigned metadata names an AI system\(system), which says that \(clause)."
        case .tc260:
            return label(marker, clause)
        case .huggingFaceJob:
            return "The file's own, unsigned metadata names a job at Hugging Face, a service on which mostly AI models "
                + "run, so \(clause)."
        case .novelAIStealth:
            let named = tool.map { " (\($0))" } ?? ""
            return
                "Text hidden in the pixels, of the kind that comes from \(marker.source.tool)\(named), says that \(clause)."
        default:
            let named = tool.map { " (\($0))" } ?? ""
            return
                "The file carries unsigned metadata of the kind that comes from \(marker.source.tool)\(named), which says "
                + "that \(clause)."
        }
    }

    private static func label(_ marker: Marker, _ clause: String) -> String {
        let meaning =
            switch marker.label?.label?.description {
            case "1": "1, “generated”"
            case "2": "2, “possibly generated”"
            case "3": "3, “suspected”"
            case let other?: "“\(other)”, which the standard does not know"
            case nil: "left out"
            }
        let labelled = marker.claim == .aiGenerated ? "the content was generated or synthesised by AI" : clause
        let producer = marker.label?.contentProducer.map { ", and names “\($0)” as its producer" } ?? ""
        return
            "The file carries China's label for generated content (GB 45438-2025) with the value \(meaning)\(producer): "
            + "it says that \(labelled)."
    }

    private static func technical(_ marker: Marker) -> String {
        // What is hidden in pixels has no place in the file.
        let position = marker.source == .novelAIStealth ? "" : ", block at byte \(marker.offset)"
        var parts = [marker.place + position]
        if let value = marker.value { parts.append("value “\(value)”") }
        if let generator = marker.generator { parts.append("generator “\(generator)”") }
        if let label = marker.label {
            for (name, field) in [
                ("Label", label.label), ("ContentProducer", label.contentProducer), ("ProduceID", label.produceID),
                ("ContentPropagator", label.contentPropagator), ("PropagateID", label.propagateID),
            ] {
                if let field { parts.append("\(name) “\(field)”") }
            }
        }
        return parts.joined(separator: "; ") + "."
    }

    private static func remote(_ reference: RemoteManifestReference) -> Statement {
        Statement(
            source: "c2pa.remote", level: .remoteReferenceOnly, claim: .notStated,
            text:
                "The file says that Content Credentials for it lie at another place. They were not fetched: what a file "
                + "names is never opened.",
            technical: "XMP dcterms:provenance at byte \(reference.offset): “\(reference.address)”.",
            codes: ["manifest.inaccessible"])
    }

    /// Metadata that could not be read is said, and does not make the whole file unreadable.
    private static func fault(_ fault: ContainerFault) -> Statement {
        damaged(
            "Part of the file's metadata is damaged or built to deceive, and was left out: \(fault.message).",
            technical: fault.message + ".", code: fault.code)
    }

    static func damaged(_ text: String, technical: String, code: String) -> Statement {
        Statement(
            source: Statement.damagedMetadata, level: .unreadableOrHostile, claim: .noneUsable, text: text,
            technical: technical, codes: [code])
    }
}

extension MarkerSource {
    /// Who writes such metadata.
    var tool: String {
        switch self {
        case .digitalSourceType, .aiFields: "IPTC's fields"
        case .googleCredit: "Google's AI tools"
        case .midjourney: "Midjourney"
        case .grok: "xAI's Grok"
        case .apple: "Apple's picture tools"
        case .samsung: "Samsung's photo editor"
        case .software, .make: "a generator"
        case .firefly: "Adobe Firefly"
        case .a1111: "AUTOMATIC1111's web UI"
        case .comfyUI: "ComfyUI"
        case .invokeAI: "InvokeAI"
        case .novelAI: "NovelAI"
        case .novelAIStealth: "NovelAI"
        case .fooocus: "Fooocus"
        case .swarmUI: "SwarmUI"
        case .easyDiffusion: "Easy Diffusion"
        case .drawThings: "Draw Things"
        case .byteDance: "ByteDance's export"
        case .huggingFaceJob: "Hugging Face's jobs"
        case .tc260: "China's label"
        }
    }
}
