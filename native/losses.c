/* Losses, and what a classification counts. */
#include "elementwise.h"

/* Counts from nothing; the gradient of a mean is divided by the size of the whole batch. */
static void begin(double *found, int64_t rows) {
    found[0] = found[1] = found[2] = 0;
    found[3] = (double)rows;
}

static void prepare_cross_entropy(const void *self, int64_t rows) { begin(((const CrossEntropy *)self)->found, rows); }

/* Which score is the highest; of equal ones the first, and NaN before all, as PyTorch has it. */
static int64_t highest(const float *scores, int64_t classes) {
    vec most = all(-INFINITY);
    ivec missing = {0};
    EACH(i, classes) {
        vec next = get_or(scores + i, count, -INFINITY);
        most = larger(next, most);
        missing |= next != next;
    }
    float top = most[0];
    int nan = 0;
    UNROLL for (int i = 0; i < LANES; i++) {
        top = most[i] > top ? most[i] : top;
        nan |= missing[i];
    }
    int64_t best = 0;
    while (best + 1 < classes && (nan ? scores[best] == scores[best] : scores[best] != top)) best++;
    return best;
}

/* One place: shares of the scores, and then the gradient of the mean loss. Returns whether the highest is the target. */
static int place_forward(const CrossEntropy *loss, const float *scores, float *shares, int64_t target, float scale) {
    int64_t classes = loss->classes, best = highest(scores, classes);
    float most = scores[best];
    vec sums = {0};
    EACH(i, classes) {
        vec share = exponential(get(scores + i, count) - most);
        put(shares + i, share, count);
        sums += get_or(shares + i, count, 0);
    }
    float sum = sum_of(sums);
    loss->found[0] += logf(sum) + most - scores[target];
    EACH(i, classes) put(shares + i, get(shares + i, count) * (scale / sum), count);
    shares[target] -= scale;
    return best == target;
}

static void forward_cross_entropy(const void *self, int64_t start, int64_t rows) {
    const CrossEntropy *loss = self;
    int64_t places = loss->places;
    for (int64_t row = 0; row < rows; row++) {
        const uint8_t *counted = loss->counted ? loss->counted + (start + row) * places : 0;
        int64_t right = 0, all = places;
        double before = loss->found[0];
        for (int64_t place = 0; counted && place < places; place++) all -= !counted[place];
        float scale = (float)(1 / (loss->found[3] * (double)all));
        for (int64_t place = 0; place < places; place++) {
            int64_t at = (loss->steps_first ? place * rows + row : row * places + place) * loss->classes;
            int64_t target = loss->targets[(start + row) * places + place];
            if (counted && !counted[place]) zero(loss->dscores + at, loss->classes);
            else right += place_forward(loss, loss->scores + at, loss->dscores + at, target, scale);
        }
        if (counted) loss->found[0] = before + (loss->found[0] - before) / (double)all;
        loss->found[1] += (double)right;
        loss->found[2] += right == all;
    }
}

const Layer CROSS_ENTROPY_LAYER = {sizeof(CrossEntropy), 0, 0, prepare_cross_entropy, forward_cross_entropy, 0, 0};

static void prepare_squared_error(const void *self, int64_t rows) { begin(((const SquaredError *)self)->found, rows); }

static void forward_squared_error(const void *self, int64_t start, int64_t rows) {
    const SquaredError *loss = self;
    const float *targets = loss->targets + start * loss->size;
    double all = loss->found[3] * (double)loss->size;
    for (int64_t i = 0; i < rows * loss->size; i++) {
        float difference = loss->y[i] - targets[i];
        loss->found[0] += (double)difference * difference;
        loss->dy[i] = (float)(2 * (double)difference / all);
    }
}

const Layer SQUARED_ERROR_LAYER = {sizeof(SquaredError), 0, 0, prepare_squared_error, forward_squared_error, 0, 0};

static void prepare_bits(const void *self, int64_t rows) { begin(((const BitEntropy *)self)->found, rows); }

/* One row; a place that does not count has no gradient. */
static void bits_of_row(const BitEntropy *loss, int64_t start, int64_t row, int64_t rows) {
    const uint8_t *counted = loss->counted + (start + row) * loss->places;
    const float *targets = loss->targets + (start + row) * loss->places * loss->size;
    int64_t all = 0, right = 0;
    double total = 0;
    for (int64_t place = 0; place < loss->places; place++) all += counted[place] != 0;
    float scale = (float)(1 / (loss->found[3] * (double)(all * loss->size)));
    for (int64_t place = 0; place < loss->places; place++, targets += loss->size) {
        int64_t at = (place * rows + row) * loss->size;
        const float *scores = loss->scores + at;
        if (!counted[place]) {
            zero(loss->dscores + at, loss->size);
            continue;
        }
        for (int64_t i = 0; i < loss->size; i++) {
            float bent = expf(-fabsf(scores[i])), share = (scores[i] >= 0 ? 1 : bent) / (1 + bent);
            total += fmaxf(scores[i], 0) - scores[i] * targets[i] + log1pf(bent);
            right += (scores[i] > 0) == (targets[i] > 0.5f);
            loss->dscores[at + i] = (share - targets[i]) * scale;
        }
    }
    loss->found[0] += total / (double)(all * loss->size);
    loss->found[1] += (double)right;
    loss->found[2] += right == all * loss->size;
}

static void forward_bits(const void *self, int64_t start, int64_t rows) {
    for (int64_t row = 0; row < rows; row++) bits_of_row(self, start, row, rows);
}

const Layer BIT_ENTROPY_LAYER = {sizeof(BitEntropy), 0, 0, prepare_bits, forward_bits, 0, 0};
