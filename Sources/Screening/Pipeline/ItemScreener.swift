// SPDX-License-Identifier: Apache-2.0

internal import Containers
internal import Fingerprints
internal import MediaDecoding
internal import Policy
internal import Provenance
internal import Synchronization

/// Screens one item after the other on one lane: bytes, digests, pixels, fingerprints, matches, decision.
struct ItemScreener: ~Copyable {
    let settings: ScanSettings
    let decoder: ConfinedDecoder
    /// Remembers what hashing needs for pictures of one size.
    let hasher = Mutex(GreyHasher())
    let slowLane: SlowLane
    let isStopped: @Sendable () -> Bool
    init(
        settings: ScanSettings, decoder: ConfinedDecoder, slowLane: SlowLane,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        self.settings = settings
        self.decoder = decoder
        self.slowLane = slowLane
        self.isStopped = isStopped
    }

    /// The record of one step of the walk: exactly one, whatever happens, unless the scan is stopped meanwhile.
    ///
    /// - Parameters:
    ///   - step: the item.
    ///   - lists: what to compare with.
    ///   - facts: makes facts of records.
    func screen(_ step: TreeWalk.Step, with lists: KnownLists, _ facts: ItemFacts) async -> ScanRecord? {
        guard var record = await learn(step, lists) else { return nil }
        settings.policy?.decide(&record, facts)
        return record
    }

    private func learn(_ step: TreeWalk.Step, _ lists: KnownLists) async -> ScanRecord? {
        switch step {
        case .file(let path):
            return await screen(path, lists)
        case .unreadable(let path, let number):
            return Self.unreadable(path, FileReading.Failure(errno: number))
        case .link(let path), .special(let path):
            return Self.unreadable(path, FileReading.Failure(code: "not-a-file", message: "it is not a regular file"))
        }
    }

    private func screen(_ path: ItemPath, _ lists: KnownLists) async -> ScanRecord? {
        let reading: FileReading
        do throws(FileReading.Failure) {
            reading = try FileReading.read(
                path, keeping: settings.maxBytes, isDigested: settings.makesDigests, isCancelled: isStopped)
        } catch {
            return error.code == FileReading.Failure.stoppedCode ? nil : Self.unreadable(path, error)
        }
        return await screen(reading, of: path, with: lists)
    }

    /// What screening learns of bytes; the rules are not asked.
    func screen(_ reading: FileReading, of path: ItemPath, with lists: some ComparedLists) async -> ScanRecord {
        var record = ScanRecord(path: path, status: .screened, decision: ScanRecord.Decision(.none, .allow))
        record.byteCount = reading.byteCount
        record.digests = reading.digests

        var pixels = PixelFindings(examination: .notApplicable)
        let fingerprints = await fingerprints(of: reading, into: &record, pixels: &pixels)
        record.provenance = provenance(of: record, reading, pixels)
        record.matches = compare(reading.digests, fingerprints, with: lists, &record)
        record.decision = Self.decide(record)
        return record
    }

    /// Hashes what is a picture; of everything else the record says what it is and that it was not decoded.
    private func fingerprints(
        of reading: FileReading, into record: inout ScanRecord, pixels: inout PixelFindings
    ) async -> ItemFingerprints? {
        func leave(_ format: String?, _ code: String, _ message: String) {
            record.status = .unsupported
            record.format = format
            record.reason = StatusReason(code: code, message: message)
        }
        switch MediaKind(prefix: reading.contents, name: record.path.name) {
        case .picture, .pictureByName:
            let fingerprints = await decode(reading, into: &record, pixels: &pixels)
            if record.status == .unsupported, record.format == nil {
                // Its name or first bytes say picture and no codec knows the rest: damaged, not foreign.
                record.status = .undecodable
                record.reason = StatusReason(
                    code: "content", message: "named like a picture, but the content is none that is known")
            }
            return fingerprints
        case .foreignPicture(let format): leave(format, "format", "\(format) pictures are not decoded")
        case .video(let format): leave(format, "video", "\(format) videos are not decoded")
        case .other: leave(nil, StatusReason.notMediaCode, "neither a picture nor a video")
        }
        return nil
    }

