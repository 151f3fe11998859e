/* Batch normalisation of maps or of units (Ioffe and Szegedy 2015): by mean and variance of the batch, which is one chunk,
   while it learns; else by those that are remembered. */
#include "elementwise.h"

enum Of { VALUES, SQUARES, PRODUCTS };
enum { PART = 256 }; /* rows that are added up by themselves, so that small numbers are not lost in large ones */

/* The sum over rows, `size` apart, of x - less, of its square, or of its product with `by`. */
INLINE vec sum(const enum Of of, const float *x, vec less, const float *by, int64_t rows, int64_t size, int64_t count) {
    vec total = {0};
    for (int64_t from = 0; from < rows; from += PART) {
        vec part = {0};
        for (int64_t row = from; row < rows && row < from + PART; row++) {
            vec value = get(x + row * size, count) - less;
            part += of == VALUES ? value : of == SQUARES ? value * value : value * get(by + row * size, count);
        }
        total += part;
    }
    return total;
}

static int64_t room(const void *self, int64_t rows) { return 2 * ((const Normalisation *)self)->channels; }

static void forward(const void *self, int64_t start, int64_t rows) {
    const Normalisation *layer = self;
    int64_t size = layer->channels, places = rows * layer->places;
    EACH(c, size) {
        const float *x = layer->x + c;
        vec mean = get(layer->means + c, count), variance = get(layer->variances + c, count);
        vec weight = get(layer->weights + c, count), bias = get(layer->bias + c, count);
        if (layer->learns) {
            vec known = mean, square = variance, zero = {0};
            mean = sum(VALUES, x, zero, 0, places, size, count) / (float)places;
            variance = sum(SQUARES, x, mean, 0, places, size, count) / (float)places;
            put(layer->means + c, known + (mean - known) * layer->momentum, count);
            vec unbiased = variance * ((float)places / (float)(places - 1));
            put(layer->variances + c, square + (unbiased - square) * layer->momentum, count);
        }
        vec scale = 1.0f / root(variance + layer->epsilon);
        put(layer->room + c, mean, count), put(layer->room + size + c, scale, count);
        for (int64_t row = 0; row < places; row++) {
            vec y = (get(x + row * size, count) - mean) * scale * weight + bias;
            put(layer->y + row * size + c, bent_by(layer->activation, y), count);
        }
    }
}

/* Overwrites dy with the gradient of the sums. */
static void back(const void *self, int64_t start, int64_t rows) {
    const Normalisation *layer = self;
    int64_t size = layer->channels, places = rows * layer->places;
    if (layer->activation != NONE) unbend(layer->activation, layer->dy, layer->y, layer->dy, places * size);
    EACH(c, size) {
        const float *x = layer->x + c, *dy = layer->dy + c;
        vec mean = get(layer->room + c, count), scale = get(layer->room + size + c, count), zero = {0};
        vec of_bias = sum(VALUES, dy, zero, 0, places, size, count);
        vec of_weight = sum(PRODUCTS, x, mean, dy, places, size, count) * scale;
        put(layer->dbias + c, get(layer->dbias + c, count) + of_bias, count);
        put(layer->dweights + c, get(layer->dweights + c, count) + of_weight, count);
        vec slope = get(layer->weights + c, count) * scale, share = of_weight * scale / (float)places;
        for (int64_t row = 0; row < places && layer->dx; row++) {
            vec gradient = get(dy + row * size, count) - of_bias / (float)places;
            put(layer->dx + row * size + c, (gradient - (get(x + row * size, count) - mean) * share) * slope, count);
        }
    }
}

const Layer NORMALISATION_LAYER = {sizeof(Normalisation), room, 0, 0, forward, back, 0};
