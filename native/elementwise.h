/* What goes through memory once, a vector at a time, with what is left over at the end. */
#ifndef ELEMENTWISE_H
#define ELEMENTWISE_H
#include <math.h>
#include "layers.h"
#include "vector.h"

/* Runs its body for i = 0, LANES, 2 LANES …; `count` is how many of the vector there are. */
#define EACH(i, size) \
    for (int64_t i = 0, count; count = (size) - i < LANES ? (size) - i : LANES, i < (size); i += LANES)

INLINE vec get(const float *from, int64_t count) { return count == LANES ? load(from) : load_part(from, count); }
/* The first `count` lanes, and `otherwise` in the others. */
INLINE vec get_or(const float *from, int64_t count, float otherwise) {
    ivec lane;
    UNROLL for (int i = 0; i < LANES; i++) lane[i] = i;
    return count == LANES ? load(from) : choose(lane < (int32_t)count, load_part(from, count), all(otherwise));
}
INLINE void put(float *to, vec values, int64_t count) {
    if (count == LANES) store(to, values);
    else store_part(to, values, count);
}

INLINE int64_t most_of(int64_t a, int64_t b) { return a > b ? a : b; }

INLINE float dot(const float *a, const float *b, int64_t size) {
    vec total = {0};
    EACH(i, size) total += get_or(a + i, count, 0) * get_or(b + i, count, 0);
    return sum_of(total);
}

#define SCALE 1.7159f /* LeCun et al. 1998: 1.7159 tanh(2/3 x) */
#define SLOWER (2.0f / 3.0f)

INLINE vec bent_by(int64_t activation, vec x) {
    switch (activation) {
        case RELU: return choose(x <= 0, (vec){0}, x); /* NaN stays NaN */
        case TANH: return hyperbolic_tangent(x);
        case SIGMOID: return sigmoid(x);
        case SCALED_TANH: return SCALE * hyperbolic_tangent(x * SLOWER);
        default: return x;
    }
}

/* The gradient of a sum, from that of what the activation made of it, y. */
INLINE vec through(int64_t activation, vec gradient, vec y) {
    switch (activation) {
        case RELU: return choose(y > 0, gradient, (vec){0});
        case TANH: return gradient * (1.0f - y * y);
        case SIGMOID: return gradient * y * (1.0f - y);
        case SCALED_TANH: return gradient * (SLOWER / SCALE * (SCALE * SCALE - y * y));
        default: return gradient;
    }
}

/* y (size) = f(x), and dx from dy; in place where both are one. */
INLINE void bend(int64_t activation, const float *x, float *y, int64_t size) {
    if (activation == NONE && x == y) return;
    EACH(i, size) put(y + i, bent_by(activation, get(x + i, count)), count);
}
INLINE void unbend(int64_t activation, const float *dy, const float *y, float *dx, int64_t size) {
    EACH(i, size) put(dx + i, through(activation, get(dy + i, count), get(y + i, count)), count);
}

/* values (size) become e^(factor x value) over the sum of these. */
INLINE void softmax(float *values, int64_t size, float factor) {
    float most = -INFINITY, sum = 0;
    for (int64_t i = 0; i < size; i++) most = fmaxf(most, values[i]);
    EACH(i, size) put(values + i, exponential((get(values + i, count) - most) * factor), count);
    for (int64_t i = 0; i < size; i++) sum += values[i];
    EACH(i, size) put(values + i, get(values + i, count) / sum, count);
}

INLINE void zero(float *to, int64_t size) { memset(to, 0, 4 * (size_t)size); }

/* Every row of `to` (rows, size) becomes `from`, or zeros where it is missing. */
INLINE void fill_rows(float *to, const float *from, int64_t rows, int64_t size) {
    for (int64_t row = 0; row < rows; row++)
        if (from) memcpy(to + row * size, from, 4 * (size_t)size);
        else zero(to + row * size, size);
}

/* sums (size) += the columns of `values` (rows, size). A few columns stay in a register: what is written in part cannot
   be read again at once. */
INLINE void add_columns(float *sums, const float *values, int64_t rows, int64_t size) {
    if (size < LANES) {
        vec total = load_part(sums, size);
        for (int64_t row = 0; row < rows; row++, values += size) total += load_part(values, size);
        store_part(sums, total, size);
        return;
    }
    for (int64_t row = 0; row < rows; row++, values += size)
        EACH(i, size) put(sums + i, get(sums + i, count) + get(values + i, count), count);
}

#endif
