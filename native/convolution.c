/* Convolutions of maps with their channels beside each other, as matrix products whose left side is gathered from the
   map through two tables: where each output place begins, and how far from there each weight reads.

   The way back to what was read is a product too: the gradient of each place times the weights, added to where each
   weight read. */
#include "elementwise.h"
#include "gemm.h"

/* One such product: what it reads (height, width, channels), windows, and what it writes (high, wide, filters). */
typedef struct {
    int64_t height, width, channels, kernel_height, kernel_width, stride_down, stride_across, apart_down, apart_across;
    int64_t high, wide, filters;
} Geometry;

static int64_t weights_of(Geometry g) { return g.kernel_height * g.kernel_width * g.channels; }
static int64_t places_of(Geometry g) { return g.high * g.wide; }
static int64_t read_by(Geometry g) { return g.height * g.width * g.channels; }

static Geometry ahead(const Convolution *layer) {
    return (Geometry){layer->height + layer->pad_down + layer->pad_below, layer->width + layer->pad_across + layer->pad_after,
                      layer->channels, layer->kernel_height, layer->kernel_width, layer->stride_down,
                      layer->stride_across, layer->apart_down, layer->apart_across, layer->high, layer->wide,
                      layer->filters};
}

/* Pictures whose places are counted together in the gradient of the weights, so that its sums are long enough. */
static int64_t together(const Convolution *layer) {
    int64_t places = layer->high * layer->wide;
    return places < 128 ? 128 / places : 1;
}

/* Where in `packed` lie: weights for both ways, the gradient of the weights as it is added up, and both tables. */
typedef struct {
    float *weights, *weights_back, *dweights;
    int32_t *places, *reads;
    int64_t size;
} Packed;

static Packed places(const Convolution *layer) {
    Geometry g = ahead(layer);
    Packed at = {.weights = layer->packed};
    at.weights_back = at.weights + packed_size(weights_of(g), g.filters);
    at.dweights = at.weights_back + packed_size(g.filters, weights_of(g));
    at.places = (int32_t *)(at.dweights + weights_of(g) * g.filters);
    at.reads = at.places + places_of(g) * together(layer);
    at.size = (float *)(at.reads + weights_of(g)) - at.weights;
    return at;
}

static int64_t packed(const void *self) { return places(self).size; }

/* Room: maps with zeros around them, and then what is needed by turns: gradients as they are packed, or those of all
   that each place read, or weights in a plain matrix. */
static int64_t room(const void *self, int64_t rows) {
    const Convolution *layer = self;
    Geometry g = ahead(layer);
    int64_t group = together(layer), gradients = packed_size(places_of(g) * group, g.filters);
    return read_by(g) * group + most_of(gradients, most_of(places_of(g), g.filters) * weights_of(g));
}

static float *room_after_maps(const Convolution *layer) {
    return layer->room + read_by(ahead(layer)) * together(layer);
}

static void fill_tables(Geometry g, int64_t pictures, int32_t *places, int32_t *reads) {
    for (int64_t picture = 0; picture < pictures; picture++)
        for (int64_t i = 0; i < g.high; i++)
            for (int64_t j = 0; j < g.wide; j++)
                *places++ = (int32_t)(picture * read_by(g) + (i * g.stride_down * g.width + j * g.stride_across) * g.channels);
    for (int64_t i = 0; i < g.kernel_height; i++)
        for (int64_t j = 0; j < g.kernel_width; j++)
            for (int64_t c = 0; c < g.channels; c++)
                *reads++ = (int32_t)((i * g.apart_down * g.width + j * g.apart_across) * g.channels + c);
}

/* Where the kernel from a channel to a filter begins, or -1. */
static int64_t kernel_at(const Convolution *layer, int64_t filter, int64_t channel) {
    if (!layer->connected) return filter * layer->by_filter + channel * layer->by_channel;
    int64_t kernel = layer->connected[filter * layer->channels + channel];
    return kernel < 0 ? -1 : kernel * layer->by_filter;
}

static void prepare(const void *self, int64_t rows) {
    const Convolution *layer = self;
    Geometry g = ahead(layer);
    Packed at = places(layer);
    float *plain = room_after_maps(layer), *to = plain;
    fill_tables(g, together(layer), at.places, at.reads);
    zero(at.dweights, weights_of(g) * g.filters);
    for (int64_t i = 0; i < g.kernel_height; i++)
        for (int64_t j = 0; j < g.kernel_width; j++)
            for (int64_t c = 0; c < g.channels; c++)
                for (int64_t f = 0; f < g.filters; f++) {
                    int64_t kernel = kernel_at(layer, f, c);
                    *to++ = kernel < 0 ? 0 : layer->weights[kernel + i * layer->by_row + j * layer->by_column];
                }
    pack((Matrix){plain, g.filters, 1}, weights_of(g), g.filters, at.weights);
    if (layer->dx) pack((Matrix){plain, 1, g.filters}, g.filters, weights_of(g), at.weights_back);
}

