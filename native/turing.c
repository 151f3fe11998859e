/* A neural Turing machine over a whole sequence, forward and back (Graves, Wayne and Danihelka 2014; numbers of equations
   are theirs). A controller reads what came and what its heads read last; readers look at the memory, then writers change
   it one after another. In memory the places are the faster index, (width, slots): a vector is one number of each place. */
#include "elementwise.h"
#include "gemm.h"

#define MOST_HEADS 6
#define SHIFTS 3
#define EMPTY 1e-6f /* what memory holds at first */
#define LEAST 1e-8f /* the least length of a vector that is compared with another, as PyTorch has it */

/* What a step keeps for the way back, by step where not said otherwise: places in the layer's room. */
typedef struct {
    int64_t heads, gates, answer, read; /* numbers: heads of both sorts, sums of the controller, y, the controller's inputs */
    float *inputs, *sums, *cells, *shown, *memory;
    float *emitted[MOST_HEADS], *likeness[MOST_HEADS], *content[MOST_HEADS], *shifted[MOST_HEADS], *where[MOST_HEADS];
    float *dsums, *demitted[MOST_HEADS];                                     /* gradients, by step */
    float *dmemory, *dwhere[MOST_HEADS], *dh, *dc, *dread, *line, *aside, *product; /* of one step */
} Kept;

/* Weights as `multiply` reads them, forward and back. */
typedef struct { float *inputs, *state, *read_back, *state_back, *emit[MOST_HEADS], *emit_back[MOST_HEADS]; } Packed;

static int is_reader(const Turing *layer, int64_t head) { return head < layer->heads; }

/* k, beta, g, s and gamma; of a writer also e and a. */
static int64_t emits(const Turing *layer, int64_t head) {
    return (is_reader(layer, head) ? 1 : 3) * layer->width + 3 + SHIFTS;
}

static float *taken(float *room, int64_t *used, int64_t size) {
    float *found = room ? room + *used : 0;
    *used += size;
    return found;
}

/* Floats of room; where there is some, what lies where. */
static int64_t lay_out(const Turing *layer, int64_t rows, float *room, Kept *at) {
    int64_t used = 0, steps = layer->time * rows, slots = layer->slots, cell = layer->width * slots;
    at->heads = 2 * layer->heads;
    at->gates = (layer->recurrent ? 4 : 1) * layer->hidden;
    at->answer = layer->hidden + layer->heads * layer->width;
    at->read = layer->inputs + layer->heads * layer->width;
    at->inputs = taken(room, &used, steps * at->read);
    at->sums = taken(room, &used, steps * at->gates);
    at->cells = taken(room, &used, steps * layer->hidden);
    at->shown = taken(room, &used, steps * layer->hidden);
    at->memory = taken(room, &used, (steps * layer->heads + rows) * cell);
    at->dsums = taken(room, &used, steps * at->gates);
    at->dmemory = taken(room, &used, rows * cell);
    at->dh = taken(room, &used, rows * layer->hidden);
    at->dc = taken(room, &used, rows * layer->hidden);
    at->dread = taken(room, &used, rows * layer->heads * layer->width);
    at->line = taken(room, &used, slots + 2);
    at->aside = taken(room, &used, 2 * slots);
    for (int64_t head = 0; head < at->heads; head++) {
        at->emitted[head] = taken(room, &used, steps * emits(layer, head));
        at->demitted[head] = taken(room, &used, steps * emits(layer, head));
        float **const kept[] = {&at->likeness[head], &at->content[head], &at->shifted[head], &at->where[head]};
        for (int64_t i = 0; i < 4; i++) *kept[i] = taken(room, &used, steps * slots);
        at->dwhere[head] = taken(room, &used, rows * slots);
    }
    at->product = taken(room, &used, packed_size(steps, most_of(at->read, layer->hidden)));
    return used;
}

static int64_t room(const void *self, int64_t rows) {
    Kept at;
    return lay_out(self, rows, 0, &at);
}

static int64_t lay_weights(const Turing *layer, float *packed, Packed *to) {
    int64_t used = 0, hidden = layer->hidden, gates = (layer->recurrent ? 4 : 1) * hidden;
    int64_t reads = layer->heads * layer->width;
    to->inputs = taken(packed, &used, packed_size(layer->inputs + reads, gates));
    to->read_back = taken(packed, &used, packed_size(gates, reads));
    to->state = taken(packed, &used, packed_size(hidden, gates));
    to->state_back = taken(packed, &used, packed_size(gates, hidden));
    for (int64_t head = 0; head < 2 * layer->heads; head++) {
        to->emit[head] = taken(packed, &used, packed_size(hidden, emits(layer, head)));
        to->emit_back[head] = taken(packed, &used, packed_size(emits(layer, head), hidden));
    }
    return used;
}

