"""bfloat16 against float32

The same spec by PyTorch in both precisions: ``train()`` with all that it does, in turn in one process. Counted are the
seconds of the processor; above 1 bfloat16 is so many times as fast. Nothing is measured on a processor without it.
"""

from collections.abc import Iterator
from statistics import median

from bench.engines import in_turn
from bench.figures import Figure, ratio
from bench.lines import BRIEF, brief
from models.training.precision import has_bfloat16

TIMES = 5
NAMES = ("ResNet-32", "VGG-11", "AlexNet", "GoogLeNet", "rows, LSTM")


def measure(only: str = "") -> Iterator[Figure]:
    """All lines, or the one that ``only`` names."""
    for name in NAMES if has_bfloat16("cpu") else ():
        if only and only.lower() != name.lower():
            continue
        half, full = (brief(BRIEF[name], engine="torch", precision=one) for one in ("bfloat16", "float32"))
        pairs = [in_turn(half, full) for _ in range(TIMES + 1)][1:]
        seconds = median(own for own, _ in pairs)
        yield Figure(name, f"{ratio([other / own for own, other in pairs])}; {seconds:.2f} s")
