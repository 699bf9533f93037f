// SPDX-License-Identifier: Apache-2.0

import Containers
import ContentCredentials
import Foundation
import Testing

/// Real stores in which one byte is another: whatever it is, the signed level is lost.
///
/// Files without time stamps, because a time stamp that is not good is ignored and then the present time counts.
@Suite struct FlippedByteTests {
    static let files = [
        "generated/signed/gen-jpg-es256.jpg", "generated/signed/gen-png-ps256.png",
        "generated/signed/edit-crop-of-ai.jpg", "generated/signed/gen-mp4-merkle.mp4",
        "fetched/wiltodelta-fixtures/chatgpt-2.png",
    ]

    @Test(arguments: files) func everyFlippedByteLosesTheSignedLevel(file: String) throws {
        guard let material = SharedMaterial() else {
            print(SharedMaterial.absence)
            return
        }
        let isLong = ProcessInfo.processInfo.environment["TUTELA_TEST_LONG"] != nil
        let validator = CredentialValidator(trust: try material.trust(), now: SharedMaterial.time)
        let bytes = try material.bytes(of: file)
        let source = MemoryBytes(bytes)
        let reading = try ContainerReader.read(source)
        let store = try #require(reading.stores.first)
        #expect(validator.validate(reading, source: source)?.state.isSigned == true)

        // The bytes of the store, not those of the container around it. The normal tests look at some of them, others each
        // time would be no use for finding a fault again.
        var changed = store.bytes
        for position in stride(from: 0, to: changed.count, by: isLong ? 1 : 173) {
            for mask: UInt8 in isLong ? [0x01, 0x20, 0xFF] : [0x01] {
                changed[position] ^= mask
                let report = validator.validate(changed, in: reading, source: source)
                #expect(!report.state.isSigned, "byte \(position) xor \(mask) is \(report.state)")
                changed[position] ^= mask
            }
        }
    }
}
