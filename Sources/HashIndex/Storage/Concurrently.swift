// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#endif

/// Calls `body` for 0..<count on several threads and returns when all are done. A thread that cannot be had is done without.
func concurrently(_ count: Int, threads: Int, _ body: @escaping @Sendable (Int) -> Void) {
    guard threads > 1, count > 1 else {
        for number in 0..<count { body(number) }
        return
    }
    let work = SharedWork(count: count, body: body)
    var started: [pthread_t] = []
    for _ in 1..<min(threads, count) {
        var thread = pthread_t()
        let argument = Unmanaged.passRetained(work)
        let failed = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<SharedWork>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, argument.toOpaque())
        if failed == 0 { started.append(thread) } else { argument.release() }
    }
    work.run()
    for thread in started { pthread_join(thread, nil) }
}

private final class SharedWork: Sendable {
    private let count: Int
    private let next = Atomic<Int>(0)
    private let body: @Sendable (Int) -> Void

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    func run() {
        while true {
            let number = next.add(1, ordering: .relaxed).oldValue
            guard number < count else { return }
            body(number)
        }
    }
}
