/* A text as a decoder sees it: states of both directions together, and attention to them. */
#include "elementwise.h"
#include "gemm.h"

/* Where the place t of a text of `length` symbols stands when it is read from its end. */
INLINE int64_t mirrored(int64_t t, int64_t length) { return t < length ? length - 1 - t : t; }

static void forward_joining(const void *self, int64_t start, int64_t rows) {
    const Joining *layer = self;
    int64_t size = layer->size;
    for (int64_t row = 0; row < rows; row++) {
        int64_t length = layer->lengths[start + row];
        for (int64_t t = 0; t < layer->time; t++) {
            float *y = layer->y + (t * rows + row) * size;
            memcpy(y, layer->a + (t * rows + row) * size, 4 * (size_t)size);
            if (layer->b) add_columns(y, layer->b + (mirrored(t, length) * rows + row) * size, 1, size);
        }
        int64_t end = ((length - 1) * rows + row) * size;
        memcpy(layer->last + row * size, layer->a + end, 4 * (size_t)size);
        if (layer->b) add_columns(layer->last + row * size, layer->b + end, 1, size);
    }
}

static void back_joining(const void *self, int64_t start, int64_t rows) {
    const Joining *layer = self;
    int64_t size = layer->size;
    for (int64_t row = 0; row < rows; row++) {
        int64_t length = layer->lengths[start + row], end = ((length - 1) * rows + row) * size;
        for (int64_t t = 0; t < layer->time; t++) {
            const float *dy = layer->dy + (t * rows + row) * size;
            memcpy(layer->da + (t * rows + row) * size, dy, 4 * (size_t)size);
            if (layer->b) memcpy(layer->db + (mirrored(t, length) * rows + row) * size, dy, 4 * (size_t)size);
        }
        add_columns(layer->da + end, layer->dlast + row * size, 1, size);
        if (layer->b) add_columns(layer->db + end, layer->dlast + row * size, 1, size);
    }
}

const Layer JOINING_LAYER = {sizeof(Joining), 0, 0, 0, forward_joining, back_joining, 0};

/* Where in `room` lie: what h is compared as, and its gradient (places, rows, size each) where there are weights; scores
   and their gradient (places, time); what a product packs. */
typedef struct { float *asked, *dasked, *dshares, *product; int64_t size; } Room;

static Room places(const Attending *layer, int64_t rows) {
    int64_t all = layer->places * rows, wide = most_of(layer->size, layer->time), deep = most_of(all, wide);
    int64_t asked = layer->weights ? all * layer->size : 0, scores = layer->places * layer->time;
    Room at = {.size = 2 * asked + scores + packed_size(deep, wide)};
    if (!layer->room) return at;
    at.asked = layer->room, at.dasked = at.asked + asked, at.dshares = at.dasked + asked;
    at.product = at.dshares + scores;
    return at;
}

static int64_t room(const void *self, int64_t rows) { return places(self, rows).size; }

static int64_t packed(const void *self) {
    const Attending *layer = self;
    return layer->weights ? 2 * packed_size(layer->size, layer->size) : 0;
}

/* h . W read_s = (h W) . read_s. */
static void prepare(const void *self, int64_t rows) {
    const Attending *layer = self;
    int64_t size = layer->size;
    if (!layer->weights) return;
    pack((Matrix){layer->weights, size, 1}, size, size, layer->packed);
    pack((Matrix){layer->weights, 1, size}, size, size, layer->packed + packed_size(size, size));
}

/* Scores (places, length) of one row become shares, and 0 beyond the length. */
static void softmax_rows(float *shares, int64_t places, int64_t time, int64_t length) {
    for (int64_t place = 0; place < places; place++, shares += time) {
        softmax(shares, length, 1);
        zero(shares + length, time - length);
    }
}

/* Scores of one place, and its mixture, without packing what is used once. */
static void one_place(const Attending *layer, const float *asked, const float *read, int64_t next, int64_t length,
                      float *shares, float *c) {
    int64_t size = layer->size;
    for (int64_t s = 0; s < length; s++) shares[s] = dot(asked, read + s * next, size);
    softmax_rows(shares, 1, layer->time, length);
    EACH(i, size) {
        vec total = {0};
        for (int64_t s = 0; s < length; s++) total += get(read + s * next + i, count) * shares[s];
        put(c + i, total, count);
    }
}