static int64_t packed(const void *self) {
    Packed to;
    return lay_weights(self, 0, &to);
}

static void prepare(const void *self, int64_t rows) {
    const Turing *layer = self;
    Packed to;
    int64_t hidden = layer->hidden, gates = (layer->recurrent ? 4 : 1) * hidden;
    int64_t reads = layer->heads * layer->width, wide = layer->inputs + reads;
    lay_weights(layer, layer->packed, &to);
    pack((Matrix){layer->weights_x, 1, wide}, wide, gates, to.inputs);
    pack((Matrix){layer->weights_x + layer->inputs, wide, 1}, gates, reads, to.read_back);
    if (layer->recurrent) {
        pack((Matrix){layer->weights_h, 1, hidden}, hidden, gates, to.state);
        pack((Matrix){layer->weights_h, hidden, 1}, gates, hidden, to.state_back);
    }
    for (int64_t head = 0; head < 2 * layer->heads; head++) {
        const float *weights = layer->speak[head].weights;
        pack((Matrix){weights, 1, hidden}, hidden, emits(layer, head), to.emit[head]);
        pack((Matrix){weights, hidden, 1}, emits(layer, head), hidden, to.emit_back[head]);
    }
}

/* What the controller reads, and its sums. */
static void read_in(const Turing *layer, const Kept *at, const Packed *by, int64_t t, int64_t rows) {
    int64_t hidden = layer->hidden, reads = layer->heads * layer->width, gates = at->gates;
    float *inputs = at->inputs + t * rows * at->read, *sums = at->sums + t * rows * gates;
    const float *last = layer->y + (t - 1) * rows * at->answer;
    for (int64_t row = 0; row < rows; row++) {
        float *to = inputs + row * at->read;
        memcpy(to, layer->x + (row * layer->time + t) * layer->inputs, 4 * (size_t)layer->inputs);
        if (t) memcpy(to + layer->inputs, last + row * at->answer + hidden, 4 * (size_t)reads);
        else EACH(i, reads) put(to + layer->inputs + i, all(EMPTY), count);
    }
    fill_rows(sums, layer->bias_x, rows, gates);
    for (int64_t row = 0; layer->bias_h && row < rows; row++) add_columns(sums + row * gates, layer->bias_h, 1, gates);
    multiply((Matrix){inputs, at->read, 1}, by->inputs, rows, gates, at->read, sums, gates, ADD);
    if (layer->recurrent && t)
        multiply((Matrix){last, at->answer, 1}, by->state, rows, gates, hidden, sums, gates, ADD);
}

/* The controller's state, (rows, hidden) at the beginning of each row of y. */
static void controller(const Turing *layer, const Kept *at, int64_t t, int64_t rows) {
    int64_t hidden = layer->hidden, size = rows * hidden;
    float *y = layer->y + t * rows * at->answer, *cells = at->cells + t * size, *shown = at->shown + t * size;
    for (int64_t row = 0; row < rows; row++, y += at->answer) {
        float *sums = at->sums + (t * rows + row) * at->gates;
        if (!layer->recurrent) {
            bend(TANH, sums, y, hidden);
            continue;
        }
        EACH(i, hidden) {
            int64_t place = row * hidden + i;
            vec before = t ? get(cells - size + place, count) : (vec){0};
            vec in = sigmoid(get(sums + i, count)), forget = sigmoid(get(sums + hidden + i, count));
            vec candidate = hyperbolic_tangent(get(sums + 2 * hidden + i, count));
            vec out = sigmoid(get(sums + 3 * hidden + i, count)), now = in * candidate + forget * before;
            vec bent = hyperbolic_tangent(now);
            put(sums + i, in, count), put(sums + hidden + i, forget, count);
            put(sums + 2 * hidden + i, candidate, count), put(sums + 3 * hidden + i, out, count);
            put(cells + place, now, count), put(shown + place, bent, count), put(y + i, out * bent, count);
        }
    }
}

static float softplus(float x) { return x > 20 ? x : log1pf(expf(x)); }
static float slope_of_softplus(float y) { return -expm1f(-y); }

