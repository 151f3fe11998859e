/* Recurrent layers over a whole sequence: SimpleRNN (Elman 1990), GRU (Cho et al. 2014), LSTM (Hochreiter and Schmidhuber
   1997; forget gate Gers et al. 2000; peepholes Gers and Schmidhuber 2000), back by Werbos 1990.

   Only what depends on the step before is done step by step: inputs of all steps are multiplied at once, and so are the
   gradients of all weights. */
#include "elementwise.h"
#include "gemm.h"

INLINE vec gate(const Recurrent *layer, vec sum) { return layer->hard ? hard_sigmoid(sum) : sigmoid(sum); }

/* The gradient of a gate's sum, from that of the gate. */
INLINE vec through_gate(const Recurrent *layer, vec gradient, vec y) {
    if (layer->hard) return choose((y > 0) & (y < 1), gradient * 0.2f, (vec){0});
    return gradient * y * (1.0f - y);
}

/* At which step of the sequence the layer is when it has done t: it may read from the end. */
INLINE int64_t moment(const Recurrent *layer, int64_t t) { return layer->backwards ? layer->time - 1 - t : t; }

INLINE Matrix inputs_at(const Recurrent *layer, int64_t t, int64_t rows) {
    int64_t inputs = layer->inputs, at = moment(layer, t);
    if (layer->read == SEQUENCE) return (Matrix){layer->x + at * inputs, layer->time * inputs, 1};
    return (Matrix){layer->x + (layer->read == STEPS ? at * rows * inputs : 0), inputs, 1};
}

/* Where in `packed` lie: joined biases, W (of symbols a table with the biases in it), U, and both as the way back needs
   them; of symbols the gradient of the table. A GRU's candidate has a part of its own. */
typedef struct {
    int64_t width, joined, size;
    float *bias, *inputs, *state, *candidate, *inputs_back, *state_back, *candidate_back;
} Packed;

static Packed places(const Recurrent *layer) {
    int64_t units = layer->units, inputs = layer->inputs, symbols = layer->read == SYMBOLS ? layer->vocabulary : 0;
    Packed at = {.width = layer->cell * units, .joined = layer->cell == GRU ? 2 * units : layer->cell * units};
    int64_t candidate = layer->cell == GRU ? packed_size(units, units) : 0;
    at.bias = layer->packed;
    at.inputs = at.bias + at.width + LANES;
    at.state = at.inputs + (symbols ? symbols * at.width : packed_size(inputs, at.width));
    at.candidate = at.state + packed_size(units, at.joined);
    at.state_back = at.candidate + candidate;
    at.candidate_back = at.state_back + packed_size(at.joined, units);
    at.inputs_back = at.candidate_back + candidate;
    at.size = at.inputs_back + (symbols ? symbols * at.width : packed_size(at.width, inputs)) - at.bias;
    return at;
}

static int64_t packed(const void *self) { return places(self).size; }

static int64_t room(const void *self, int64_t rows) {
    const Recurrent *layer = self;
    int64_t width = layer->cell * layer->units, inputs = layer->inputs;
    int64_t of_state = packed_size(layer->time * rows, layer->units), of_inputs = packed_size(rows, inputs);
    int64_t of_table = layer->embedding ? packed_size(inputs, width) + packed_size(width + layer->vocabulary, inputs) : 0;
    return most_of(of_state, most_of(of_inputs, of_table));
}

/* Of each symbol what it adds to the gates: W x + b, where x is its embedding or stands for itself. */
static void prepare_table(const Recurrent *layer, const Packed *at) {
    int64_t inputs = layer->inputs, width = at->width, vocabulary = layer->vocabulary;
    Matrix embedding = {layer->embedding, inputs, 1}, weights = {layer->weights_x, 1, inputs};
    zero(at->inputs_back, vocabulary * width);
    fill_rows(at->inputs, at->bias, vocabulary, width);
    if (layer->embedding) product(embedding, weights, vocabulary, width, inputs, at->inputs, width, ADD, layer->room);
    else
        for (int64_t i = 0; i < width; i++)
            for (int64_t symbol = 0; symbol < inputs; symbol++)
                at->inputs[symbol * width + i] += layer->weights_x[i * inputs + symbol];
}

