// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Identity

@Suite struct RateLimiterTests {
    /// A token bucket in whole numbers, as textbooks draw it: tokens are counted in units of 1/1,000 s of refill.
    private struct Bucket {
        let perSecond: Int
        let burst: Int
        /// Thousandths of a token.
        var level: Int
        var last = 0

        init(_ perSecond: Int, _ burst: Int) {
            (self.perSecond, self.burst) = (perSecond, burst)
            level = burst * 1_000
        }

        mutating func take(_ milliseconds: Int) -> Bool {
            level = min(burst * 1_000, level + (milliseconds - last) * perSecond)
            last = milliseconds
            guard level >= 1_000 else { return false }
            level -= 1_000
            return true
        }
    }

    @Test func itAdmitsWhatATokenBucketAdmits() {
        var random = SplitMix(state: 21)
        for _ in 0..<100 {
            // Rates whose interval is a whole number of nanoseconds, so that both are exact.
            let perSecond = [1, 2, 4, 5, 8, 10, 20, 50, 100][Int(random.next() % 9)]
            let burst = 1 + Int(random.next() % 20)
            let limiter = RateLimiter<String>(
                limits: RateLimits(perPrincipal: ["x": RateAllowance(perSecond: Double(perSecond), burst: burst)]))
            var bucket = Bucket(perSecond, burst)
            var now = 0
            for _ in 0..<300 {
                now += Int(random.next() % UInt64(random.next() % 10 == 0 ? 5_000 : 1_000 / UInt64(perSecond) + 2))
                let verdict = limiter.admit("x", principal: "key:a", at: .milliseconds(now))
                #expect((verdict == .admitted) == bucket.take(now))
            }
        }
    }

    @Test func whoeverWaitsAsLongAsTheyAreToldIsAdmitted() {
        var random = SplitMix(state: 22)
        for _ in 0..<50 {
            let allowance = RateAllowance(perSecond: [0.01, 0.3, 1, 7, 1_000][Int(random.next() % 5)], burst: 3)
            let limiter = RateLimiter<String>(limits: RateLimits(perPrincipal: ["x": allowance]))
            var now = Duration.seconds(5)
            var waited = 0
            for _ in 0..<20 {
                guard case .wait(let seconds) = limiter.admit("x", principal: "a", at: now) else { continue }
                waited += 1
                #expect(seconds >= 1)
                now += .seconds(seconds)
                #expect(limiter.admit("x", principal: "a", at: now) == .admitted)
            }
            #expect(waited > 0)
        }
    }

    @Test func aRequestIsCountedInAllItsBucketsOrInNone() throws {
        let limits = RateLimits<String>(
            perPrincipal: ["x": RateAllowance(perSecond: 1, burst: 5)],
            perAddress: ["x": RateAllowance(perSecond: 1, burst: 2)])
        let limiter = RateLimiter(limits: limits)
        let address = try #require(NetworkAddress("192.0.2.1"))
        let other = try #require(NetworkAddress("192.0.2.2"))
        for _ in 0..<2 { #expect(limiter.admit("x", principal: "a", address: address, at: .zero) == .admitted) }
        // The address is used up; being refused there takes nothing from the key.
        for _ in 0..<9 { #expect(limiter.admit("x", principal: "a", address: address, at: .zero) != .admitted) }
        for _ in 0..<2 { #expect(limiter.admit("x", principal: "a", address: other, at: .zero) == .admitted) }
        #expect(limiter.admit("x", principal: "a", at: .zero) == .admitted)
        #expect(limiter.admit("x", principal: "a", at: .zero) == .wait(seconds: 1))
        #expect(limiter.admit("x", principal: "b", at: .zero) == .admitted)
        // A class that no table names is not limited.
        for _ in 0..<100 { #expect(limiter.admit("y", principal: "a", address: address, at: .zero) == .admitted) }
    }

    @Test func memoryIsBoundedAndAFloodIsHeldBackAsOne() throws {
        let limiter = RateLimiter<String>(
            limits: RateLimits(perAddress: ["x": RateAllowance(perSecond: 1, burst: 3)]), capacity: 100)
        let old = try #require(NetworkAddress("192.0.2.1"))
        for _ in 0..<3 { #expect(limiter.admit("x", address: old, at: .seconds(1)) == .admitted) }
        var admitted = 0
        for number in 0..<10_000 {
            let address = try #require(NetworkAddress("10.0.\(number / 250).\(number % 250)"))
            if limiter.admit("x", address: address, at: .seconds(1)) == .admitted { admitted += 1 }
            #expect(limiter.buckets <= 101)
        }
        #expect(admitted == 99 + 3)
        #expect(limiter.admit("x", address: old, at: .seconds(1)) != .admitted, "who was here before is not forgotten")
        // When all is quiet again, everybody has a bucket of their own.
        for number in 0..<50 {
            let address = try #require(NetworkAddress("10.9.0.\(number)"))
            #expect(limiter.admit("x", address: address, at: .seconds(60)) == .admitted)
        }
        #expect(limiter.buckets <= 51)
    }

    @Test func soManyAreWorkedOnAtOnce() async {
        let limiter = RateLimiter<String>(limits: RateLimits(atOnce: ["heavy": 3]))
        #expect((0..<5).map { _ in limiter.enter("heavy") } == [true, true, true, false, false])
        #expect(limiter.enter("light"))
        limiter.leave("light")
        limiter.leave("heavy")
        #expect(limiter.enter("heavy") && !limiter.enter("heavy"))
        for _ in 0..<3 { limiter.leave("heavy") }
        // Threads that come and go never see more than three.
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<2_000 where limiter.enter("heavy") { limiter.leave("heavy") }
                }
            }
        }
        #expect((0..<4).map { _ in limiter.enter("heavy") } == [true, true, true, false])
    }

    @Test func extremeNumbersDoNoHarm() {
        for (rate, burst) in [(0.0, 0), (-1.0, -5), (.infinity, .max), (1e-300, .max), (Double.nan, 1)] {
            let limiter = RateLimiter<String>(
                limits: RateLimits(perPrincipal: ["x": RateAllowance(perSecond: rate, burst: burst)]))
            for now in [Duration.seconds(Int64.max), .seconds(Int64.min), .zero, .nanoseconds(1)] {
                _ = limiter.admit("x", principal: "a", at: now)
            }
        }
    }
}
