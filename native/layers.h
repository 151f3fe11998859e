/* The layers of a program. Each has a struct that says where its numbers lie, and five functions (see `Layer`).

   Values are single precision. The examples of a batch pass by chunks that fit into the cache, one after another: forward
   and back again; buffers of values have room for one chunk. What comes from outside lies there for the whole batch, and
   a layer reads it from example `start` on. In sequences the step is the slower index: (time, rows, units).
   Gradients of weights add up over the chunks; those of values are overwritten. */
#ifndef LAYERS_H
#define LAYERS_H
#include <stdint.h>

enum Activation { NONE, RELU, TANH, SIGMOID, SCALED_TANH };

/* Numbers of a batch from outside (batch, outer, inner), or `bytes` of which 255 is 1, -> y (rows, inner, outer): channels
   first become channels last. */
typedef struct {
    int64_t outer, inner;
    const float *outside;
    const uint8_t *bytes;
    float *y;
} Intake;

/* y (rows x places, outputs) = f(x W' + b), W (outputs, inputs) as PyTorch has it. */
typedef struct {
    int64_t inputs, outputs, places, activation;
    const float *x, *weights, *bias;
    float *y, *dx, *dy, *dweights, *dbias, *packed, *room;
} Dense;

enum Cell { SIMPLE = 1, GRU = 3, LSTM = 4 };
enum Read { SYMBOLS, SEQUENCE, STEPS, REPEATED };

/* One recurrent layer, one way, over a whole sequence; weights and the order of gates as PyTorch has them.
   It reads symbols (batch, time) from outside, of a vocabulary, each of which may have numbers of its own, `embedding`
   (vocabulary, inputs), which are learnt; else a sequence (rows, time, inputs), the states of another layer (time, rows,
   inputs), or one input (rows, inputs) again at every step. First states and gradients of what it gives may be missing. */
typedef struct {
    int64_t cell, read, inputs, units, time, backwards, hard, reset_before, activation, truncate, vocabulary;
    const int64_t *symbols;
    const float *embedding, *x, *began, *began_memory;
    const float *weights_x, *weights_h, *bias_x, *bias_h, *peepholes;
    float *states, *last, *last_memory;
    float *dembedding, *dx, *dbegan, *dbegan_memory;
    float *dweights_x, *dweights_h, *dbias_x, *dbias_h, *dpeepholes;
    const float *dstates, *dlast, *dlast_memory;
    float *gates, *memories, *bent, *aside, *dgates, *daside, *dh, *dc, *packed, *room;
} Recurrent;

/* Maps lie with their channels beside each other: (rows, height, width, channels). Weights (filters, channels,
   kernel_height, kernel_width) at the strides that they have, read places that are so far `apart`, with zeros around the
   map (`pad_below` and `pad_after` on the far sides); the activation comes after the convolution. Where
   `connected` (filters, channels) is there, it says which of the kernels (kernels, kernel_height, kernel_width), by_filter
   apart, goes from each channel to each filter, and -1 where none does. */
typedef struct {
    int64_t channels, height, width, filters, kernel_height, kernel_width, stride_down, stride_across;
    int64_t apart_down, apart_across, pad_down, pad_across, pad_below, pad_after, high, wide, activation;
    int64_t by_filter, by_channel, by_row, by_column;
    const int64_t *connected;
    const float *x, *weights, *bias;
    float *y, *dx, *dy, *dweights, *dbias, *packed, *room;
} Convolution;

/* Windows of a map, the first of which begins so far outside of it (`pad`), and as much of each as lies inside: where `mean`
   is 0 the largest, and `places` keeps which it was. */
typedef struct {
    int64_t channels, height, width, window_down, window_across, stride_down, stride_across, pad_down, pad_across;
    int64_t high, wide, mean;
    const float *x;
    float *y, *dx, *dy;
    int32_t *places;
} Pooling;

/* y = f(w m + b), where m is the mean of each 2 x 2 places, and w and b (channels) are learnt (LeCun et al. 1998). */
typedef struct {
    int64_t channels, height, width, activation;
    const float *x, *weights, *bias;
    float *y, *dx, *dy, *dweights, *dbias;
} Subsampling;

/* y (rows, outputs) = minus half the squared distance of x (rows, inputs) to each of the pictures (outputs, inputs), whose
   points are 1 or -1; they are not learnt. */
typedef struct {
    int64_t inputs, outputs;
    const float *x, *pictures;
    float *y, *dx, *dy, *packed;
} Radial;

/* y (rows x places, channels) = f((x - mean) / sqrt(variance + epsilon) w + b), each channel by itself: mean and variance of
   the batch where it `learns`, which a share `momentum` of goes into those that are remembered. */
typedef struct {
    int64_t channels, places, learns, activation;
    const float *x, *weights, *bias;
    float *y, *dx, *dy, *dweights, *dbias, *means, *variances, *room;
    float momentum, epsilon;
} Normalisation;

