/* Optimisers over one piece of memory, with PyTorch's equations and its order of operations. */
#include "program.h"
#include <math.h>
#include "elementwise.h"

static void adam(const Update *by, int64_t from, int64_t to) {
    for (int64_t at = from; at < to; at += LANES) {
        int64_t count = to - at < LANES ? to - at : LANES;
        vec gradient = get(by->gradients + at, count), weight = get(by->weights + at, count);
        vec first = get(by->first + at, count), second = get(by->second + at, count);
        if (by->decay != 0) weight -= weight * (by->rate * by->decay);
        first += (gradient - first) * (1 - by->beta1);
        second = second * by->beta2 + gradient * gradient * (1 - by->beta2);
        weight -= first * by->step_size / (root(second) / by->correction + by->epsilon);
        put(by->first + at, first, count);
        put(by->second + at, second, count);
        put(by->weights + at, weight, count);
    }
}

static void rmsprop(const Update *by, int64_t from, int64_t to) {
    for (int64_t at = from; at < to; at += LANES) {
        int64_t count = to - at < LANES ? to - at : LANES;
        vec gradient = get(by->gradients + at, count), weight = get(by->weights + at, count);
        vec square = get(by->second + at, count) * by->beta2 + gradient * gradient * (1 - by->beta2);
        vec length = by->inside ? (vec)root(square + by->epsilon) : (vec)(root(square) + by->epsilon);
        vec move = gradient / length;
        put(by->second + at, square, count);
        if (by->first && by->beta1 != 0) {
            move += get(by->first + at, count) * by->beta1;
            put(by->first + at, move, count);
        }
        put(by->weights + at, weight - move * by->rate, count);
    }
}

static void sgd(const Update *by, int64_t from, int64_t to) {
    for (int64_t at = from; at < to; at += LANES) {
        int64_t count = to - at < LANES ? to - at : LANES;
        vec gradient = get(by->gradients + at, count), weight = get(by->weights + at, count);
        if (by->first && by->beta1 != 0) {
            vec momentum = get(by->first + at, count) * by->beta1 + gradient;
            put(by->first + at, momentum, count);
            if (by->ahead) gradient += momentum * by->beta1; /* Nesterov's */
            else gradient = momentum;
        }
        put(by->weights + at, weight - gradient * by->rate, count);
    }
}

void update(const Update *by) {
    switch (by->rule) {
        case ADAM: adam(by, 0, by->size); break;
        case RMSPROP: rmsprop(by, 0, by->size); break;
        case SGD: sgd(by, 0, by->size); break;
    }
}
