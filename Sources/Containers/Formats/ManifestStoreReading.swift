// SPDX-License-Identifier: Apache-2.0

/// A `.c2pa` file: nothing but a manifest store.
enum ManifestStoreReading {
    static func read(into draft: inout ReadingDraft) throws(ReadFailure) {
        let whole = 0..<draft.reader.count
        try draft.addStore(pieces: [whole], ranges: [whole])
    }
}
