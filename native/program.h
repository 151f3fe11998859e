/* A whole step in one call: chunk by chunk all layers forward in their order and back in the opposite one, then the
   optimiser. */
#ifndef PROGRAM_H
#define PROGRAM_H
#include <stdint.h>

#define API __attribute__((visibility("default")))

/* All kinds of layers, in the order of their numbers. */
#define ALL(EACH) \
    EACH(INTAKE) EACH(DENSE) EACH(RECURRENT) EACH(CONVOLUTION) EACH(POOLING) EACH(TRANSPOSITION) EACH(BEND) EACH(MASKING) \
    EACH(ADDITION) EACH(OUTLET) EACH(CROSS_ENTROPY) EACH(SQUARED_ERROR) EACH(SUBSAMPLING) EACH(RADIAL) EACH(BIT_ENTROPY) \
    EACH(TURING) EACH(JOINING) EACH(PARTING) EACH(ATTENDING) EACH(NORMALISATION)
#define NUMBER(kind) kind,
enum Kind { ALL(NUMBER) KINDS };
enum Rule { ADAM, RMSPROP, SGD };

/* A layer and, where an example is several values to it, such as the frames of a clip, how many more than one. Nothing
   goes back through one that is `frozen`, nor on to what is before it. */
typedef struct {
    int32_t kind, more;
    int64_t frozen;
    void *layer;
} Line;

/* All weights of a network (size) after one another, their gradients, and what the optimiser keeps of each. `beta1` is
   momentum and `beta2` rho where the rule has these; `step_size` and `correction` are Adam's, of this
   step. `inside`: epsilon stands under the root; `ahead`: Nesterov's momentum. */
typedef struct {
    int64_t rule, size, inside, ahead;
    float *weights, *gradients, *first, *second;
    float rate, beta1, beta2, epsilon, decay, step_size, correction;
} Update;

API int64_t size_of(int64_t kind);
API int64_t room_of(int64_t kind, const void *layer, int64_t rows);
API int64_t packed_of(int64_t kind, const void *layer);
/* Forward alone, `rows` examples, at most `chunk` at a time. */
API void forward(const Line *lines, int64_t count, int64_t rows, int64_t chunk);
/* Back through what `forward` did last, which was one chunk. */
API void back(const Line *lines, int64_t count, int64_t rows);
/* Forward and back; adds to the gradients. */
API void differentiate(const Line *lines, int64_t count, int64_t rows, int64_t chunk);
API void update(const Update *by);
/* Gradients from nothing, and an update by them. */
API void step(const Line *lines, int64_t count, int64_t rows, int64_t chunk, const Update *by);

#endif