/* What a head emits, from the sums of its dense layer, in place. */
static void emit(const Turing *layer, int64_t head, float *emitted) {
    int64_t width = layer->width;
    float *rest = emitted + width, *s = rest + 2, most = fmaxf(fmaxf(s[0], s[1]), s[2]), sum = 0;
    bend(TANH, emitted, emitted, width);
    rest[0] = softplus(rest[0]);
    rest[1] = 1 / (1 + expf(-rest[1]));
    for (int64_t i = 0; i < SHIFTS; i++) sum += s[i] = expf(s[i] - most);
    for (int64_t i = 0; i < SHIFTS; i++) s[i] /= sum;
    rest[2 + SHIFTS] = 1 + softplus(rest[2 + SHIFTS]);
    if (is_reader(layer, head)) return;
    bend(SIGMOID, rest + 3 + SHIFTS, rest + 3 + SHIFTS, width);
    bend(TANH, rest + 3 + SHIFTS + width, rest + 3 + SHIFTS + width, width);
}

static float length_of(const float *values, int64_t size) {
    return fmaxf(sqrtf(dot(values, values, size)), LEAST);
}

/* The weights before the first step: all at place 0. */
INLINE vec before_of(const float *before, int64_t i, int64_t count) {
    vec first = {0};
    if (i == 0) first[0] = 1;
    return before ? get(before + i, count) : first;
}

/* `line` (slots + 2): the numbers, with the last before them and the first after them. */
static void close_ring(float *line, int64_t slots) { line[0] = line[slots], line[slots + 1] = line[1]; }

/* w of one row: by content (5, 6), mixed with where it was (7), shifted (8), sharpened (9). */
static void address(const Turing *layer, const float *emitted, const float *memory, const float *before, float *line,
                    float *const kept[4]) {
    int64_t slots = layer->slots, width = layer->width;
    float *likeness = kept[0], *content = kept[1], *shifted = kept[2], *where = kept[3];
    float beta = emitted[width], g = emitted[width + 1], gamma = emitted[width + 2 + SHIFTS];
    const float *s = emitted + width + 2;
    float length = length_of(emitted, width), sum = 0;
    EACH(i, slots) {
        vec along = {0}, square = {0};
        for (int64_t j = 0; j < width; j++) {
            vec m = get(memory + j * slots + i, count);
            along += emitted[j] * m, square += m * m;
        }
        put(likeness + i, along / (larger(root(square), all(LEAST)) * length), count);
    }
    memcpy(content, likeness, 4 * (size_t)slots);
    softmax(content, slots, beta);
    EACH(i, slots) {
        vec was = before_of(before, i, count);
        put(line + 1 + i, was + (get(content + i, count) - was) * g, count);
    }
    close_ring(line, slots);
    EACH(i, slots) {
        vec mixed = get(line + i + 2, count) * s[0] + get(line + i + 1, count) * s[1] + get(line + i, count) * s[2];
        mixed += 1e-12f; /* a power of 0 has no slope */
        put(shifted + i, mixed, count), put(where + i, exponential(logarithm(mixed) * gamma), count);
    }
    for (int64_t i = 0; i < slots; i++) sum += where[i];
    EACH(i, slots) put(where + i, get(where + i, count) / sum, count);
}

/* Of what is read, one row: r (2). */
static void look(const Turing *layer, const float *memory, const float *where, float *read) {
    for (int64_t j = 0; j < layer->width; j++) read[j] = dot(where, memory + j * layer->slots, layer->slots);
}

/* Of what is written, one row: erased (3), added (4). */
static void change(const Turing *layer, const float *memory, const float *where, const float *emitted, float *after) {
    const float *e = emitted + layer->width + 3 + SHIFTS, *a = e + layer->width;
    for (int64_t j = 0; j < layer->width; j++) {
        const float *from = memory + j * layer->slots;
        EACH(i, layer->slots) {
            vec m = get(from + i, count), w = get(where + i, count);
            put(after + j * layer->slots + i, m + w * (a[j] - m * e[j]), count);
        }
    }
}

