// SPDX-License-Identifier: Apache-2.0

import Certificates
import CivilTime
import Foundation
import TestSupport
import Testing

@Suite struct ObjectIdentifierTests {
    @Test(arguments: ["1.3.6.1.5.5.7.3.8", "2.5.29.37.0", "0.0", "1.39.0", "2.999.9223372036854775807", "2.16.840.1"])
    func aTextIsReadAndWrittenTheSame(_ text: String) {
        #expect(ObjectIdentifier(text)?.description == text)
    }

    @Test(arguments: ["", "1", "3.1", "1.40", "1..2", "1.2.", "1.+2", "1.2.9223372036854775808", "a.b"])
    func whatIsNoIdentifierIsRefused(_ text: String) {
        #expect(ObjectIdentifier(text) == nil)
    }

    @Test func numbersBeyondAMachineWordAreWrittenOut() throws {
        // A policy below 2.25 is a UUID, a number of 128 bits; openssl knows how to write it.
        let number = "329800735698586629295641978511506172918"
        let pki = try PKI()
        let signer = try pki.issue(
            "signer", extensions: PKI.authority + ["certificatePolicies=2.25.\(number),2.25.1"])
        #expect(signer.certificate.policies.map(\.description) == ["2.25.\(number)", "2.25.1"])
    }
}
