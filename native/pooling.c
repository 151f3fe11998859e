/* Pooling of maps with their channels beside each other: the largest of each window, or its mean. */
#include "elementwise.h"

/* Where a window begins in a map, and how much of it lies inside. */
typedef struct {
    int64_t at, down, across;
} Window;

static Window window_of(const Pooling *layer, int64_t i, int64_t j) {
    int64_t top = i * layer->stride_down - layer->pad_down, left = j * layer->stride_across - layer->pad_across;
    int64_t bottom = top + layer->window_down, right = left + layer->window_across;
    top = top < 0 ? 0 : top, left = left < 0 ? 0 : left;
    bottom = bottom > layer->height ? layer->height : bottom, right = right > layer->width ? layer->width : right;
    return (Window){(top * layer->width + left) * layer->channels, bottom - top, right - left};
}

/* The largest and where it was; of equal ones the first, and NaN before all, as PyTorch has it. */
static void largest(const Pooling *layer, Window window, const float *x, float *y, int32_t *places) {
    int64_t line = layer->width * layer->channels;
    EACH(c, layer->channels) {
        vec best = get(x + c, count);
        ivec place = {0};
        for (int64_t i = 0; i < window.down; i++)
            for (int64_t j = 0; j < window.across; j++) {
                vec next = get(x + i * line + j * layer->channels + c, count);
                ivec better = (next > best) | ((next != next) & (best == best));
                ivec here = (ivec){0} + (int32_t)(i * window.across + j);
                best = choose(better, next, best);
                place = (here & better) | (place & ~better);
            }
        put(y + c, best, count);
        put((float *)places + c, (vec)place, count);
    }
}

static void mean(const Pooling *layer, Window window, const float *x, float *y) {
    int64_t line = layer->width * layer->channels;
    float share = 1.0f / (float)(window.down * window.across);
    EACH(c, layer->channels) {
        vec sum = {0};
        for (int64_t i = 0; i < window.down; i++)
            for (int64_t j = 0; j < window.across; j++)
                sum += get(x + i * line + j * layer->channels + c, count);
        put(y + c, sum * share, count);
    }
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Pooling *layer = self;
    int64_t channels = layer->channels, read = layer->height * layer->width * channels;
    float *y = layer->y;
    int32_t *places = layer->places;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < layer->high; i++)
            for (int64_t j = 0; j < layer->wide; j++, y += channels, places += channels) {
                Window window = window_of(layer, i, j);
                const float *x = layer->x + row * read + window.at;
                if (layer->mean) mean(layer, window, x, y);
                else largest(layer, window, x, y, places);
            }
}

static void spread(const Pooling *layer, Window window, float *dx, const float *dy, const int32_t *places) {
    int64_t line = layer->width * layer->channels;
    float share = 1.0f / (float)(window.down * window.across);
    EACH(c, layer->channels) {
        vec gradient = get(dy + c, count);
        ivec place = layer->mean ? (ivec){0} : (ivec)get((const float *)places + c, count);
        for (int64_t i = 0; i < window.down; i++)
            for (int64_t j = 0; j < window.across; j++) {
                float *to = dx + i * line + j * layer->channels + c;
                ivec here = place == (int32_t)(i * window.across + j);
                vec part = choose(here, gradient, (vec){0});
                if (layer->mean) part = gradient * share;
                put(to, get(to, count) + part, count);
            }
    }
}

static void back(const void *self, int64_t start, int64_t rows) {
    const Pooling *layer = self;
    int64_t channels = layer->channels, read = layer->height * layer->width * channels;
    const float *dy = layer->dy;
    const int32_t *places = layer->places;
    if (!layer->dx) return;
    zero(layer->dx, rows * read);
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < layer->high; i++)
            for (int64_t j = 0; j < layer->wide; j++, dy += channels, places += channels) {
                Window window = window_of(layer, i, j);
                spread(layer, window, layer->dx + row * read + window.at, dy, places);
            }
}

const Layer POOLING_LAYER = {sizeof(Pooling), 0, 0, 0, forward, back, 0};
