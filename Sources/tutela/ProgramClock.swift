// SPDX-License-Identifier: Apache-2.0

internal import Certificates
internal import CivilTime
internal import Foundation

/// The machine's clock, which is handed to the rooms that need the time.
enum ProgramClock {
    @Sendable static func now() -> UTCTime { UTCTime(seconds: Int64(Date().timeIntervalSince1970)) }
}
