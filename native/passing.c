/* Layers without weights that pass values on: from and to the outside, transposed, bent, masked. */
#include "elementwise.h"

/* x (outer, inner) -> y (inner, outer). */
static void transpose(const float *x, int64_t outer, int64_t inner, float *y) {
    if (outer == 1 || inner == 1) memcpy(y, x, 4 * (size_t)(outer * inner));
    else
        for (int64_t i = 0; i < inner; i++)
            for (int64_t j = 0; j < outer; j++) y[i * outer + j] = x[j * inner + i];
}

static void take_in(const void *self, int64_t start, int64_t rows) {
    const Intake *layer = self;
    int64_t outer = layer->outer, inner = layer->inner, size = outer * inner;
    float *y = layer->y;
    for (int64_t at = start * size; at < (start + rows) * size; at += size, y += size)
        if (layer->outside) transpose(layer->outside + at, outer, inner, y);
        else if (outer == 1)
            for (int64_t i = 0; i < size; i++) y[i] = layer->bytes[at + i] / 255.0f;
        else
            for (int64_t i = 0; i < inner; i++)
                for (int64_t j = 0; j < outer; j++) y[i * outer + j] = layer->bytes[at + j * inner + i] / 255.0f;
}

const Layer INTAKE_LAYER = {sizeof(Intake), 0, 0, 0, take_in, 0, 0};

static void transposed(const void *self, int64_t start, int64_t rows) {
    const Transposition *layer = self;
    int64_t size = layer->outer * layer->inner;
    for (int64_t row = 0; row < rows; row++)
        transpose(layer->x + row * size, layer->outer, layer->inner, layer->y + row * size);
}

static void transposed_back(const void *self, int64_t start, int64_t rows) {
    const Transposition *layer = self;
    int64_t size = layer->outer * layer->inner;
    for (int64_t row = 0; row < rows && layer->dx; row++)
        transpose(layer->dy + row * size, layer->inner, layer->outer, layer->dx + row * size);
}

const Layer TRANSPOSITION_LAYER = {sizeof(Transposition), 0, 0, 0, transposed, transposed_back, 0};

static void bent(const void *self, int64_t start, int64_t rows) {
    const Bend *layer = self;
    bend(layer->activation, layer->x, layer->y, rows * layer->size);
}

static void bent_back(const void *self, int64_t start, int64_t rows) {
    const Bend *layer = self;
    if (layer->dx) unbend(layer->activation, layer->dy, layer->y, layer->dx, rows * layer->size);
}

const Layer BEND_LAYER = {sizeof(Bend), 0, 0, 0, bent, bent_back, 0};

static void mask(const Masking *layer, int64_t start, int64_t rows, const float *from, float *to) {
    int64_t size = layer->size, places = layer->places;
    if (!layer->drawn) {
        memcpy(to, from, 4 * (size_t)(rows * places * size));
        return;
    }
    for (int64_t place = 0; place < places; place++)
        for (int64_t row = 0; row < rows; row++, from += size, to += size) {
            const float *drawn = layer->drawn + ((start + row) * places + place) * size;
            EACH(i, size) put(to + i, get(from + i, count) * get(drawn + i, count), count);
        }
}

static void masked(const void *self, int64_t start, int64_t rows) {
    const Masking *layer = self;
    mask(layer, start, rows, layer->x, layer->y);
}

static void masked_back(const void *self, int64_t start, int64_t rows) {
    const Masking *layer = self;
    if (layer->dx) mask(layer, start, rows, layer->dy, layer->dx);
}

const Layer MASKING_LAYER = {sizeof(Masking), 0, 0, 0, masked, masked_back, 0};

static void added(const void *self, int64_t start, int64_t rows) {
    const Addition *layer = self;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t i = 0; i < layer->size; i++)
            layer->y[row * layer->size + i] += layer->added[row * layer->stride + i % layer->columns];
}

const Layer ADDITION_LAYER = {sizeof(Addition), 0, 0, 0, added, 0, 0};

static void let_out(const void *self, int64_t start, int64_t rows) {
    const Outlet *layer = self;
    int64_t size = layer->size, places = layer->places;
    if (!layer->to) return;
    for (int64_t row = 0; row < rows; row++)
        for (int64_t place = 0; place < places; place++) {
            int64_t from = layer->steps_first ? place * rows + row : row * places + place;
            memcpy(layer->to + ((start + row) * places + place) * size, layer->x + from * size, 4 * (size_t)size);
        }
}

const Layer OUTLET_LAYER = {sizeof(Outlet), 0, 0, 0, let_out, 0, 0};

static void forward_parting(const void *self, int64_t start, int64_t rows) {
    const Parting *layer = self;
    int64_t size = layer->size;
    for (int64_t row = 0; row < rows; row++)
        memcpy(layer->y + row * size, layer->x + row * layer->whole + layer->first, 4 * (size_t)size);
}

static void back_parting(const void *self, int64_t start, int64_t rows) {
    const Parting *layer = self;
    int64_t size = layer->size;
    for (int64_t row = 0; row < rows; row++)
        memcpy(layer->dx + row * layer->whole + layer->first, layer->dy + row * size, 4 * (size_t)size);
}

const Layer PARTING_LAYER = {sizeof(Parting), 0, 0, 0, forward_parting, back_parting, 0};