/* The second bias joins the first, but for what a GRU's reset gate lets through. */
static void prepare(const void *self, int64_t rows) {
    const Recurrent *layer = self;
    Packed at = places(layer);
    int64_t units = layer->units, inputs = layer->inputs;
    const float *of_candidate = layer->weights_h + 2 * units * units;
    fill_rows(at.bias, layer->bias_x, 1, at.width);
    if (layer->bias_h) add_columns(at.bias, layer->bias_h, 1, layer->reset_before ? at.width : at.joined);
    if (layer->read == SYMBOLS) prepare_table(layer, &at);
    else {
        pack((Matrix){layer->weights_x, 1, inputs}, inputs, at.width, at.inputs);
        if (layer->dx) pack((Matrix){layer->weights_x, inputs, 1}, at.width, inputs, at.inputs_back);
    }
    pack((Matrix){layer->weights_h, 1, units}, units, at.joined, at.state);
    pack((Matrix){layer->weights_h, units, 1}, at.joined, units, at.state_back);
    if (layer->cell != GRU) return;
    pack((Matrix){of_candidate, 1, units}, units, units, at.candidate);
    pack((Matrix){of_candidate, units, 1}, units, units, at.candidate_back);
}

/* W x + b at every step, into the gates. */
static void read_inputs(const Recurrent *layer, const Packed *at, int64_t start, int64_t rows) {
    int64_t width = at->width;
    for (int64_t t = 0; t < layer->time; t++) {
        float *gates = layer->gates + t * rows * width;
        if (layer->read == SYMBOLS)
            for (int64_t row = 0; row < rows; row++) {
                int64_t symbol = layer->symbols[(start + row) * layer->time + moment(layer, t)];
                memcpy(gates + row * width, at->inputs + symbol * width, 4 * (size_t)width);
            }
        else if (t && layer->read == REPEATED) memcpy(gates, layer->gates, 4 * (size_t)(rows * width));
        else {
            fill_rows(gates, at->bias, rows, width);
            multiply(inputs_at(layer, t, rows), at->inputs, rows, width, layer->inputs, gates, width, ADD);
        }
    }
}

static void lstm_step(const Recurrent *layer, int64_t rows, float *gates, float *h, float *memory, const float *was,
                      float *bent) {
    int64_t units = layer->units;
    const float *peep = layer->peepholes;
    for (int64_t row = 0; row < rows; row++, gates += 4 * units, h += units, memory += units, bent += units) {
        EACH(i, units) {
            vec before = was ? get(was + row * units + i, count) : (vec){0};
            vec in = get(gates + i, count), forget = get(gates + units + i, count);
            vec out = get(gates + 3 * units + i, count);
            vec candidate = hyperbolic_tangent(get(gates + 2 * units + i, count));
            if (peep) in += get(peep + i, count) * before, forget += get(peep + units + i, count) * before;
            in = gate(layer, in), forget = gate(layer, forget);
            vec now = in * candidate + forget * before;
            if (peep) out += get(peep + 2 * units + i, count) * now;
            out = gate(layer, out);
            vec shown = hyperbolic_tangent(now);
            put(gates + i, in, count), put(gates + units + i, forget, count);
            put(gates + 2 * units + i, candidate, count), put(gates + 3 * units + i, out, count);
            put(memory + i, now, count), put(bent + i, shown, count), put(h + i, out * shown, count);
        }
    }
}

/* r and z from their sums; where the reset comes before, `aside` becomes r h. */
static void gru_gates(const Recurrent *layer, int64_t rows, float *gates, const float *was, float *aside) {
    int64_t units = layer->units;
    for (int64_t row = 0; row < rows; row++, gates += 3 * units) {
        EACH(i, 2 * units) put(gates + i, gate(layer, get(gates + i, count)), count);
        if (layer->reset_before)
            EACH(i, units) {
                vec before = was ? get(was + row * units + i, count) : (vec){0};
                put(aside + row * units + i, get(gates + i, count) * before, count);
            }
    }
}

