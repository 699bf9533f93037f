// SPDX-License-Identifier: Apache-2.0

import Fingerprints
import TestSupport
import Testing

@testable import WebMatcher

@Suite struct LookupQueryTests {
    private let hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

    @Test func valuesAreFoundInAnyOrder() {
        let query = LookupQuery("/m/raw_lookup?signal_type=pdq&include_distance=true&signal=\(hex)&banks=A,B")
        #expect(query.signalType() == .pdq)
        #expect(query.signal(.pdq) == Signal(.pdq, hex))
        #expect(query.text(.includeDistance) == "true")
        #expect(query.text(.banks) == "A,B")
        #expect(!query.has(.seed))
        #expect(query.text(.url) == nil)
    }

    @Test func valuesAreDecoded() {
        let query = LookupQuery(
            "/m/lookup?seed=a+b%20c%2Bd%&url=http%3A%2F%2Fexample.org%2F%3Fx%3D1%26y%3D2&signal_type=p%64q")
        #expect(query.text(.seed) == "a b c+d%")
        #expect(query.text(.url) == "http://example.org/?x=1&y=2")
        #expect(query.signalType() == .pdq)
    }

    @Test func theFirstOfEqualNamesCounts() {
        let query = LookupQuery("/m/lookup?seed=1&seed=2")
        #expect(query.text(.seed) == "1")
    }

    @Test func anEmptyValueIsThere() {
        let query = LookupQuery("/m/lookup?seed=&banks&signal=")
        #expect(query.has(.seed))
        #expect(query.text(.seed) == "")
        #expect(query.has(.banks))
        #expect(query.text(.banks) == "")
        #expect(query.text(.signal) == "")
    }

    @Test func noQueryHasNothing() {
        for target in ["", "/m/lookup", "/m/lookup?", "?", "/m/lookup?=&&=", "/m/lookup#?seed=1"] {
            let query = LookupQuery(target)
            for name in LookupQuery.Name.allCases where !(target.contains("#") && name == .seed) {
                #expect(!query.has(name), "\(target) \(name)")
            }
        }
    }

    @Test func randomBytesAreNeverReadOutOfBounds() {
        var random = SplitMix(state: 3)
        let alphabet = Array("?&=%#+signal_type=pdq2fé")
        for _ in 0..<5_000 {
            let target = String(
                (0..<Int.random(in: 0...60, using: &random)).map { _ in
                    alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                })
            let query = LookupQuery(target)
            for name in LookupQuery.Name.allCases { #expect(query.has(name) == (query.text(name) != nil)) }
            _ = query.signalType()
            _ = query.signal(.pdq)
        }
    }
}