    /// Decodes and hashes; sets the record's status.
    private func decode(
        _ reading: FileReading, into record: inout ScanRecord, pixels: inout PixelFindings
    ) async -> ItemFingerprints? {
        defer {
            if record.fingerprints.isEmpty, let reason = record.reason {
                pixels = PixelFindings(examination: .notExamined(because: reason.message))
            }
        }
        if reading.byteCount == 0 {
            record.status = .undecodable
            record.reason = StatusReason(code: "empty", message: "the file is empty")
            return nil
        }
        if reading.isTruncated {
            record.status = .overLimit
            record.reason = StatusReason(
                code: "bytes", message: "\(reading.byteCount) bytes > \(settings.maxBytes) (--max-size)")
            return nil
        }
        var outcome = attempt(reading, lane: .fast)
        if case .failed(let failure) = outcome, failure.kind == .timeout {
            await slowLane.enter()
            outcome = attempt(reading, lane: .slow)
            await slowLane.leave()
        }
        switch outcome {
        case .decoded(let (picture, fingerprints)):
            record.format = picture.format.rawValue
            record.width = picture.width
            record.height = picture.height
            record.frameCount = picture.frames.count
            record.isPartial = picture.isPartial
            if picture.isPartial {
                record.reason = StatusReason(
                    code: "damaged",
                    message: picture.reason.isEmpty ? "part of the picture is missing" : picture.reason)
            }
            pixels = PixelFindings(picture, asked: settings.pixelReading)
            record.fingerprints = fingerprints.recorded(withOrientations: settings.hashing.recordsOrientations)
            return fingerprints
        case .failed(let failure):
            record.status = ItemStatus(failure.kind)
            record.reason = StatusReason(code: failure.code, message: failure.message)
            record.format = failure.format?.rawValue
            record.width = failure.width
            record.height = failure.height
            return nil
        }
    }

    private func attempt(
        _ reading: FileReading, lane: ConfinedDecoder.Lane
    ) -> DecodingOutcome<(DecodedPicture, ItemFingerprints)> {
        do throws(DecoderError) {
            return try decoder.decode(
                reading.contents.span, lane: lane, hashing: settings.hashing.decoded, reading: settings.pixelReading
            ) { picture, area in
                let fingerprints = hasher.withLock {
                    ItemFingerprints(of: picture, area: area, hashing: settings.hashing, hasher: &$0)
                }
                return (picture, fingerprints)
            }
        } catch {
            // No decoder any more: this item, and each that follows, says so in its own record.
            return .failed(DecodingFailure(.crashed, code: "no-decoder", message: error.message))
        }
    }

    /// What the item says of its making; `nil` for what is neither picture nor video, and when nobody asked.
    private func provenance(
        of record: ScanRecord, _ reading: FileReading, _ pixels: PixelFindings
    ) -> ProvenanceRecord? {
        guard let inspector = settings.provenance, reading.byteCount > 0,
            record.reason?.code != StatusReason.notMediaCode
        else { return nil }
        do throws(ReadFailure) {
            return try ItemProvenance(inspector: inspector).inspect(record.path, reading, pixels: pixels).record
        } catch {
            return .unread(because: error.message)
        }
    }

    /// Compares with the lists. A list that cannot answer makes the item unreadable, never "no match".
    private func compare(
        _ digests: ScanRecord.Digests?, _ fingerprints: ItemFingerprints?, with lists: some ComparedLists,
        _ record: inout ScanRecord
    ) -> [ScanRecord.Match] {
        do {
            let exact = try digests.map { try lists.matches(digests: $0) } ?? []
            let near =
                try fingerprints.map { try lists.matches(fingerprints: $0, qualityFloor: settings.qualityFloor) } ?? []
            return exact + near
        } catch let stale as ListsStale {
            record.status = .unreadable
            record.reason = StatusReason(code: ListsStale.code, message: stale.description)
            return []
        } catch {
            record.status = .unreadable
            record.reason = StatusReason(code: "lists", message: "the lists could not be compared: \(error)")
            return []
        }
    }

    private static func decide(_ record: ScanRecord) -> ScanRecord.Decision {
        let decision = Corroboration.decide(record.matches, fingerprints: record.fingerprints)
        guard decision.outcome == .none else { return decision }
        if record.status == .screened {
            guard record.isPartial, decision.because.isEmpty else { return decision }
            // Cutting a file short is the cheapest way past a list: the less is shown, the less it resembles the whole.
            return ScanRecord.Decision(
                .unknown, .review,
                because: ["Only part of the picture could be shown, and that part is near no entry."])
        }
        if record.reason?.code == StatusReason.notMediaCode {
            return ScanRecord.Decision(.other, .allow)
        }
        // Equal to a known-good file to the last bit: nothing about it is unknown.
        guard decision.because.isEmpty else { return decision }
        return ScanRecord.Decision(
            .unknown, .review, because: ["It could not be scanned, so nothing is known about it."])
    }

    private static func unreadable(_ path: ItemPath, _ failure: FileReading.Failure) -> ScanRecord {
        ScanRecord(
            path: path, status: .unreadable, reason: StatusReason(code: failure.code, message: failure.message),
            decision: ScanRecord.Decision(
                .unknown, .review, because: ["It could not be read, so nothing is known about it."]))
    }
}

extension ItemStatus {
    init(_ kind: DecodingFailure.Kind) {
        self =
            switch kind {
            case .undecodable: .undecodable
            case .overLimit: .overLimit
            case .timeout: .timeout
            case .crashed: .crashed
            case .unsupported: .unsupported
            }
    }
}
