/* Matrix products of the sizes that a classroom's networks have, single precision, on one thread. */
#ifndef GEMM_H
#define GEMM_H
#include <stdint.h>

/* A matrix as it lies in memory: element (i, j) at data[i * down + j * across]. */
typedef struct { const float *data; int64_t down, across; } Matrix;

enum { REPLACE, ADD };

/* Floats of room that `packed` needs for (k x n). */
int64_t packed_size(int64_t k, int64_t n);
/* B (k x n) in the order in which `multiply` reads it. */
void pack(Matrix b, int64_t k, int64_t n, float *packed);
/* Whether rows of n numbers after one another are in that order already. */
int lies_packed(int64_t n);
/* C (m x n, rows `stride` apart) = or += A (m x k) times what was packed (k x n). */
void multiply(Matrix a, const float *packed, int64_t m, int64_t n, int64_t k, float *c, int64_t stride, int add);
/* The same of a B that is not packed yet; `room` holds packed_size(k, n) floats. */
void product(Matrix a, Matrix b, int64_t m, int64_t n, int64_t k, float *c, int64_t stride, int add, float *room);

/* The same of an A that is gathered: element (i, p) at data[down[i] + across[p]]. */
void multiply_gathered(const float *data, const int32_t *down, const int32_t *across, const float *packed, int64_t m,
                       int64_t n, int64_t k, float *c, int64_t stride, int add);

#endif
