// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Midjourney ends the description of a picture with its options and the number of the job:
/// `… --v 6.1 --s 250 Job ID: 11112222-3333-4444-5555-666677778888`.
///
/// Source: files of Midjourney's site: PNG text `Description`, `Author`, `Creation Time`; XMP with `DigImageGUID`. What
/// stands before the options is the prompt, so nothing but the job's number is quoted. A description that merely ends in a
/// job's number is not enough: an option, the same number in XMP or the two other texts must be there as well.
enum MidjourneyRecogniser {
    private static let word: StaticString = "Job ID: "

    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        let places: [FieldPlace] = [
            .png(.description), .exif(.imageDescription), .xmp(.description), .xmp(.imageDescription), .iim(.caption),
        ]
        return metadata[places].compactMap { field in
            guard let job = job(field.text) else { return nil }
            let before = field.text.dropLast(36 + word.utf8CodeUnitCount)
            let isPNGOfTheirs =
                !metadata[.png(.author)].isEmpty && !metadata[.png(.creationTime)].isEmpty
                && field.place == .png(.description)
            let hasSameNumber = metadata[.xmp(.digImageGUID)].contains { $0.text.elementsEqual(job) }
            guard hasOption(before) || isPNGOfTheirs || hasSameNumber else { return nil }
            return Marker(
                .midjourney, .aiGenerated, in: field,
                value: QuotedText("Job ID \(String(decoding: job, as: UTF8.self))"),
                generator: QuotedText("Midjourney"))
        }
    }

    private static func job(_ text: [UInt8]) -> ArraySlice<UInt8>? {
        let job = text.suffix(36)
        guard Identifier.isUUID(job), text.has(word, at: text.count - 36 - word.utf8CodeUnitCount) else { return nil }
        return job
    }

    /// One of the options that Midjourney has had since its third version, with a value.
    private static func hasOption(_ text: ArraySlice<UInt8>) -> Bool {
        let options: [StaticString] = [
            " --v ", " --version ", " --ar ", " --s ", " --stylize ", " --niji ", " --c ", " --chaos ", " --style ",
            " --q ", " --quality ", " --seed ", " --raw", " --profile ", " --weird ", " --tile", " --iw ", " --sref ",
            " --p ",
        ]
        return options.contains { text.firstIndex(of: $0) != nil }
    }
}