/* One head of all rows at one step. */
static void use_head(const Turing *layer, const Kept *at, const Packed *by, int64_t head, int64_t t, int64_t rows) {
    int64_t slots = layer->slots, cell = layer->width * slots, size = emits(layer, head);
    int64_t state = t * layer->heads + (is_reader(layer, head) ? 0 : head - layer->heads);
    float *emitted = at->emitted[head] + t * rows * size, *y = layer->y + t * rows * at->answer;
    fill_rows(emitted, layer->speak[head].bias, rows, size);
    multiply((Matrix){y, at->answer, 1}, by->emit[head], rows, size, layer->hidden, emitted, size, ADD);
    for (int64_t row = 0; row < rows; row++, emitted += size) {
        int64_t place = (t * rows + row) * slots;
        float *memory = at->memory + (state * rows + row) * cell, *where = at->where[head] + place;
        float *const kept[] = {at->likeness[head] + place, at->content[head] + place, at->shifted[head] + place, where};
        emit(layer, head, emitted);
        address(layer, emitted, memory, t ? where - rows * slots : 0, at->line, kept);
        if (is_reader(layer, head))
            look(layer, memory, where, y + row * at->answer + layer->hidden + head * layer->width);
        else change(layer, memory, where, emitted, memory + rows * cell);
    }
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Turing *layer = self;
    Kept at;
    Packed by;
    lay_out(layer, rows, layer->room, &at), lay_weights(layer, layer->packed, &by);
    EACH(i, rows * layer->width * layer->slots) put(at.memory + i, all(EMPTY), count);
    for (int64_t t = 0; t < layer->time; t++) {
        read_in(layer, &at, &by, t, rows);
        controller(layer, &at, t, rows);
        for (int64_t head = 0; head < at.heads; head++) use_head(layer, &at, &by, head, t, rows);
    }
}

/* Of a row's likeness to each place, from that of it, `dlike` (slots): of k and of the memory. */
static void compare_back(const Turing *layer, const float *emitted, const float *memory, const float *likeness,
                         const float *dlike, float *aside, float *d, float *dmemory) {
    int64_t slots = layer->slots;
    float length = length_of(emitted, layer->width), along = dot(dlike, likeness, slots);
    float *by_key = aside, *by_place = aside + slots;
    EACH(i, slots) {
        vec square = {0};
        for (int64_t j = 0; j < layer->width; j++) {
            vec m = get(memory + j * slots + i, count);
            square += m * m;
        }
        vec own = larger(root(square), all(LEAST)), slope = get(dlike + i, count);
        vec fixed = choose(own > LEAST, slope * get(likeness + i, count) / (own * own), (vec){0});
        put(by_key + i, slope / (own * length), count), put(by_place + i, fixed, count);
    }
    along = length > LEAST ? along / (length * length) : 0;
    for (int64_t j = 0; j < layer->width; j++) {
        vec total = {0};
        float *to = dmemory + j * slots;
        EACH(i, slots) {
            vec m = get_or(memory + j * slots + i, count, 0), of_key = get_or(by_key + i, count, 0);
            total += of_key * m;
            put(to + i, get(to + i, count) + of_key * emitted[j] - get(by_place + i, count) * m, count);
        }
        d[j] = (sum_of(total) - along * emitted[j]) * (1 - emitted[j] * emitted[j]);
    }
}

/* From the gradient of w of one row, `dwhere`, which becomes that of w of the step before: of the sums that the head
   emits by, but for e and a, and, added, of the memory. */
static void address_back(const Turing *layer, const Kept *at, const float *emitted, const float *memory,
                         const float *before, float *const kept[4], float *dwhere, float *d, float *dmemory) {
    int64_t slots = layer->slots, width = layer->width;
    const float *likeness = kept[0], *content = kept[1], *shifted = kept[2], *where = kept[3], *s = emitted + width + 2;
    float beta = emitted[width], g = emitted[width + 1], gamma = emitted[width + 2 + SHIFTS], *line = at->line;
    float mean = dot(dwhere, where, slots), dbeta = 0, dg = 0, dgamma = 0, ds[SHIFTS] = {0}, all_s = 0;
    EACH(i, slots) {
        vec slope = (get_or(dwhere + i, count, mean) - mean) * get_or(where + i, count, 0), base = get_or(shifted + i, count, 1);
        dgamma += sum_of(slope * logarithm(base));
        put(line + 1 + i, slope * gamma / base, count);
    }
    close_ring(line, slots);
    for (int64_t i = 0; i < slots; i++) { /* the mixture is content and what was before, mixed again */
        for (int64_t j = 0; j < SHIFTS; j++) {
            int64_t from = (i + 1 - j + slots) % slots;
            float was = before ? before[from] : from == 0;
            ds[j] += line[1 + i] * (was + (content[from] - was) * g);
        }
    }
    EACH(i, slots) {
        vec mixed = get(line + i, count) * s[0] + get(line + i + 1, count) * s[1] + get(line + i + 2, count) * s[2];
        put(dwhere + i, mixed, count);
    }
    mean = dot(dwhere, content, slots);
    for (int64_t i = 0; i < slots; i++) dg += dwhere[i] * (content[i] - (before ? before[i] : i == 0));
    EACH(i, slots) {
        vec mixed = get_or(dwhere + i, count, mean), slope = get_or(content + i, count, 0) * (mixed - mean) * g;
        dbeta += sum_of(slope * get_or(likeness + i, count, 0));
        put(line + 1 + i, slope * beta, count), put(dwhere + i, mixed * (1 - g), count);
    }
    compare_back(layer, emitted, memory, likeness, line + 1, at->aside, d, dmemory);
    float *rest = d + width;
    rest[0] = dbeta * slope_of_softplus(beta);
    rest[1] = dg * g * (1 - g);
    for (int64_t j = 0; j < SHIFTS; j++) all_s += ds[j] * s[j];
    for (int64_t j = 0; j < SHIFTS; j++) rest[2 + j] = s[j] * (ds[j] - all_s);
    rest[2 + SHIFTS] = dgamma * slope_of_softplus(gamma - 1);
}