static void gru_state(const Recurrent *layer, int64_t rows, float *gates, float *h, const float *was,
                      const float *aside) {
    int64_t units = layer->units;
    for (int64_t row = 0; row < rows; row++, gates += 3 * units, h += units, aside += units)
        EACH(i, units) {
            vec before = was ? get(was + row * units + i, count) : (vec){0};
            vec keep = get(gates + units + i, count), sum = get(gates + 2 * units + i, count);
            if (!layer->reset_before) sum += get(gates + i, count) * get(aside + i, count);
            vec candidate = hyperbolic_tangent(sum);
            put(gates + 2 * units + i, candidate, count);
            put(h + i, candidate + keep * (before - candidate), count);
        }
}

static void forward(const void *self, int64_t start, int64_t rows) {
    const Recurrent *layer = self;
    Packed at = places(layer);
    int64_t units = layer->units, width = at.width, size = rows * units;
    const float *was = layer->began, *memory_was = layer->began_memory;
    read_inputs(layer, &at, start, rows);
    for (int64_t t = 0; t < layer->time; t++) {
        float *gates = layer->gates + t * rows * width, *h = layer->states + t * size;
        float *memory = layer->memories + t * size, *aside = layer->aside + t * size;
        Matrix state = {was, units, 1}, reset = {aside, units, 1};
        if (was) multiply(state, at.state, rows, at.joined, units, gates, width, ADD);
        if (layer->cell == SIMPLE) bend(layer->activation, gates, h, size);
        else if (layer->cell == LSTM) lstm_step(layer, rows, gates, h, memory, memory_was, layer->bent + t * size);
        else {
            gru_gates(layer, rows, gates, was, aside);
            if (!layer->reset_before) {
                fill_rows(aside, layer->bias_h ? layer->bias_h + 2 * units : 0, rows, units);
                if (was) multiply(state, at.candidate, rows, units, units, aside, units, ADD);
            } else if (was) multiply(reset, at.candidate, rows, units, units, gates + 2 * units, width, ADD);
            gru_state(layer, rows, gates, h, was, aside);
        }
        was = h, memory_was = memory;
    }
    if (layer->last) memcpy(layer->last, was, 4 * (size_t)size);
    if (layer->last_memory) memcpy(layer->last_memory, memory_was, 4 * (size_t)size);
}

/* Of the sums from those of the state and the memory, which become those of the step before. */
static void lstm_back(const Recurrent *layer, int64_t rows, const float *gates, const float *memory, const float *was,
                      const float *bent, float *d) {
    int64_t units = layer->units;
    const float *peep = layer->peepholes, *dh = layer->dh;
    float *dc = layer->dc, *dpeep = layer->dpeepholes;
    for (int64_t row = 0; row < rows; row++, gates += 4 * units, d += 4 * units) {
        EACH(i, units) {
            int64_t at = row * units + i;
            vec in = get(gates + i, count), forget = get(gates + units + i, count);
            vec candidate = get(gates + 2 * units + i, count), out = get(gates + 3 * units + i, count);
            vec shown = get(bent + at, count), before = was ? get(was + at, count) : (vec){0};
            vec of_state = get(dh + at, count), of_memory = get(dc + at, count);
            vec of_out = through_gate(layer, of_state * shown, out);
            of_memory += of_state * out * (1.0f - shown * shown);
            if (peep) of_memory += of_out * get(peep + 2 * units + i, count);
            vec of_in = through_gate(layer, of_memory * candidate, in);
            vec of_forget = through_gate(layer, of_memory * before, forget);
            put(d + i, of_in, count), put(d + units + i, of_forget, count);
            put(d + 2 * units + i, of_memory * in * (1.0f - candidate * candidate), count);
            put(d + 3 * units + i, of_out, count);
            of_memory *= forget;
            if (peep) {
                of_memory += of_in * get(peep + i, count) + of_forget * get(peep + units + i, count);
                put(dpeep + i, get(dpeep + i, count) + of_in * before, count);
                put(dpeep + units + i, get(dpeep + units + i, count) + of_forget * before, count);
                put(dpeep + 2 * units + i, get(dpeep + 2 * units + i, count) + of_out * get(memory + at, count), count);
            }
            put(dc + at, of_memory, count);
        }
    }
}

