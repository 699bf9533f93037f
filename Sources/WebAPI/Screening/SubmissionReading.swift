// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Outbound
internal import Policy
internal import Submissions
internal import Web

/// What a request to screen holds.
struct SubmissionRequest: Sendable {
    var items: [Submission]
    var facts: FactSet
    /// By which two requests with one idempotency key may differ, apart from the query.
    var parts: [[UInt8]]

    /// Bytes of items in memory.
    var byteCount: Int {
        items.reduce(0) { sum, item in if case .bytes(let bytes) = item.source { sum + bytes.count } else { sum } }
    }

    /// Whether the items lie elsewhere, so that any server can screen them.
    var isByURL: Bool {
        !items.contains { if case .bytes = $0.source { true } else { false } } && parts.count == 1
    }
}

extension APIServices {
    static let mediaTypes = Problem(
        .unsupportedMediaType, code: "media-type-unsupported",
        detail:
            "Send the picture with its own media type (image/…), as application/octet-stream, as multipart/form-data, "
            + "or application/json with a URL.")

    /// Reads a request to screen one item.
    func readItem(
        _ request: Request, _ context: WebContext, reference: String?, surface: String?
    ) async throws
        -> SubmissionRequest
    {
        guard let type = request.mediaType else { throw Self.mediaTypes }
        switch type {
        case "multipart/form-data":
            let form = try await request.multipart(context, maxParts: 8)
            try Self.only(["item", "context"], in: form)
            let items = form["item"]
            guard items.count == 1 else { throw Fields.invalid("The form has one “item”, not \(items.count).") }
            let stated = try Self.context(of: form)
            let bytes = items[0].bytes
            return SubmissionRequest(
                items: [Submission(source: .bytes(try checked(bytes)), reference: reference)],
                facts: try CallerFacts.read(stated?.value, surface: surface), parts: [stated?.bytes ?? [], bytes])
        case "application/json":
            return try readItem(json: try await request.bytes(context), reference: reference, surface: surface)
        case _ where type == "application/octet-stream" || type.hasPrefix("image/"):
            let bytes = try await request.bytes(context)
            return SubmissionRequest(
                items: [Submission(source: .bytes(try checked(bytes)), reference: reference)],
                facts: try CallerFacts.read(nil, surface: surface), parts: [bytes])
        default: throw Self.mediaTypes
        }
    }

    /// Reads a request to screen several items.
    func readBatch(_ request: Request, _ context: WebContext, surface: String?) async throws -> SubmissionRequest {
        switch request.mediaType {
        case "multipart/form-data":
            let form = try await request.multipart(context, maxParts: 2 * limits.batchItems + 2)
            try Self.only(["item", "reference", "context"], in: form)
            let parts = form["item"]
            let references = form["reference"]
            guard (1...limits.batchItems).contains(parts.count) else {
                throw Fields.invalid("The form has 1 to \(limits.batchItems) “item”, not \(parts.count).")
            }
            guard references.isEmpty || references.count == parts.count else {
                throw Fields.invalid("The form has one “reference” for each “item”, or none at all.")
            }
            let stated = try Self.context(of: form)
            var submission = SubmissionRequest(
                items: [], facts: try CallerFacts.read(stated?.value, surface: surface),
                parts: [stated?.bytes ?? []])
            for (index, part) in parts.enumerated() {
                let bytes = part.bytes
                let reference = references.isEmpty ? nil : try Reference.check(references[index].text ?? "")
                submission.parts += [Array((reference ?? "").utf8), bytes]
                let source: ItemSource
                do throws(Problem) {
                    source = .bytes(try checked(bytes))
                } catch {
                    source = .refused(error)
                }
                submission.items.append(Submission(source: source, reference: reference))
            }
            return submission
        case "application/json":
            return try readBatch(json: try await request.bytes(context), surface: surface)
        default:
            throw Problem(
                .unsupportedMediaType, code: "media-type-unsupported",
                detail: "Send multipart/form-data with items, or application/json with URLs.")
        }
    }

    private func readItem(
        json bytes: [UInt8], reference: String?, surface: String?
    ) throws(Problem)
        -> SubmissionRequest
    {
        let fields = try Fields(try JSONValue(bytes), allowing: ["url", "context"])
        let url = try Self.url(fields)
        try check(url: url)
        return SubmissionRequest(
            items: [Submission(source: .url(url), reference: reference)],
            facts: try CallerFacts.read(fields.value("context"), surface: surface), parts: [bytes])
    }

    private func readBatch(json bytes: [UInt8], surface: String?) throws(Problem) -> SubmissionRequest {
        let fields = try Fields(try JSONValue(bytes), allowing: ["items", "context"])
        let values = try fields.required("items", try fields.array("items", 1...limits.batchItems))
        var submission = SubmissionRequest(
            items: [], facts: try CallerFacts.read(fields.value("context"), surface: surface), parts: [bytes])
        for (index, value) in values.enumerated() {
            let item = try Fields(value, "items[\(index)].", allowing: ["url", "reference"])
            let reference = try Reference.check(try item.text("reference", most: Reference.longest))
            let url = try Self.url(item)
            let source: ItemSource
            do throws(Problem) {
                try check(url: url)
                source = .url(url)
            } catch {
                source = .refused(error)
            }
            submission.items.append(Submission(source: source, reference: reference))
        }
        return submission
    }

    /// Reads what a job kept of its request, on whichever server.
    func readStored(_ input: JobInput, _ kind: Job.Kind) throws(Problem) -> SubmissionRequest {
        switch kind {
        case .screen: try readItem(json: input.body, reference: input.reference, surface: input.surface)
        case .batch: try readBatch(json: input.body, surface: input.surface)
        case .importList: throw Problem(.notFound, code: "job-unreadable", detail: "A list is kept nowhere.")
        }
    }

    private func checked(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        guard bytes.count <= limits.itemBytes else {
            throw Problem(
                .contentTooLarge, code: "body-too-large", detail: "An item may have at most \(limits.itemBytes) bytes.")
        }
        return bytes
    }

    private func check(url: String) throws(Problem) {
        guard let fetch else { throw Self.urlsRefused }
        do {
            try fetch.check(url)
        } catch {
            throw Problem(
                .unprocessableContent, code: "url-refused", detail: "\(error.message) (\(error.code.rawValue))")
        }
    }

    private static func url(_ fields: Fields) throws(Problem) -> String {
        try fields.required("url", try fields.text("url", most: 2_048, isWord: true))
    }

    private static func only(_ names: Set<String>, in form: MultipartForm) throws(Problem) {
        if let unknown = form.parts.first(where: { !names.contains($0.name) }) {
            throw Fields.invalid(
                "“\(Fields.short(unknown.name))” is no field of this form. There are: "
                    + names.sorted().joined(separator: ", ") + ".")
        }
    }

    private static func context(of form: MultipartForm) throws(Problem) -> (value: JSONValue, bytes: [UInt8])? {
        guard let text = try form.string("context") else { return nil }
        let bytes = Array(text.utf8)
        return (try JSONValue(bytes), bytes)
    }
}
