// SPDX-License-Identifier: Apache-2.0

import ProvenanceVocabulary

/// Pictures that were written by a job at Hugging Face name it. It tells where the program ran, not what it was.
///
/// Source: PNG text `hf-job-id`, as described by public detectors (2026-08).
enum HuggingFaceJobRecogniser {
    @Sendable static func markers(in metadata: Metadata) -> [Marker] {
        metadata[.png(.jobAtHuggingFace)].compactMap { field in
            let isNumber =
                (8...64).contains(field.text.count)
                && field.text.allSatisfy { $0.hexadecimalValue != nil || $0 == UInt8(ascii: "-") }
            guard isNumber else { return nil }
            return Marker(.huggingFaceJob, .aiPossible, in: field, value: Quotation.name(field.text))
        }
    }
}
