// SPDX-License-Identifier: Apache-2.0

/// Lets one lane at a time give a picture its second, longer try: many slow pictures at once would make each other slower,
/// and a flood of them must not stop the quick ones.
actor SlowLane {
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if isBusy {
            await withCheckedContinuation { waiting.append($0) }
        } else {
            isBusy = true
        }
    }

    func leave() {
        if waiting.isEmpty {
            isBusy = false
        } else {
            waiting.removeFirst().resume()
        }
    }
}
