/* A program is a list of layers. */
#include "program.h"
#include <string.h>
#include "layers.h"

#define DECLARE(kind) extern const Layer kind##_LAYER;
#define ENTRY(kind) [kind] = &kind##_LAYER,
ALL(DECLARE)
static const Layer *const TABLE[KINDS] = {ALL(ENTRY)};

int64_t size_of(int64_t kind) { return kind < KINDS ? TABLE[kind]->size : (int64_t)(kind > KINDS ? sizeof(Line) : sizeof(Update)); }

int64_t room_of(int64_t kind, const void *layer, int64_t rows) {
    return TABLE[kind]->room ? TABLE[kind]->room(layer, rows) : 0;
}

int64_t packed_of(int64_t kind, const void *layer) { return TABLE[kind]->packed ? TABLE[kind]->packed(layer) : 0; }

static void prepare(const Line *lines, int64_t count, int64_t rows) {
    for (int64_t i = 0; i < count; i++)
        if (TABLE[lines[i].kind]->prepare) TABLE[lines[i].kind]->prepare(lines[i].layer, rows * (1 + lines[i].more));
}

static void forward_chunk(const Line *lines, int64_t count, int64_t start, int64_t rows) {
    for (int64_t i = 0; i < count; i++) {
        int64_t each = 1 + lines[i].more;
        TABLE[lines[i].kind]->forward(lines[i].layer, start * each, rows * each);
    }
}

static void back_chunk(const Line *lines, int64_t count, int64_t start, int64_t rows) {
    for (int64_t i = count - 1; i >= 0; i--)
        if (TABLE[lines[i].kind]->back && !lines[i].frozen) {
            int64_t each = 1 + lines[i].more;
            TABLE[lines[i].kind]->back(lines[i].layer, start * each, rows * each);
        }
}

static void finish(const Line *lines, int64_t count) {
    for (int64_t i = 0; i < count; i++)
        if (TABLE[lines[i].kind]->finish && !lines[i].frozen) TABLE[lines[i].kind]->finish(lines[i].layer);
}

void forward(const Line *lines, int64_t count, int64_t rows, int64_t chunk) {
    prepare(lines, count, rows);
    for (int64_t start = 0; start < rows; start += chunk)
        forward_chunk(lines, count, start, rows - start < chunk ? rows - start : chunk);
}

void back(const Line *lines, int64_t count, int64_t rows) {
    back_chunk(lines, count, 0, rows);
    finish(lines, count);
}

void differentiate(const Line *lines, int64_t count, int64_t rows, int64_t chunk) {
    prepare(lines, count, rows);
    for (int64_t start = 0; start < rows; start += chunk) {
        int64_t here = rows - start < chunk ? rows - start : chunk;
        forward_chunk(lines, count, start, here);
        back_chunk(lines, count, start, here);
    }
    finish(lines, count);
}

void step(const Line *lines, int64_t count, int64_t rows, int64_t chunk, const Update *by) {
    memset(by->gradients, 0, 4 * (size_t)by->size);
    differentiate(lines, count, rows, chunk);
    update(by);
}