static void forward_attending(const void *self, int64_t start, int64_t rows) {
    const Attending *layer = self;
    Room at = places(layer, rows);
    int64_t size = layer->size, time = layer->time, all = layer->places * rows;
    const float *asked = layer->h;
    if (layer->weights) {
        multiply((Matrix){layer->h, size, 1}, layer->packed, all, size, size, at.asked, size, REPLACE);
        asked = at.asked;
    }
    for (int64_t row = 0; row < rows; row++) {
        int64_t length = layer->lengths[start + row];
        float *shares = layer->shares + row * layer->places * time, *y = layer->y + row * 2 * size;
        if (layer->places == 1) {
            one_place(layer, asked + row * size, layer->read + row * size, rows * size, length, shares, y);
            continue;
        }
        Matrix keys = {layer->read + row * size, 1, rows * size}, values = {layer->read + row * size, rows * size, 1};
        product((Matrix){asked + row * size, rows * size, 1}, keys, layer->places, length, size, shares, time, REPLACE,
                at.product);
        softmax_rows(shares, layer->places, time, length);
        product((Matrix){shares, time, 1}, values, layer->places, size, length, y, rows * 2 * size, REPLACE, at.product);
    }
    for (int64_t i = 0; i < all; i++) memcpy(layer->y + (2 * i + 1) * size, layer->h + i * size, 4 * (size_t)size);
}

/* Of scores, from those of the shares, in place. */
static void softmax_back(float *d, const float *shares, int64_t places, int64_t time, int64_t length) {
    for (int64_t place = 0; place < places; place++, shares += time, d += time) {
        float mean = dot(d, shares, length);
        EACH(s, length) put(d + s, (get(d + s, count) - mean) * get(shares + s, count), count);
    }
}

/* One row: of what was read, and of what h was compared as, (places, size) with other rows between. */
static void row_back(const Attending *layer, const Room *at, int64_t row, int64_t rows, int64_t length,
                     const float *asked, float *dasked, int add) {
    int64_t size = layer->size, time = layer->time, here = layer->places, next = rows * size;
    const float *shares = layer->shares + row * here * time, *read = layer->read + row * size;
    Matrix dc = {layer->dy + row * 2 * size, 2 * next, 1}, keys = {read, 1, next}, rows_read = {read, next, 1};
    float *dread = layer->dread + row * size;
    product(dc, keys, here, length, size, at->dshares, time, REPLACE, at->product);
    product((Matrix){shares, 1, time}, dc, length, size, here, dread, next, REPLACE, at->product);
    softmax_back(at->dshares, shares, here, time, length);
    product((Matrix){at->dshares, time, 1}, rows_read, here, size, length, dasked + row * size, next, add, at->product);
    product((Matrix){at->dshares, 1, time}, (Matrix){asked + row * size, next, 1}, length, size, here, dread, next, ADD,
            at->product);
    for (int64_t s = length; s < time; s++) zero(dread + s * next, size);
}

static void back_attending(const void *self, int64_t start, int64_t rows) {
    const Attending *layer = self;
    Room at = places(layer, rows);
    int64_t size = layer->size, all = layer->places * rows;
    const float *asked = layer->weights ? at.asked : layer->h;
    float *dasked = layer->weights ? at.dasked : layer->dh;
    for (int64_t i = 0; i < all; i++) memcpy(layer->dh + i * size, layer->dy + (2 * i + 1) * size, 4 * (size_t)size);
    for (int64_t row = 0; row < rows; row++)
        row_back(layer, &at, row, rows, layer->lengths[start + row], asked, dasked, layer->weights ? REPLACE : ADD);
    if (!layer->weights) return;
    Matrix by_unit = {layer->h, 1, size}, dasks = {at.dasked, size, 1};
    product(by_unit, dasks, size, size, all, layer->dweights, size, ADD, at.product);
    multiply(dasks, layer->packed + packed_size(size, size), all, size, size, layer->dh, size, ADD);
}

const Layer ATTENDING_LAYER = {sizeof(Attending), room, packed, prepare, forward_attending, back_attending, 0};
