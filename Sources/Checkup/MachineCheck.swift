// SPDX-License-Identifier: Apache-2.0

internal import CSystemClock
internal import Foundation

/// Looks at what else on the machine could leak pictures or spoil times: swap, core dumps, the clock.
public enum MachineCheck {
    /// What stands now.
    public static func findings() -> [Finding] {
        [swap(), coreDumps(), clock()]
    }

    private static func swap() -> Finding {
        let table = (try? String(contentsOfFile: "/proc/swaps", encoding: .utf8)) ?? ""
        let devices = table.split(separator: "\n").dropFirst().compactMap { row in
            row.split(separator: " ").first.map(String.init)
        }
        // zram never reaches a disk; device-mapper volumes are usually dm-crypt, which only the operator knows.
        let plain = devices.filter { !$0.contains("zram") && !$0.hasPrefix("/dev/dm-") }
        guard !plain.isEmpty else {
            return Finding(.ok, "swap", devices.isEmpty ? "none" : devices.joined(separator: ", "))
        }
        return Finding(
            .warn, "swap", "pictures in memory could be written to \(plain.joined(separator: ", "))",
            mend: "encrypt swap, use zram, or switch it off: swapoff -a")
    }

    private static func coreDumps() -> Finding {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
        guard limit.rlim_cur > 0 else { return Finding(.ok, "dumps", "a crash writes no memory to disk") }
        return Finding(
            .warn, "dumps", "a crash of this program would write its memory, pictures included, to disk",
            mend: "ulimit -c 0, or LimitCORE=0 in the service")
    }

    private static func clock() -> Finding {
        var error = 0.0
        guard system_clock_is_kept(&error) == 1 else {
            return Finding(
                .warn, "clock", "no time service keeps it; times in records may be wrong",
                mend: "install and start one: apt-get install systemd-timesyncd")
        }
        return Finding(.ok, "clock", String(format: "synchronised, at most %.1f s off", error))
    }
}
