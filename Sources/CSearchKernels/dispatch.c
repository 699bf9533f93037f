// SPDX-License-Identifier: Apache-2.0

#include "kernel_set.h"

int sk_available(sk_kernel kernel) {
    switch (kernel) {
        case SK_PORTABLE: return 1;
#if defined(__x86_64__)
        case SK_AVX2:
            return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
                && __builtin_cpu_supports("popcnt");
        case SK_AVX512:
            return sk_available(SK_AVX2) && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
                && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")
                && __builtin_cpu_supports("avx512vpopcntdq");
#elif defined(__aarch64__)
        case SK_NEON: return 1;
#endif
        default: return 0;
    }
}

sk_kernel sk_best(void) {
    if (sk_available(SK_AVX512)) return SK_AVX512;
    if (sk_available(SK_AVX2)) return SK_AVX2;
    if (sk_available(SK_NEON)) return SK_NEON;
    return SK_PORTABLE;
}

/// A set that the machine lacks is answered by the portable one: never by an illegal instruction.
static const sk_kernel_set *set(sk_kernel kernel) {
    if (sk_available(kernel)) {
        switch (kernel) {
#if defined(__x86_64__)
            case SK_AVX2: return &sk_avx2_set;
            case SK_AVX512: return &sk_avx512_set;
#elif defined(__aarch64__)
            case SK_NEON: return &sk_neon_set;
#endif
            default: break;
        }
    }
    return &sk_portable_set;
}

sk_outcome sk_search(
    sk_kernel kernel, const sk_plan *plan, const uint64_t *codes, uint32_t code_count, sk_hit *hits, uint32_t capacity,
    uint8_t *unfinished) {
    return set(kernel)->search(plan, codes, code_count, hits, capacity, unfinished);
}

size_t sk_scan(
    sk_kernel kernel, const uint64_t *heads, const uint64_t *tails, size_t first, size_t last, const uint64_t *codes,
    uint32_t code_count, uint32_t radius, sk_hit *hits, size_t capacity, size_t *hit_count) {
    return set(kernel)->scan(heads, tails, first, last, codes, code_count, radius, hits, capacity, hit_count);
}

size_t sk_verify(
    sk_kernel kernel, const uint64_t *heads, const uint64_t *tails, const uint32_t *rows, size_t count,
    const uint64_t *code, uint32_t radius, sk_hit *hits) {
    return set(kernel)->verify(heads, tails, rows, count, code, radius, hits);
}