/* Where the reset comes after: d of the sums, `aside_d` of U h + b of the candidate, dh of what z let through. */
static void gru_back(const Recurrent *layer, int64_t rows, const float *gates, const float *was, const float *aside,
                     float *d, float *daside) {
    int64_t units = layer->units;
    float *dh = layer->dh;
    for (int64_t row = 0; row < rows; row++, gates += 3 * units, d += 3 * units)
        EACH(i, units) {
            int64_t at = row * units + i;
            vec reset = get(gates + i, count), keep = get(gates + units + i, count);
            vec candidate = get(gates + 2 * units + i, count), asked = get(dh + at, count);
            vec before = was ? get(was + at, count) : (vec){0};
            vec of_candidate = asked * (1.0f - keep) * (1.0f - candidate * candidate);
            put(d + units + i, through_gate(layer, asked * (before - candidate), keep), count);
            put(d + 2 * units + i, of_candidate, count);
            put(dh + at, asked * keep, count);
            if (layer->reset_before) continue;
            put(d + i, through_gate(layer, of_candidate * get(aside + at, count), reset), count);
            put(daside + at, of_candidate * reset, count);
        }
}

/* Where it comes before: `daside` is the gradient of r h. */
static void gru_back_reset(const Recurrent *layer, int64_t rows, const float *gates, const float *was, float *d,
                           const float *daside) {
    int64_t units = layer->units;
    for (int64_t row = 0; row < rows; row++, gates += 3 * units, d += 3 * units)
        EACH(i, units) {
            int64_t at = row * units + i;
            vec reset = get(gates + i, count), asked = was ? get(daside + at, count) : (vec){0};
            vec before = was ? get(was + at, count) : (vec){0};
            put(d + i, through_gate(layer, asked * before, reset), count);
            put(layer->dh + at, get(layer->dh + at, count) + asked * reset, count);
        }
}

/* Of U, from the gradients `d` (time, rows, of `width`) of sums `columns` wide, and what was multiplied with U at each
   step: the state before it, or, where a GRU resets before, what stands at the step itself. */
static void state_weights(const Recurrent *layer, int64_t rows, const float *d, int64_t width, int64_t columns,
                          const float *multiplied, float *dweights) {
    int64_t units = layer->units, later = (layer->time - 1) * rows;
    int own = multiplied != layer->states;
    Matrix first = {d, 1, width}, rest = {d + rows * width, 1, width};
    Matrix at_first = {own ? multiplied : layer->began, units, 1};
    Matrix at_rest = {multiplied + (own ? rows * units : 0), units, 1};
    if (later) product(rest, at_rest, columns, units, later, dweights, units, ADD, layer->room);
    if (layer->began) product(first, at_first, columns, units, rows, dweights, units, ADD, layer->room);
}

/* Of W and of what was read. */
static void input_weights(const Recurrent *layer, const Packed *at, int64_t start, int64_t rows) {
    int64_t inputs = layer->inputs, width = at->width, steps = layer->time;
    float *d = layer->dgates;
    if (layer->read == REPEATED) { /* the same input: its gradients add up first */
        for (int64_t t = 1; t < layer->time; t++) add_columns(d, d + t * rows * width, 1, rows * width);
        steps = 1;
    }
    for (int64_t t = 0; t < steps; t++, d += rows * width) {
        if (layer->read == SYMBOLS) {
            for (int64_t row = 0; row < rows; row++) {
                int64_t symbol = layer->symbols[(start + row) * layer->time + moment(layer, t)];
                add_columns(at->inputs_back + symbol * width, d + row * width, 1, width);
            }
            continue;
        }
        Matrix x = inputs_at(layer, t, rows), by_unit = {d, 1, width}, by_row = {d, width, 1};
        product(by_unit, x, width, inputs, rows, layer->dweights_x, inputs, ADD, layer->room);
        if (layer->dx)
            multiply(by_row, at->inputs_back, rows, inputs, width, layer->dx + (x.data - layer->x), x.down, REPLACE);
    }
}

static void biases(const Recurrent *layer, const Packed *at, int64_t rows) {
    int64_t units = layer->units, steps = layer->time * rows;
    if (layer->dbias_x) add_columns(layer->dbias_x, layer->dgates, steps, at->width);
    if (layer->dbias_h && layer->cell == GRU && !layer->reset_before)
        add_columns(layer->dbias_h + 2 * units, layer->daside, steps, units);
}

