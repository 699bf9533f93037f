// SPDX-License-Identifier: Apache-2.0

import Glibc

/// CPU seconds that one input may take. The product's bound is 0.1 s; instrumented code takes about three times that.
private let bound = 0.3

/// The target that the environment names.
private let selected: FuzzTarget = {
    let name = getenv("TUTELA_FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
        let names = FuzzTarget.all.map(\.name).joined(separator: "\n") + "\n"
        _ = names.utf8CString.withUnsafeBytes { write(1, $0.baseAddress, $0.count - 1) }
        _exit(name == "list" ? 0 : 64)
    }
    return target
}()

private func threadSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// What libFuzzer calls once, before any input. Prints the names of the targets and ends if none is chosen.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    _ = selected.name
    return 0
}

/// What libFuzzer calls for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    let start = threadSeconds()
    let isWorthKeeping = selected.run(bytes)
    let seconds = threadSeconds() - start
    require(seconds < bound, "\(bytes.count) bytes took \(seconds) s")
    return isWorthKeeping ? 0 : -1
}
