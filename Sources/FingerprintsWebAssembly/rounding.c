// SPDX-License-Identifier: Apache-2.0
//
// What Embedded Swift expects of a mathematics library, and WebAssembly has no instruction for. Compiled for WebAssembly only.

/// The nearest whole number, halves away from zero: exactly as C demands, because the difference below is exact.
double round(double value) {
    double whole = __builtin_trunc(value);
    return __builtin_fabs(value - whole) < 0.5 ? whole : whole + __builtin_copysign(1, value);
}