static int edged(const Convolution *layer) {
    return layer->pad_down || layer->pad_below || layer->pad_across || layer->pad_after;
}

/* `pictures` maps with zeros around them, where there are any; else where they lie. */
static const float *padded(const Convolution *layer, const float *x, int64_t pictures) {
    int64_t down = layer->pad_down, across = layer->pad_across, line = layer->width * layer->channels;
    Geometry g = ahead(layer);
    if (!edged(layer)) return x;
    zero(layer->room, pictures * read_by(g));
    for (int64_t picture = 0; picture < pictures; picture++)
        for (int64_t i = 0; i < layer->height; i++, x += line)
            memcpy(layer->room + picture * read_by(g) + ((i + down) * g.width + across) * g.channels, x, 4 * (size_t)line);
    return layer->room;
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Convolution *layer = self;
    Geometry g = ahead(layer);
    Packed at = places(layer);
    int64_t read = layer->height * layer->width * layer->channels, written = places_of(g) * g.filters;
    for (int64_t row = 0; row < rows; row++) {
        float *y = layer->y + row * written;
        fill_rows(y, layer->bias, places_of(g), g.filters);
        multiply_gathered(padded(layer, layer->x + row * read, 1), at.places, at.reads, at.weights, places_of(g), g.filters,
                          weights_of(g), y, g.filters, ADD);
        bend(layer->activation, y, y, written);
    }
}

/* Adds what each place asks of all that it read, `asked` (places, weights), to a map with its edge. */
static void scatter(Geometry g, const float *asked, float *map) {
    int64_t runs = g.apart_across == 1 ? 1 : g.kernel_width, run = g.kernel_width / runs * g.channels;
    for (int64_t i = 0; i < g.high; i++)
        for (int64_t j = 0; j < g.wide; j++)
            for (int64_t k = 0; k < g.kernel_height * runs; k++, asked += run) {
                int64_t down = i * g.stride_down + k / runs * g.apart_down;
                float *to = map + (down * g.width + j * g.stride_across + k % runs * g.apart_across) * g.channels;
                EACH(c, run) put(to + c, get(to + c, count) + get(asked + c, count), count);
            }
}

static void back_to_map(const Convolution *layer, const float *dy, float *dx) {
    Geometry g = ahead(layer);
    float *asked = room_after_maps(layer);
    int64_t line = layer->width * layer->channels, edges = edged(layer);
    float *map = edges ? layer->room : dx;
    multiply((Matrix){dy, g.filters, 1}, places(layer).weights_back, places_of(g), weights_of(g), g.filters, asked,
             weights_of(g), REPLACE);
    zero(map, read_by(g));
    scatter(g, asked, map);
    for (int64_t i = 0; i < layer->height && edges; i++)
        memcpy(dx + i * line, map + ((i + layer->pad_down) * g.width + layer->pad_across) * g.channels, 4 * (size_t)line);
}

/* Overwrites dy with the gradient of the sums. */
static void back(const void *self, int64_t start, int64_t rows) {
    const Convolution *layer = self;
    Geometry g = ahead(layer);
    Packed at = places(layer);
    int64_t read = layer->height * layer->width * layer->channels, written = places_of(g) * g.filters;
    int64_t group = together(layer);
    if (layer->activation != NONE) unbend(layer->activation, layer->dy, layer->y, layer->dy, rows * written);
    if (layer->dbias) add_columns(layer->dbias, layer->dy, rows * places_of(g), g.filters);
    for (int64_t row = 0; row < rows; row += group) {
        int64_t pictures = rows - row < group ? rows - row : group, sums = pictures * places_of(g);
        const float *dy = layer->dy + row * written;
        float *room = room_after_maps(layer);
        if (!lies_packed(g.filters)) pack((Matrix){dy, g.filters, 1}, sums, g.filters, room), dy = room;
        multiply_gathered(padded(layer, layer->x + row * read, pictures), at.reads, at.places, dy, weights_of(g),
                          g.filters, sums, at.dweights, g.filters, ADD);
    }
    for (int64_t row = 0; row < rows && layer->dx; row++)
        back_to_map(layer, layer->dy + row * written, layer->dx + row * read);
}

/* The gradient of the weights, to where it belongs. */
static void finish(const void *self) {
    const Convolution *layer = self;
    const float *from = places(layer).dweights;
    for (int64_t i = 0; i < layer->kernel_height; i++)
        for (int64_t j = 0; j < layer->kernel_width; j++)
            for (int64_t c = 0; c < layer->channels; c++)
                for (int64_t f = 0; f < layer->filters; f++, from++) {
                    int64_t kernel = kernel_at(layer, f, c);
                    if (kernel >= 0) layer->dweights[kernel + i * layer->by_row + j * layer->by_column] = *from;
                }
}

const Layer CONVOLUTION_LAYER = {sizeof(Convolution), room, packed, prepare, forward, back, finish};
