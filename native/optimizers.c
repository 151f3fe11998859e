/* Optimisers over one piece of memory, with PyTorch's equations and its order of operations: `weight` and `gradient` are
   the vector at `at`, and what they return is the weight after the step. */
#include "program.h"
#include "elementwise.h"

INLINE vec adam(const Update *by, int64_t at, int64_t count, vec weight, vec gradient) {
    vec first = get(by->first + at, count), second = get(by->second + at, count);
    if (by->decay != 0) weight -= weight * (by->rate * by->decay);
    first += (gradient - first) * (1 - by->beta1);
    second = second * by->beta2 + gradient * gradient * (1 - by->beta2);
    put(by->first + at, first, count), put(by->second + at, second, count);
    return weight - first * by->step_size / (root(second) / by->correction + by->epsilon);
}

INLINE vec rmsprop(const Update *by, int64_t at, int64_t count, vec weight, vec gradient) {
    vec square = get(by->second + at, count) * by->beta2 + gradient * gradient * (1 - by->beta2);
    vec length = by->inside ? (vec)root(square + by->epsilon) : (vec)(root(square) + by->epsilon);
    vec move = gradient / length;
    put(by->second + at, square, count);
    if (by->first && by->beta1 != 0) {
        move += get(by->first + at, count) * by->beta1;
        put(by->first + at, move, count);
    }
    return weight - move * by->rate;
}

INLINE vec sgd(const Update *by, int64_t at, int64_t count, vec weight, vec gradient) {
    if (by->first && by->beta1 != 0) {
        vec momentum = get(by->first + at, count) * by->beta1 + gradient;
        put(by->first + at, momentum, count);
        if (by->ahead) gradient += momentum * by->beta1; /* Nesterov's */
        else gradient = momentum;
    }
    return weight - gradient * by->rate;
}

#define RULE(rule) EACH(at, by->size) \
    put(by->weights + at, rule(by, at, count, get(by->weights + at, count), get(by->gradients + at, count)), count)

void update(const Update *by) {
    switch (by->rule) {
        case ADAM: RULE(adam); break;
        case RMSPROP: RULE(rmsprop); break;
        case SGD: RULE(sgd); break;
    }
}
