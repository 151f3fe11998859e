/* What LeNet-5 has and no other network: subsampling that is learnt, and an output that compares its units with little
   pictures (LeCun, Bottou, Bengio and Haffner 1998). */
#include "elementwise.h"
#include "gemm.h"

/* The mean of a window's 2 x 2 places, channels from c on. */
INLINE vec mean(const float *x, int64_t line, int64_t channels, int64_t c, int64_t count) {
    vec above = get(x + c, count) + get(x + channels + c, count);
    return (above + get(x + line + c, count) + get(x + line + channels + c, count)) * 0.25f;
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Subsampling *layer = self;
    int64_t channels = layer->channels, line = layer->width * channels;
    int64_t high = layer->height / 2, wide = layer->width / 2;
    float *y = layer->y;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < high; i++)
            for (int64_t j = 0; j < wide; j++, y += channels) {
                const float *x = layer->x + (row * layer->height + 2 * i) * line + 2 * j * channels;
                EACH(c, channels) {
                    vec weight = get(layer->weights + c, count), bias = get(layer->bias + c, count);
                    put(y + c, mean(x, line, channels, c, count) * weight + bias, count);
                }
            }
    bend(layer->activation, layer->y, layer->y, rows * high * wide * channels);
}

/* Channels from c on, of all rows: their sums stay in registers. */
INLINE void back_channels(const Subsampling *layer, int64_t rows, int64_t c, int64_t count) {
    int64_t channels = layer->channels, line = layer->width * channels;
    int64_t high = layer->height / 2, wide = layer->width / 2;
    const float *dy = layer->dy + c;
    vec of_weight = get(layer->dweights + c, count), of_bias = get(layer->dbias + c, count);
    vec share = get(layer->weights + c, count) * 0.25f;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < high; i++)
            for (int64_t j = 0; j < wide; j++, dy += channels) {
                int64_t at = (row * layer->height + 2 * i) * line + 2 * j * channels + c;
                vec gradient = get(dy, count);
                of_weight += gradient * mean(layer->x + at, line, channels, 0, count);
                of_bias += gradient;
                if (!layer->dx) continue;
                float *dx = layer->dx + at;
                put(dx, gradient * share, count), put(dx + channels, gradient * share, count);
                put(dx + line, gradient * share, count), put(dx + line + channels, gradient * share, count);
            }
    put(layer->dweights + c, of_weight, count);
    put(layer->dbias + c, of_bias, count);
}

/* Overwrites dy with the gradient of the sums. */
static void back(const void *self, int64_t start, int64_t rows) {
    const Subsampling *layer = self;
    int64_t read = layer->height * layer->width * layer->channels;
    int64_t written = (layer->height / 2) * (layer->width / 2) * layer->channels;
    if (layer->activation != NONE) unbend(layer->activation, layer->dy, layer->y, layer->dy, rows * written);
    if (layer->dx && (layer->height % 2 || layer->width % 2)) zero(layer->dx, rows * read);
    EACH(c, layer->channels) back_channels(layer, rows, c, count);
}

const Layer SUBSAMPLING_LAYER = {sizeof(Subsampling), 0, 0, 0, forward, back, 0};

static int64_t packed(const void *self) {
    const Radial *layer = self;
    return packed_size(layer->inputs, layer->outputs) + packed_size(layer->outputs, layer->inputs);
}

static float *packed_for_back(const Radial *layer) {
    return layer->packed + packed_size(layer->inputs, layer->outputs);
}

static void prepare(const void *self, int64_t rows) {
    const Radial *layer = self;
    pack((Matrix){layer->pictures, 1, layer->inputs}, layer->inputs, layer->outputs, layer->packed);
    pack((Matrix){layer->pictures, layer->inputs, 1}, layer->outputs, layer->inputs, packed_for_back(layer));
}

/* - (x - p)^2 / 2 = p x - (x^2 + p^2) / 2, and p^2 is how many points there are. */
static void compare(const void *self, int64_t start, int64_t rows) {
    const Radial *layer = self;
    int64_t inputs = layer->inputs, outputs = layer->outputs;
    for (int64_t row = 0; row < rows; row++) {
        const float *x = layer->x + row * inputs;
        vec less = all((dot(x, x, inputs) + (float)inputs) / -2);
        EACH(i, outputs) put(layer->y + row * outputs + i, less, count);
    }
    multiply((Matrix){layer->x, inputs, 1}, layer->packed, rows, outputs, inputs, layer->y, outputs, ADD);
}

static void compare_back(const void *self, int64_t start, int64_t rows) {
    const Radial *layer = self;
    int64_t inputs = layer->inputs, outputs = layer->outputs;
    if (!layer->dx) return;
    for (int64_t row = 0; row < rows; row++) {
        vec sum = {0};
        EACH(i, outputs) sum += get(layer->dy + row * outputs + i, count);
        float less = -sum_of(sum);
        EACH(i, inputs) put(layer->dx + row * inputs + i, get(layer->x + row * inputs + i, count) * less, count);
    }
    multiply((Matrix){layer->dy, outputs, 1}, packed_for_back(layer), rows, inputs, outputs, layer->dx, inputs, ADD);
}

const Layer RADIAL_LAYER = {sizeof(Radial), 0, packed, prepare, compare, compare_back, 0};
