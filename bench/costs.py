"""What an example costs, by hidden size and by batch

The addition task's GRU: microseconds of the processor for each example learnt from, by the native core and by PyTorch,
in turn, with all that ``train()`` does.
"""

from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.engines import in_turn
from bench.figures import Figure, ratio
from bench.lines import BRIEF, brief

TIMES = 5
DEMO = BRIEF["addition, GRU"]
SIZES = (8, 16, 32, 64, 128, 256, 512)
BATCHES = (8, 16, 32, 64, 128, 256, 512)


def measure() -> Iterator[Figure]:
    for hidden in SIZES:
        yield by_both(f"hidden {hidden}, batch 128", {"architecture": {"hidden": hidden}})
    for batch in BATCHES:
        yield by_both(f"hidden 128, batch {batch}", {"training": {"batch_size": batch}})


def by_both(what: str, settings: dict[str, Any]) -> Figure:
    """An example by the core and by PyTorch: (core, PyTorch, PyTorch over core)."""
    demo = {**DEMO, **settings, "training": {"epochs": 3, **settings.get("training", {})}}
    native, plain = brief(demo, engine="native"), brief(demo, engine="torch")
    count = native.task.counts()[0] * native.epochs
    pairs = [in_turn(native, plain) for _ in range(TIMES + 1)][1:]
    own, other = (1e6 * median(side) / count for side in zip(*pairs, strict=True))
    words = f"{own:.1f} µs, PyTorch {other:.1f} µs: {ratio([theirs / ours for ours, theirs in pairs])}"
    return Figure(what, words, "", {"µs": own})
