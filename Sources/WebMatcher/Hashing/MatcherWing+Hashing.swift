// SPDX-License-Identifier: Apache-2.0

internal import Crypto
internal import Fingerprints
internal import HTTPTypes
internal import Hummingbird
internal import Identity
internal import NIOCore
internal import Outbound
internal import Screening
internal import Web

/// `/h`: makes fingerprints of media.
extension MatcherWing {
    func openHashing(_ doors: inout Doors) {
        let reason: StaticString = "computes a fingerprint of what was handed in; nothing is kept or looked up"
        open(.get, "/h/hash", .hash, .none(because: reason), rate: .heavy, &doors, hashURL)
        open(.post, "/h/hash", .hash, .none(because: reason), limit: uploadLimit, rate: .heavy, &doors, hashUpload)
    }

    func hashURL(_ request: Request, _ context: WebContext) async throws -> Response {
        let query = LookupQuery(request.head.path ?? "")
        guard let url = query.text(.url) else {
            var problems = FieldProblems()
            problems.missing("url", in: [:])
            throw problems
        }
        return Self.answer(
            try await signals(url: url, content: query.text(.contentType), types: query.text(.types)))
    }

    func hashUpload(_ request: Request, _ context: WebContext) async throws -> Response {
        let types = LookupQuery(request.head.path ?? "").text(.types)
        return Self.answer(try await uploadedSignals(request, context, types: types).signals)
    }

    private static func answer(_ signals: [MadeSignal]) -> Response {
        .answer(.object(Dictionary(signals.map { ($0.type.rawValue, .string($0.text)) }) { first, _ in first }))
    }

    // MARK: From a URL

    /// Fetches media from a host that the operator allows, and makes fingerprints of it.
    ///
    /// - Parameters:
    ///   - url: where it lies.
    ///   - content: `photo` or `video`; nil or empty: what the other server calls it.
    ///   - types: kinds of fingerprint, separated by commas; nil: all of the kind of media.
    func signals(url: String, content: String?, types: String?) async throws -> [MadeSignal] {
        // What is wrong with the request itself is said before anything is fetched.
        let named = try content.flatMap { $0.isEmpty ? nil : try Self.contentType($0) }
        if let named { _ = try self.types(of: named, types) }
        let fetched: Fetched
        do { fetched = try await fetch.fetch(url, most: uploadLimit) } catch { throw Self.problem(error) }
        let content = try named ?? Self.contentType(declared: fetched.contentType ?? "")
        return try await make(try self.types(of: content, types), of: fetched.bytes)
    }

    private static func problem(_ refusal: FetchRefusal) -> Problem {
        let detail = "\(refusal.message) \(refusal.remedy)"
        return switch refusal.code {
        case .tooLarge: Problem(.contentTooLarge, code: refusal.code.rawValue, detail: "Content too large")
        case .busy, .cancelled:
            Problem(.serviceUnavailable, code: refusal.code.rawValue, detail: detail, retryAfter: 1)
        case .malformed, .notAllowed, .failed: Problem(.badRequest, code: refusal.code.rawValue, detail: detail)
        }
    }

    private static func contentType(declared: String) throws -> ContentType {
        let type = declared.lowercased()
        if type.hasPrefix("image") { return .photo }
        if type.hasPrefix("video") { return .video }
        throw bad(
            "unsupported url ContentType: '\(declared)', if you know the expected type, "
                + "provide it with the content_type query param")
    }

    // MARK: From an upload

    /// What a form brought: one file, and the fields beside it.
    struct Upload {
        var signals: [MadeSignal]
        var bytes: [UInt8]
        var fields: [String: String]
    }

    /// Reads a form with exactly one file, whose field is named after the kind of media.
    func uploadedSignals(_ request: Request, _ context: WebContext, types: String?) async throws -> Upload {
        guard request.mediaType == "multipart/form-data" else { throw Self.bad(Self.uploadMissing) }
        let form: MultipartForm
        do {
            form = try await request.multipart(context)
        } catch let problem as Problem where problem.status == .unsupportedMediaType {
            throw Self.bad(Self.uploadMissing)
        }
        let files = form.parts.filter { $0.fileName != nil }
        guard let file = files.first else { throw Self.bad(Self.uploadMissing) }
        guard files.count == 1 else { throw Self.bad("Only one file allowed per request") }
        var fields: [String: String] = [:]
        for part in form.parts where part.fileName == nil { fields[part.name] = fields[part.name] ?? part.text }
        let types = try self.types(of: try Self.contentType(file.name), types)
        let bytes = file.bytes
        return Upload(signals: try await make(types, of: bytes), bytes: bytes, fields: fields)
    }

