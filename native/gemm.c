/* The product of two matrices: B is packed into panels two vectors wide, A is read where it lies, ROWS x 2 vectors of C
   stay in registers (Goto and van de Geijn, "Anatomy of high-performance matrix multiplication", 2008). Panels of the
   sizes that occur here fit into the second cache, so k is not blocked. */
#include "gemm.h"
#include "vector.h"

#define WIDE (2 * LANES)
#if LANES == 16
#define ROWS 12
#elif LANES == 8
#define ROWS 6
#else
#define ROWS 4
#endif
#define GATHERED (ROWS > 8 ? 8 : ROWS) /* rows of a tile whose places are looked up: so many fit into registers */
enum { BLOCK = 96 }; /* rows of A that stay in the cache while all panels pass */

INLINE int64_t panel_width(int64_t columns) { return columns > LANES ? WIDE : LANES; }

int64_t packed_size(int64_t k, int64_t n) {
    int64_t whole = n / WIDE, rest = n % WIDE;
    return k * (whole * WIDE + (rest ? panel_width(rest) : 0)) + WIDE;
}

int lies_packed(int64_t n) { return n == LANES || n == WIDE; }

void pack(Matrix b, int64_t k, int64_t n, float *packed) {
    for (int64_t j = 0; j < n; j += WIDE) {
        int64_t columns = n - j < WIDE ? n - j : WIDE, width = panel_width(columns);
        const float *from = b.data + j * b.across;
        if (b.across == 1 && columns == width)
            for (int64_t p = 0; p < k; p++) memcpy(packed + p * width, from + p * b.down, 4 * (size_t)width);
        else
            for (int64_t p = 0; p < k; p++) {
                float *to = packed + p * width;
                for (int64_t i = 0; i < columns; i++) to[i] = from[p * b.down + i * b.across];
                for (int64_t i = columns; i < width; i++) to[i] = 0;
            }
        packed += k * width;
    }
}

/* Keeps `rows` x `vectors` of C in registers; LEFT(i) is element i of the column of A that is at hand. */
#define SUMS(rows, vectors, STEP, LEFT) \
    vec sums[ROWS][2]; \
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < vectors; v++) sums[i][v] = (vec){0}; \
    for (int64_t p = 0; p < k; p++, b += vectors * LANES) { \
        vec right[2]; \
        UNROLL for (int v = 0; v < vectors; v++) right[v] = load(b + v * LANES); \
        STEP; \
        UNROLL for (int i = 0; i < rows; i++) { \
            vec left = all(LEFT); \
            UNROLL for (int v = 0; v < vectors; v++) sums[i][v] += left * right[v]; \
        } \
    } \
    UNROLL for (int i = 0; i < rows; i++) UNROLL for (int v = 0; v < vectors; v++) \
        keep(c + i * stride + v * LANES, sums[i][v], columns - v * LANES, add);

INLINE void keep(float *to, vec sums, int64_t columns, int add) {
    if (columns >= LANES) {
        if (add) sums += load(to);
        store(to, sums);
    } else if (columns > 0) {
        if (add) sums += load_part(to, columns);
        store_part(to, sums, columns);
    }
}

typedef struct {
    const float *b;
    int64_t k;
    float *c;
    int64_t stride, columns;
    int add;
} Tile;

#define TAKEN const float *b = to.b; float *c = to.c; int64_t k = to.k, stride = to.stride, columns = to.columns; int add = to.add

/* `across` or `down` is 1 in whoever calls, which lets the compiler fold it. */
INLINE void tile(const float *a, int64_t down, int64_t across, Tile to, const int rows, const int vectors) {
    TAKEN;
    SUMS(rows, vectors, const float *column = a + p * across, column[i * down])
}

INLINE void tile_gathered(const float *a, const int32_t *down, const int32_t *across, Tile to, const int rows,
                          const int vectors) {
    TAKEN;
    int64_t at[ROWS];
    UNROLL for (int i = 0; i < rows; i++) at[i] = down[i];
    SUMS(rows, vectors, const float *column = a + across[p], column[at[i]])
}

#define TILE(count, kind, ...) \
    case count: \
        if (vectors == 1) kind(__VA_ARGS__, count, 1); \
        else kind(__VA_ARGS__, count, 2); \
        break;
#if ROWS == 12
#define TILES(kind, ...) \
    TILE(1, kind, __VA_ARGS__) TILE(2, kind, __VA_ARGS__) TILE(3, kind, __VA_ARGS__) TILE(4, kind, __VA_ARGS__) \
    TILE(5, kind, __VA_ARGS__) TILE(6, kind, __VA_ARGS__) TILE(7, kind, __VA_ARGS__) TILE(8, kind, __VA_ARGS__) \
    TILE(9, kind, __VA_ARGS__) TILE(10, kind, __VA_ARGS__) TILE(11, kind, __VA_ARGS__) TILE(12, kind, __VA_ARGS__)
#elif ROWS == 6
#define TILES(kind, ...) \
    TILE(1, kind, __VA_ARGS__) TILE(2, kind, __VA_ARGS__) TILE(3, kind, __VA_ARGS__) TILE(4, kind, __VA_ARGS__) \
    TILE(5, kind, __VA_ARGS__) TILE(6, kind, __VA_ARGS__)
#else
#define TILES(kind, ...) \
    TILE(1, kind, __VA_ARGS__) TILE(2, kind, __VA_ARGS__) TILE(3, kind, __VA_ARGS__) TILE(4, kind, __VA_ARGS__)
#endif

static void tile_by_rows(int64_t rows, int64_t vectors, const float *a, int64_t down, Tile to) {
    switch (rows) { TILES(tile, a, down, 1, to) }
}

static void tile_by_columns(int64_t rows, int64_t vectors, const float *a, int64_t across, Tile to) {
    switch (rows) { TILES(tile, a, 1, across, to) }
}

static void tile_by_tables(int64_t rows, int64_t vectors, const float *a, const int32_t *down, const int32_t *across,
                           Tile to) {
    switch (rows) { TILES(tile_gathered, a, down, across, to) }
}

/* Runs its body for every tile: rows i and those after it, columns j and those after it. */
#define EACH_TILE(m, n, most) \
    for (int64_t block = 0; block < m; block += BLOCK) \
        for (int64_t j = 0, columns, width, end = block + BLOCK < m ? block + BLOCK : m; \
             columns = n - j < WIDE ? n - j : WIDE, width = panel_width(columns), j < n; j += WIDE) \
            for (int64_t i = block, rows; rows = end - i < most ? end - i : most, i < end; i += most)

void multiply(Matrix a, const float *packed, int64_t m, int64_t n, int64_t k, float *c, int64_t stride, int add) {
    EACH_TILE(m, n, ROWS) {
        Tile to = {packed + j * k, k, c + i * stride + j, stride, columns, add};
        const float *from = a.data + i * a.down;
        if (a.across == 1) tile_by_rows(rows, width / LANES, from, a.down, to);
        else tile_by_columns(rows, width / LANES, from, a.across, to);
    }
}

void multiply_gathered(const float *data, const int32_t *down, const int32_t *across, const float *packed, int64_t m,
                       int64_t n, int64_t k, float *c, int64_t stride, int add) {
    EACH_TILE(m, n, GATHERED) {
        Tile to = {packed + j * k, k, c + i * stride + j, stride, columns, add};
        tile_by_tables(rows, width / LANES, data, down + i, across, to);
    }
}

void product(Matrix a, Matrix b, int64_t m, int64_t n, int64_t k, float *c, int64_t stride, int add, float *room) {
    pack(b, k, n, room);
    multiply(a, room, m, n, k, c, stride, add);
}