/* Of what was read, one row: adds to the gradients of w and of the memory. */
static void look_back(const Turing *layer, const float *memory, const float *where, const float *dread, float *dwhere,
                      float *dmemory) {
    for (int64_t j = 0; j < layer->width; j++) {
        float *to = dmemory + j * layer->slots;
        EACH(i, layer->slots) {
            vec m = get(memory + j * layer->slots + i, count), w = get(where + i, count);
            put(dwhere + i, get(dwhere + i, count) + m * dread[j], count);
            put(to + i, get(to + i, count) + w * dread[j], count);
        }
    }
}

/* Of what was written, one row: `dmemory`, of the memory after it, becomes that of the memory before it. */
static void change_back(const Turing *layer, const float *memory, const float *where, const float *emitted,
                        float *dwhere, float *d, float *dmemory) {
    int64_t width = layer->width, slots = layer->slots;
    const float *e = emitted + width + 3 + SHIFTS, *a = e + width;
    float *de = d + width + 3 + SHIFTS, *da = de + width;
    for (int64_t j = 0; j < width; j++) {
        float *to = dmemory + j * slots;
        vec erased = {0}, added = {0};
        EACH(i, slots) {
            vec m = get_or(memory + j * slots + i, count, 0), w = get_or(where + i, count, 0);
            vec slope = get_or(to + i, count, 0);
            erased += slope * m * w, added += slope * w;
            put(dwhere + i, get(dwhere + i, count) + slope * (a[j] - m * e[j]), count);
            put(to + i, slope * (1.0f - w * e[j]), count);
        }
        de[j] = -sum_of(erased) * e[j] * (1 - e[j]);
        da[j] = sum_of(added) * (1 - a[j] * a[j]);
    }
}

static void head_back(const Turing *layer, const Kept *at, const Packed *by, int64_t head, int64_t t, int64_t rows) {
    int64_t slots = layer->slots, width = layer->width, cell = width * slots, size = emits(layer, head);
    int64_t state = t * layer->heads + (is_reader(layer, head) ? 0 : head - layer->heads);
    float *first = at->demitted[head] + t * rows * size;
    for (int64_t row = 0; row < rows; row++) {
        int64_t place = (t * rows + row) * slots;
        const float *emitted = at->emitted[head] + (t * rows + row) * size;
        const float *memory = at->memory + (state * rows + row) * cell;
        float *where = at->where[head] + place, *d = first + row * size;
        float *dwhere = at->dwhere[head] + row * slots, *dmemory = at->dmemory + row * cell;
        float *const kept[] = {at->likeness[head] + place, at->content[head] + place, at->shifted[head] + place, where};
        if (is_reader(layer, head))
            look_back(layer, memory, where, at->dread + (row * layer->heads + head) * width, dwhere, dmemory);
        else change_back(layer, memory, where, emitted, dwhere, d, dmemory);
        address_back(layer, at, emitted, memory, t ? where - rows * slots : 0, kept, dwhere, d, dmemory);
    }
    multiply((Matrix){first, size, 1}, by->emit_back[head], rows, layer->hidden, size, at->dh, layer->hidden, ADD);
}