    static let uploadMissing = "Missing multipart/form-data file upload"

    // MARK: Kinds

    private static func contentType(_ name: String) throws -> ContentType {
        guard let type = ContentType(rawValue: name) else { throw bad("no such content_type: '\(name)'") }
        return type
    }

    /// The kinds of fingerprint to make.
    private func types(of content: ContentType, _ selection: String?) throws -> [SignalType] {
        let enabled = content.signals.filter { shares.isEnabled($0) }
        guard let selection else {
            guard !enabled.isEmpty else { throw Self.bad("No signal types enabled for '\(content.rawValue)'") }
            return enabled
        }
        var selected: [SignalType] = []
        for part in selection.split(separator: ",") {
            let name = String(part.filter { $0 != " " && $0 != "\t" })
            guard !name.isEmpty else { continue }
            guard let type = enabled.first(where: { $0.rawValue == name }) else {
                throw Self.bad("signal type '\(name)' doesn't exist or is disabled")
            }
            if !selected.contains(type) { selected.append(type) }
        }
        guard !selected.isEmpty else { throw Self.bad("empty signal type selection") }
        return selected
    }

    // MARK: Making

    private func make(_ types: [SignalType], of bytes: [UInt8]) async throws -> [MadeSignal] {
        var made: [MadeSignal] = []
        for type in types {
            switch type {
            case .videoMD5:
                made.append(MadeSignal(type: type, signal: .videoMD5(Array(Insecure.MD5.hash(data: bytes)))))
            case .pdq: made.append(try await pdq(of: bytes))
            }
        }
        return made
    }

    /// The PDQ of a picture, made by the confined decoder.
    private func pdq(of bytes: [UInt8]) async throws -> MadeSignal {
        let record: ScanRecord
        do {
            record = try await screener.hash(bytes)
        } catch {
            throw Problem(
                .serviceUnavailable, code: "busy", detail: "Too many pictures are being read. Try again.", retryAfter: 1
            )
        }
        guard record.status == .screened, let whole = record.fingerprints.first(where: { $0.region == .whole }) else {
            let reason = record.reason?.message ?? "it is no picture that can be read"
            let status: HTTPResponse.Status =
                switch record.status {
                case .overLimit: .contentTooLarge
                case .timeout: .serviceUnavailable
                default: .badRequest
                }
            throw Problem(status, code: "picture-unreadable", detail: "The picture could not be hashed: \(reason)")
        }
        // What is left of a picture resembles the whole the less the more is missing: "no match" would be untrue.
        guard !record.isPartial else {
            throw Problem(
                .badRequest, code: "picture-unreadable",
                detail: "The picture could not be hashed: part of it is missing or damaged")
        }
        guard whole.quality >= PDQ.qualityFloor else {
            return MadeSignal(type: .pdq, signal: nil, quality: whole.quality)
        }
        guard let signal = Signal(.pdq, whole.pdq) else {
            throw Problem(.internalServerError, code: "internal", detail: "Something went wrong here.")
        }
        return MadeSignal(type: .pdq, signal: signal, quality: whole.quality)
    }
}

/// A fingerprint made of media; without value when a picture is too plain to be compared.
struct MadeSignal {
    var type: SignalType
    var signal: Signal?
    var quality: Int?

    /// As the reference writes it: empty when the picture is too plain.
    var text: String { signal?.text ?? "" }

    /// The fingerprint.
    ///
    /// - Throws: ``Problem`` 400 as the reference refuses its empty hash.
    func required(_ prefix: String = "invalid signal") throws(Problem) -> Signal {
        guard let signal else {
            throw MatcherWing.bad(
                "\(prefix): \(Signal.complaint(type)) (the picture is too plain to be compared: "
                    + "its quality is \(quality ?? 0), and \(PDQ.qualityFloor) is the least)")
        }
        return signal
    }
}
