"""Whole runs, line by line

``train()`` with all that it does, the data's set-up and all scoring included, of the networks that the native core was
made for. Counted are the seconds of the processor, of one thread; each line is trained once before, to warm up.
`make bench ARGS="--against 24947a3 --times 7 training"` measures them beside the build before the core. With AVX2 alone
SCHOOLYARD_INSTRUCTIONS and ATEN_CPU_CAPABILITY are avx2 and ONEDNN_MAX_CPU_ISA is AVX2, for both builds.
"""

import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.lines import BRIEF, SMALLER, brief
from models.spec.spec import Spec
from models.training.loop import train

NAMES = (
    "addition, SimpleRNN",
    "addition, GRU",
    "addition, LSTM",
    *SMALLER,
    "DenseNet of today",
    "ConvNet of today",
    "ConvNet of 2018",
    "sunspots, LSTM",
    "translation, attention",
    "copying, NTM",
    "drawing, GAN",
    "LeNet-5",
    "rows, SimpleRNN",
    "rows, GRU",
    "rows, LSTM",
    "plays, GRU language model",
)


def measure(only: str = "") -> Iterator[Figure]:
    """All lines, or the one that ``only`` names."""
    for name in NAMES:
        if not only or only.lower() == name.lower():
            spec = brief((BRIEF | SMALLER)[name])
            seconds_of(spec)
            seconds = seconds_of(spec)
            yield Figure(name, f"{seconds:.2f} s", "", {"s": seconds})


def seconds_of(spec: Spec) -> float:
    """Of the processor."""
    began = time.process_time()
    for _ in train(spec, device="cpu"):
        pass
    return time.process_time() - began
