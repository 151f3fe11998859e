/* Vectors of LANES floats, and the functions of them that PyTorch has too. The same source is compiled once for each
   instruction set; only LANES and the compiler's -march differ. */
#ifndef VECTOR_H
#define VECTOR_H
#include <stdint.h>
#include <string.h>

#ifndef LANES
#define LANES 4
#endif
#if LANES > 4
#include <immintrin.h>
#endif

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));
typedef float in_memory __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("GCC unroll 16")

INLINE vec load(const float *from) { return *(const in_memory *)from; }
INLINE void store(float *to, vec values) { *(in_memory *)to = values; }
INLINE vec all(float value) { return value - (vec){0}; }
INLINE vec choose(ivec mask, vec yes, vec no) { return (vec)(((ivec)yes & mask) | ((ivec)no & ~mask)); }
INLINE vec larger(vec a, vec b) { return choose(a > b, a, b); }
INLINE vec smaller(vec a, vec b) { return choose(a < b, a, b); }

/* The first `count` of LANES; what lies after them in memory is neither read nor written. */
#if LANES == 16
INLINE vec load_part(const float *from, int64_t count) {
    return (vec)_mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
}
INLINE void store_part(float *to, vec values, int64_t count) {
    _mm512_mask_storeu_ps(to, (__mmask16)((1u << count) - 1), (__m512)values);
}
#elif LANES == 8
INLINE __m256i first_of(int64_t count) {
    const ivec order = {0, 1, 2, 3, 4, 5, 6, 7};
    return (__m256i)(order < (int32_t)count);
}
INLINE vec load_part(const float *from, int64_t count) { return (vec)_mm256_maskload_ps(from, first_of(count)); }
INLINE void store_part(float *to, vec values, int64_t count) {
    _mm256_maskstore_ps(to, first_of(count), (__m256)values);
}
#else
INLINE vec load_part(const float *from, int64_t count) {
    vec values = {0};
    for (int64_t i = 0; i < count; i++) values[i] = from[i];
    return values;
}
INLINE void store_part(float *to, vec values, int64_t count) {
    for (int64_t i = 0; i < count; i++) to[i] = values[i];
}
#endif

INLINE float sum_of(vec values) {
    float sum = 0;
    UNROLL for (int i = 0; i < LANES; i++) sum += values[i];
    return sum;
}

/* e^x to one unit in the last place or two: 2^n times a polynomial (Moshier, Cephes, expf). NaN stays NaN. */
INLINE vec exponential(vec x) {
    const float magic = 12582912.0f; /* 1.5 x 2^23: adding it rounds to a whole number */
    vec bounded = smaller(larger(x, all(-87.3f)), all(88.7f));
    vec n = (bounded * 1.44269504f + magic) - magic;
    n = smaller(n, all(127));
    vec r = bounded - n * 0.693359375f + n * 2.12194440e-4f;
    vec p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    ivec power = (__builtin_convertvector(n, ivec) + 127) << 23;
    vec found = p * (vec)power;
    return choose(x == x, found, x);
}

/* ln x of a normal x > 0: the exponent, and a polynomial of the mantissa between 0.7 and 1.4 (Moshier, Cephes, logf). */
INLINE vec logarithm(vec x) {
    ivec bits = (ivec)x, e = (bits >> 23) - 126;
    vec m = (vec)((bits & 0x007fffff) | 0x3f000000);
    ivec small = m < 0.707106781186547524f;
    e += small;
    m = choose(small, m + m, m) - 1.0f;
    vec n = __builtin_convertvector(e, vec), z = m * m;
    vec p = m * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * m + 1.1676998740e-1f;
    p = p * m - 1.2420140846e-1f;
    p = p * m + 1.4249322787e-1f;
    p = p * m - 1.6668057665e-1f;
    p = p * m + 2.0000714765e-1f;
    p = p * m - 2.4999993993e-1f;
    p = p * m + 3.3333331174e-1f;
    vec found = p * m * z - n * 2.12194440e-4f - z * 0.5f + m + n * 0.693359375f;
    return choose(x > 0, found, x); /* NaN stays NaN */
}

INLINE vec root(vec x) {
    UNROLL for (int i = 0; i < LANES; i++) x[i] = __builtin_sqrtf(x[i]);
    return x;
}

INLINE vec sigmoid(vec x) { return 1.0f / (1.0f + exponential(-x)); }

/* Near 0 a polynomial, where 1 - 2 / (e^2x + 1) would lose its last digits (Moshier, Cephes, tanhf). */
INLINE vec hyperbolic_tangent(vec x) {
    vec z = x * x;
    vec p = z * -5.70498872745e-3f + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    vec near = p * z * x + x, far = 1.0f - 2.0f / (exponential(x + x) + 1.0f);
    return choose((z < 0.390625f), near, far);
}

/* clip(0.2 x + 0.5, 0, 1): the gate of early Keras and TensorFlow.js. */
INLINE vec hard_sigmoid(vec x) { return smaller(larger(x * 0.2f + 0.5f, all(0)), all(1)); }

#endif
