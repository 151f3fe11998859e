"""Kernels by name, and kernels as people type them: rows of numbers and fractions, as "0 -1 0; -1 5 -1; 0 -1 0".

Sobel's operator is of 1968, the Laplacian as a mask for edges of Marr and Hildreth (1980).
"""

import math

import torch
from torch import Tensor

from models.sentences import Sentence

NO_NUMBER = Sentence("kernel-no-number", 'A kernel has numbers only, as 2, -0.5 or 1/9: "{word}" is none.')
RAGGED = Sentence(
    "kernel-ragged", "All rows of a kernel are as long as the first: row {row} has {count} numbers, not {first}."
)
TOO_LARGE = Sentence(
    "kernel-too-large", "A kernel has at most {most} x {most} numbers here; this one has {rows} x {columns}."
)
NO_KERNEL = Sentence("kernel-empty", "There is no number in this kernel.")
FAR = Sentence("kernel-number-far", "A number of a kernel lies between -{most} and {most}: {word} does not.")

MOST = 11
"""As large as the largest of the published networks, AlexNet's first."""
FURTHEST = 1000

KERNELS = {
    "identity": "0 0 0; 0 1 0; 0 0 0",
    "sharpen": "0 -1 0; -1 5 -1; 0 -1 0",
    "blur": "1/9 1/9 1/9; 1/9 1/9 1/9; 1/9 1/9 1/9",
    "Gaussian": "1/16 1/8 1/16; 1/8 1/4 1/8; 1/16 1/8 1/16",
    "edge": "0 -1 0; -1 4 -1; 0 -1 0",
    "outline": "-1 -1 -1; -1 8 -1; -1 -1 -1",
    "Sobel across": "-1 0 1; -2 0 2; -1 0 1",
    "Sobel down": "-1 -2 -1; 0 0 0; 1 2 1",
    "emboss": "-2 -1 0; -1 1 1; 0 1 2",
    "Laplacian": "0 1 0; 1 -4 1; 0 1 0",
    "Laplacian twice": "0 0 1 0 0; 0 2 -8 2 0; 1 -8 20 -8 1; 0 2 -8 2 0; 0 0 1 0 0",
}
"""In the order in which they are offered."""


def kernel_of(text: str) -> Tensor:
    """(height, width) of a kernel by its name, or as it was typed. Raises ValueError with a sentence."""
    rows = [row.split() for row in KERNELS.get(text, text).split(";") if row.strip()]
    if not rows:
        raise ValueError(NO_KERNEL())
    if len(rows) > MOST or len(rows[0]) > MOST:
        raise ValueError(TOO_LARGE(most=MOST, rows=len(rows), columns=len(rows[0])))
    for place, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise ValueError(RAGGED(row=place + 1, count=len(row), first=len(rows[0])))
    return torch.tensor([[_number(word) for word in row] for row in rows])


def _number(word: str) -> float:
    top, _, bottom = word.partition("/")
    try:
        value = float(top) / float(bottom) if bottom else float(word)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError(NO_NUMBER(word=word[:20])) from error
    if not math.isfinite(value):
        raise ValueError(NO_NUMBER(word=word[:20]))
    if abs(value) > FURTHEST:
        raise ValueError(FAR(most=FURTHEST, word=word[:20]))
    return value