static void back_one_step(const Recurrent *layer, const Packed *at, int64_t t, int64_t rows) {
    int64_t units = layer->units, width = at->width, size = rows * units;
    const float *gates = layer->gates + t * rows * width, *was = t ? layer->states + (t - 1) * size : layer->began;
    const float *aside = layer->aside + t * size, *h = layer->states + t * size;
    float *d = layer->dgates + t * rows * width, *daside = layer->daside + t * size, *dh = layer->dh;
    Matrix of_sums = {d, width, 1}, of_aside = {daside, units, 1}, of_candidate = {d + 2 * units, width, 1};
    int add = layer->cell == GRU;
    if (layer->cell == SIMPLE) unbend(layer->activation, dh, h, d, size);
    else if (layer->cell == LSTM) {
        const float *memory_was = t ? layer->memories + (t - 1) * size : layer->began_memory;
        lstm_back(layer, rows, gates, layer->memories + t * size, memory_was, layer->bent + t * size, d);
    } else {
        gru_back(layer, rows, gates, was, aside, d, daside);
        if (layer->reset_before) {
            if (was) multiply(of_candidate, at->candidate_back, rows, units, units, daside, units, REPLACE);
            gru_back_reset(layer, rows, gates, was, d, daside);
        } else if (was) multiply(of_aside, at->candidate_back, rows, units, units, dh, units, ADD);
    }
    if (was) multiply(of_sums, at->state_back, rows, units, at->joined, dh, units, add);
}

static void back(const void *self, int64_t start, int64_t rows) {
    const Recurrent *layer = self;
    Packed at = places(layer);
    int64_t units = layer->units, size = rows * units, time = layer->time;
    float *dcandidate = layer->dweights_h + 2 * units * units;
    fill_rows(layer->dh, layer->dlast, 1, size);
    if (layer->cell == LSTM) fill_rows(layer->dc, layer->dlast_memory, 1, size);
    for (int64_t t = time - 1; t >= 0; t--) {
        if (layer->dstates) add_columns(layer->dh, layer->dstates + t * size, 1, size);
        back_one_step(layer, &at, t, rows);
        if (layer->truncate && (time - t) % layer->truncate == 0) {
            zero(layer->dh, size);
            if (layer->cell == LSTM) zero(layer->dc, size);
        }
    }
    if (layer->dbegan) memcpy(layer->dbegan, layer->dh, 4 * (size_t)size);
    if (layer->dbegan_memory) memcpy(layer->dbegan_memory, layer->dc, 4 * (size_t)size);
    state_weights(layer, rows, layer->dgates, at.width, at.joined, layer->states, layer->dweights_h);
    if (layer->cell == GRU && layer->reset_before)
        state_weights(layer, rows, layer->dgates + 2 * units, at.width, units, layer->aside, dcandidate);
    else if (layer->cell == GRU) state_weights(layer, rows, layer->daside, units, units, layer->states, dcandidate);
    biases(layer, &at, rows);
    input_weights(layer, &at, start, rows);
}

/* Of W, and of the embedding, from the gradient of the table. */
static void finish_table(const Recurrent *layer, const Packed *at) {
    int64_t inputs = layer->inputs, width = at->width, vocabulary = layer->vocabulary;
    Matrix by_symbol = {at->inputs_back, width, 1}, by_gate = {at->inputs_back, 1, width};
    Matrix embedding = {layer->embedding, inputs, 1}, weights = {layer->weights_x, inputs, 1};
    if (layer->embedding) {
        product(by_symbol, weights, vocabulary, inputs, width, layer->dembedding, inputs, ADD, layer->room);
        product(by_gate, embedding, width, inputs, vocabulary, layer->dweights_x, inputs, ADD, layer->room);
    } else
        for (int64_t i = 0; i < width; i++)
            for (int64_t symbol = 0; symbol < inputs; symbol++)
                layer->dweights_x[i * inputs + symbol] = at->inputs_back[symbol * width + i];
}

/* Gradients that stand elsewhere than they were added up. */
static void finish(const void *self) {
    const Recurrent *layer = self;
    Packed at = places(layer);
    if (layer->dbias_h)
        memcpy(layer->dbias_h, layer->dbias_x, 4 * (size_t)(layer->reset_before ? at.width : at.joined));
    if (layer->read == SYMBOLS) finish_table(layer, &at);
}

const Layer RECURRENT_LAYER = {sizeof(Recurrent), room, packed, prepare, forward, back, finish};
