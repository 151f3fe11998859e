/* Dense layers. */
#include "elementwise.h"
#include "gemm.h"

static int64_t packed(const void *self) {
    const Dense *layer = self;
    return packed_size(layer->inputs, layer->outputs) + packed_size(layer->outputs, layer->inputs);
}

static float *packed_for_back(const Dense *layer) { return layer->packed + packed_size(layer->inputs, layer->outputs); }

static int64_t room(const void *self, int64_t rows) {
    const Dense *layer = self;
    return packed_size(rows * layer->places, layer->inputs);
}

static void prepare(const void *self, int64_t rows) {
    const Dense *layer = self;
    pack((Matrix){layer->weights, 1, layer->inputs}, layer->inputs, layer->outputs, layer->packed);
    if (layer->dx)
        pack((Matrix){layer->weights, layer->inputs, 1}, layer->outputs, layer->inputs, packed_for_back(layer));
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Dense *layer = self;
    int64_t inputs = layer->inputs, outputs = layer->outputs, all_rows = rows * layer->places;
    fill_rows(layer->y, layer->bias, all_rows, outputs);
    multiply((Matrix){layer->x, inputs, 1}, layer->packed, all_rows, outputs, inputs, layer->y, outputs, ADD);
    bend(layer->activation, layer->y, layer->y, all_rows * outputs);
}

/* Overwrites dy with the gradient of the sums. */
static void back(const void *self, int64_t start, int64_t rows) {
    const Dense *layer = self;
    int64_t inputs = layer->inputs, outputs = layer->outputs, all_rows = rows * layer->places;
    if (layer->activation != NONE) unbend(layer->activation, layer->dy, layer->y, layer->dy, all_rows * outputs);
    Matrix by_unit = {layer->dy, 1, outputs}, x = {layer->x, inputs, 1};
    product(by_unit, x, outputs, inputs, all_rows, layer->dweights, inputs, ADD, layer->room);
    if (layer->dbias) add_columns(layer->dbias, layer->dy, all_rows, outputs);
    if (layer->dx)
        multiply((Matrix){layer->dy, outputs, 1}, packed_for_back(layer), all_rows, inputs, outputs, layer->dx, inputs,
                 REPLACE);
}

const Layer DENSE_LAYER = {sizeof(Dense), room, packed, prepare, forward, back, 0};