/* x (rows, outer, inner) -> y (rows, inner, outer). */
typedef struct {
    int64_t outer, inner;
    const float *x;
    float *y, *dx, *dy;
} Transposition;

/* y = f(x), element by element. */
typedef struct {
    int64_t size, activation;
    const float *x;
    float *y, *dx, *dy;
} Bend;

/* y = x (rows, size), or (places, rows, size) of sequences, times what was drawn (batch, places, size) outside: 0, or 1
   over the share that passes; as it is where `drawn` is missing. */
typedef struct {
    int64_t size, places;
    const float *x, *drawn;
    float *y, *dx, *dy;
} Masking;

/* y (rows, size) += the first `columns` of every `stride` of `added`, over and over: a forecast that is said as a change. */
typedef struct {
    int64_t size, columns, stride;
    const float *added;
    float *y;
} Addition;

/* What a network gives, (rows, places, size) or (places, rows, size) where `steps_first`, to the outside (batch, places,
   size); nothing where `to` is missing. */
typedef struct {
    int64_t size, places, steps_first;
    const float *x;
    float *to;
} Outlet;

/* The mean over all places of -log softmax(scores)[target]. Scores (rows, places, classes), or (places, rows, classes)
   where `steps_first`; targets (batch, places) from outside. `found` becomes: the sum of all losses, right places, rows
   that are right as a whole, rows of the batch. Where `counted` (batch, places) is there, from outside, other places are
   left out, the mean is over those of a row and then over rows, and the sum is that over rows. */
typedef struct {
    int64_t classes, places, steps_first;
    const float *scores;
    float *dscores;
    const int64_t *targets;
    const uint8_t *counted;
    double *found;
} CrossEntropy;

/* The mean of the squares of y (rows, size) less targets (batch, size) from outside. `found`: the sum of all squares, 0,
   0, rows of the batch. */
typedef struct {
    int64_t size;
    const float *y, *targets;
    float *dy;
    double *found;
} SquaredError;

/* The cross-entropy of each bit (a logit), the mean over the places of a row that count, then over rows: scores (places,
   rows, size); targets (batch, places, size) and `counted` (batch, places) from outside. `found`: the sum over rows, right
   bits, rows of which every bit is right, rows of the batch. */
typedef struct {
    int64_t size, places;
    const float *scores;
    float *dscores;
    const float *targets;
    const uint8_t *counted;
    double *found;
} BitEntropy;

/* The dense layer by which a head says what it wants: weights (emitted, hidden) and biases. */
typedef struct {
    const float *weights, *bias;
    float *dweights, *dbias;
} Speaker;

/* A controller (an LSTM where it is `recurrent`, else dense with tanh) over x (rows, time, inputs), and heads on a memory of
   `slots` places of `width` numbers: so many, `heads`, that read, then so many that write, each with its `speak`. y (time,
   rows, hidden + heads x width) is its state and what was read. */
typedef struct {
    int64_t inputs, hidden, slots, width, heads, time, recurrent;
    const float *x, *weights_x, *weights_h, *bias_x, *bias_h;
    const Speaker *speak;
    float *y, *dy, *dweights_x, *dweights_h, *dbias_x, *dbias_h, *packed, *room;
} Turing;

/* States of a text that is read both ways: y (time, rows, size) = a + b, where b (time, rows, size) has read it from the
   end of each row, `lengths` (batch) from outside; what is beyond the end stays where it is. `last` (rows, size) is what
   both end with. Of a text that is read one way b is missing. */
typedef struct {
    int64_t size, time;
    const int64_t *lengths;
    const float *a, *b;
    float *y, *last, *da, *db;
    const float *dy, *dlast;
} Joining;

/* y (rows, size): `size` numbers of each row of x (rows, whole) from `first` on; other lines have the others. */
typedef struct {
    int64_t whole, first, size;
    const float *x;
    float *y, *dx, *dy;
} Parting;

/* Attention (Luong, Pham and Manning 2015, equations 5 to 8 but for the last dense layer): y (places, rows, 2 x size) =
   [c; h], c = sum of a_s read_s over the `lengths` (batch) first of `read` (time, rows, size), a = softmax(h . read_s), or
   of h . W read_s where `weights` (size, size) are there. `shares` keeps a (rows, places, time). */
typedef struct {
    int64_t size, places, time;
    const int64_t *lengths;
    const float *h, *read, *weights;
    float *y, *dh, *dread, *dweights;
    const float *dy;
    float *shares, *packed, *room;
} Attending;

/* What can be done with each layer: floats of room that a chunk of `rows` takes, and of what was packed; before the first
   chunk of `rows` in all; forward and back, one chunk; after the last chunk. */
typedef struct {
    int64_t size;
    int64_t (*room)(const void *layer, int64_t rows), (*packed)(const void *layer);
    void (*prepare)(const void *layer, int64_t rows);
    void (*forward)(const void *layer, int64_t start, int64_t rows), (*back)(const void *layer, int64_t start, int64_t rows);
    void (*finish)(const void *layer);
} Layer;

#endif
