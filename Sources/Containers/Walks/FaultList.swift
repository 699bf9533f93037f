// SPDX-License-Identifier: Apache-2.0

/// Faults as they are found: each code once, with the first place, so that a hostile file cannot make the list long.
struct FaultList: Sendable {
    private var first: [ContainerFault] = []
    private var further: [Int] = []

    mutating func add(_ gravity: ContainerFault.Gravity, _ code: String, _ message: @autoclosure () -> String) {
        if let index = first.firstIndex(where: { $0.code == code }) {
            further[index] += 1
            // The same code may stand for something graver the next time; that must not be lost.
            if first[index].gravity == .oddity, gravity != .oddity {
                first[index] = ContainerFault(gravity, code: code, message: message())
            }
        } else {
            first.append(ContainerFault(gravity, code: code, message: message()))
            further.append(0)
        }
    }

    mutating func add(_ faults: [ContainerFault]) {
        for fault in faults { add(fault.gravity, fault.code, fault.message) }
    }

    /// One fault for each code.
    var faults: [ContainerFault] {
        zip(first, further).map { fault, count in
            guard count > 0 else { return fault }
            return ContainerFault(fault.gravity, code: fault.code, message: "\(fault.message) (and \(count) more)")
        }
    }

    var isEmpty: Bool { first.isEmpty }
}