/* From the gradient of the controller's state, dh, and of its memory: of its sums, and of its memory before. */
static void controller_back(const Turing *layer, const Kept *at, int64_t t, int64_t rows) {
    int64_t hidden = layer->hidden, size = rows * hidden;
    for (int64_t row = 0; row < rows; row++) {
        const float *sums = at->sums + (t * rows + row) * at->gates;
        float *d = at->dsums + (t * rows + row) * at->gates, *dh = at->dh + row * hidden, *dc = at->dc + row * hidden;
        if (!layer->recurrent) {
            unbend(TANH, dh, layer->y + (t * rows + row) * at->answer, d, hidden);
            continue;
        }
        EACH(i, hidden) {
            int64_t place = t * size + row * hidden + i;
            vec in = get(sums + i, count), forget = get(sums + hidden + i, count);
            vec candidate = get(sums + 2 * hidden + i, count), out = get(sums + 3 * hidden + i, count);
            vec bent = get(at->shown + place, count), slope = get(dh + i, count);
            vec before = t ? get(at->cells + place - size, count) : (vec){0};
            vec memory = get(dc + i, count) + slope * out * (1.0f - bent * bent);
            put(d + i, memory * candidate * in * (1.0f - in), count);
            put(d + hidden + i, memory * before * forget * (1.0f - forget), count);
            put(d + 2 * hidden + i, memory * in * (1.0f - candidate * candidate), count);
            put(d + 3 * hidden + i, slope * bent * out * (1.0f - out), count);
            put(dc + i, memory * forget, count);
        }
    }
}

/* Of all weights, from the gradients of all steps. */
static void weights_back(const Turing *layer, const Kept *at, int64_t rows) {
    int64_t hidden = layer->hidden, steps = layer->time * rows, later = steps - rows, gates = at->gates;
    Matrix inputs = {at->inputs, at->read, 1}, states = {layer->y, at->answer, 1};
    product((Matrix){at->dsums, 1, gates}, inputs, gates, at->read, steps, layer->dweights_x, at->read, ADD, at->product);
    if (layer->recurrent && later)
        product((Matrix){at->dsums + rows * gates, 1, gates}, states, gates, hidden, later, layer->dweights_h, hidden, ADD,
                at->product);
    add_columns(layer->dbias_x, at->dsums, steps, gates);
    if (layer->dbias_h) add_columns(layer->dbias_h, at->dsums, steps, gates);
    for (int64_t head = 0; head < at->heads; head++) {
        int64_t size = emits(layer, head);
        const Speaker *speak = &layer->speak[head];
        product((Matrix){at->demitted[head], 1, size}, states, size, hidden, steps, speak->dweights, hidden, ADD, at->product);
        add_columns(speak->dbias, at->demitted[head], steps, size);
    }
}

static void back(const void *self, int64_t start, int64_t rows) {
    const Turing *layer = self;
    Kept at;
    Packed by;
    int64_t hidden = layer->hidden, reads = layer->heads * layer->width, slots = layer->slots;
    lay_out(layer, rows, layer->room, &at), lay_weights(layer, layer->packed, &by);
    zero(at.dmemory, rows * layer->width * slots), zero(at.dc, rows * hidden);
    for (int64_t head = 0; head < at.heads; head++) zero(at.dwhere[head], rows * slots);
    for (int64_t t = layer->time - 1; t >= 0; t--) {
        const float *dy = layer->dy + t * rows * at.answer, *after = at.dsums + (t + 1) * rows * at.gates;
        int last = t + 1 == layer->time;
        for (int64_t row = 0; row < rows; row++) {
            memcpy(at.dh + row * hidden, dy + row * at.answer, 4 * (size_t)hidden);
            memcpy(at.dread + row * reads, dy + row * at.answer + hidden, 4 * (size_t)reads);
        }
        if (!last) {
            multiply((Matrix){after, at.gates, 1}, by.read_back, rows, reads, at.gates, at.dread, reads, ADD);
            if (layer->recurrent)
                multiply((Matrix){after, at.gates, 1}, by.state_back, rows, hidden, at.gates, at.dh, hidden, ADD);
        }
        for (int64_t head = at.heads - 1; head >= 0; head--) head_back(layer, &at, &by, head, t, rows);
        controller_back(layer, &at, t, rows);
    }
    weights_back(layer, &at, rows);
}

const Layer TURING_LAYER = {sizeof(Turing), room, packed, prepare, forward, back, 0};
