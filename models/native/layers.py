"""The structs of ``native/layers.h`` and ``native/program.h``, field by field: what a line of a program is.

Their sizes are compared with the library's when it is loaded.
"""

import ctypes
from enum import IntEnum
from typing import Any, ClassVar


class Kind(IntEnum):
    """As ``program.h`` counts them."""

    INTAKE = 0
    DENSE = 1
    RECURRENT = 2
    CONVOLUTION = 3
    POOLING = 4
    TRANSPOSITION = 5
    BEND = 6
    MASKING = 7
    ADDITION = 8
    OUTLET = 9
    CROSS_ENTROPY = 10
    SQUARED_ERROR = 11
    SUBSAMPLING = 12
    RADIAL = 13
    BIT_ENTROPY = 14
    TURING = 15
    JOINING = 16
    PARTING = 17
    ATTENDING = 18
    NORMALISATION = 19


class Layer(ctypes.Structure):
    """One line of a program; pointers are addresses of tensors, or None."""

    kind: ClassVar[Kind]
    each: int = 1
    """How many values an example is to it: of a clip, the frames."""
    frozen: bool = False
    """Whether it stays as it is: nothing goes back through it."""


def fields(whole: str, pointers: str, single: str = "") -> list[tuple[str, Any]]:
    """Whole numbers, then pointers, then single floats, by their names."""
    return [
        *((name, ctypes.c_int64) for name in whole.split()),
        *((name, ctypes.c_void_p) for name in pointers.split()),
        *((name, ctypes.c_float) for name in single.split()),
    ]


class Intake(Layer):
    kind = Kind.INTAKE
    _fields_ = fields("outer inner", "outside bytes y")


class Dense(Layer):
    kind = Kind.DENSE
    _fields_ = fields("inputs outputs places activation", "x weights bias y dx dy dweights dbias packed room")


class Recurrent(Layer):
    kind = Kind.RECURRENT
    _fields_ = fields(
        "cell read inputs units time backwards hard reset_before activation truncate vocabulary",
        "symbols embedding x began began_memory weights_x weights_h bias_x bias_h peepholes states last last_memory "
        "dembedding dx dbegan dbegan_memory dweights_x dweights_h dbias_x dbias_h dpeepholes "
        "dstates dlast dlast_memory "
        "gates memories bent aside dgates daside dh dc packed room",
    )


class Convolution(Layer):
    kind = Kind.CONVOLUTION
    _fields_ = fields(
        "channels height width filters kernel_height kernel_width stride_down stride_across apart_down "
        "apart_across pad_down pad_across pad_below pad_after high wide activation "
        "by_filter by_channel by_row by_column",
        "connected x weights bias y dx dy dweights dbias packed room",
    )


class Pooling(Layer):
    kind = Kind.POOLING
    _fields_ = fields(
        "channels height width window_down window_across stride_down stride_across pad_down pad_across high wide mean",
        "x y dx dy places",
    )


class Transposition(Layer):
    kind = Kind.TRANSPOSITION
    _fields_ = fields("outer inner", "x y dx dy")


class Bend(Layer):
    kind = Kind.BEND
    _fields_ = fields("size activation", "x y dx dy")


class Masking(Layer):
    kind = Kind.MASKING
    _fields_ = fields("size places", "x drawn y dx dy")


class Addition(Layer):
    kind = Kind.ADDITION
    _fields_ = fields("size columns stride", "added y")


class Outlet(Layer):
    kind = Kind.OUTLET
    _fields_ = fields("size places steps_first", "x to")


class CrossEntropy(Layer):
    kind = Kind.CROSS_ENTROPY
    _fields_ = fields("classes places steps_first", "scores dscores targets counted found")


class SquaredError(Layer):
    kind = Kind.SQUARED_ERROR
    _fields_ = fields("size", "y targets dy found")


class Subsampling(Layer):
    kind = Kind.SUBSAMPLING
    _fields_ = fields("channels height width activation", "x weights bias y dx dy dweights dbias")


class Radial(Layer):
    kind = Kind.RADIAL
    _fields_ = fields("inputs outputs", "x pictures y dx dy packed")


class BitEntropy(Layer):
    kind = Kind.BIT_ENTROPY
    _fields_ = fields("size places", "scores dscores targets counted found")


class Speaker(ctypes.Structure):
    """The dense layer of a head; no layer of a program."""

    _fields_ = fields("", "weights bias dweights dbias")


class Turing(Layer):
    kind = Kind.TURING
    _fields_ = fields(
        "inputs hidden slots width heads time recurrent",
        "x weights_x weights_h bias_x bias_h speak y dy dweights_x dweights_h dbias_x dbias_h packed room",
    )


class Joining(Layer):
    kind = Kind.JOINING
    _fields_ = fields("size time", "lengths a b y last da db dy dlast")


class Parting(Layer):
    kind = Kind.PARTING
    _fields_ = fields("whole first size", "x y dx dy")


class Attending(Layer):
    kind = Kind.ATTENDING
    _fields_ = fields("size places time", "lengths h read weights y dh dread dweights dy shares packed room")


class Normalisation(Layer):
    kind = Kind.NORMALISATION
    _fields_ = fields(
        "channels places learns activation",
        "x weights bias y dx dy dweights dbias means variances room",
        "momentum epsilon",
    )


class Line(ctypes.Structure):
    _fields_: ClassVar[Any] = [
        ("kind", ctypes.c_int32),
        ("more", ctypes.c_int32),
        ("frozen", ctypes.c_int64),
        ("layer", ctypes.c_void_p),
    ]


class Update(ctypes.Structure):
    """What an optimiser does in one step; no layer."""

    _fields_ = fields(
        "rule size inside ahead",
        "weights gradients first second",
        "rate beta1 beta2 epsilon decay step_size correction",
    )


ACTIVATIONS = {"none": 0, "ReLU": 1, "tanh": 2, "sigmoid": 3, "scaled tanh": 4}
CELLS = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4, "PeepholeLSTM": 4}
READ = {"symbols": 0, "sequence": 1, "steps": 2, "repeated": 3}
RULES = {"adam": 0, "adamw": 0, "rmsprop": 1, "sgd": 2}
LAYERS: tuple[type[Layer], ...] = (
    Intake, Dense, Recurrent, Convolution, Pooling, Transposition, Bend, Masking, Addition, Outlet, CrossEntropy,
    SquaredError, Subsampling, Radial, BitEntropy, Turing, Joining, Parting, Attending,
    Normalisation,
)  # fmt: skip
