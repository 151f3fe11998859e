"""train() against a plain PyTorch script

The same network, batches, threads, losses and training metrics, the same fused optimiser, and the validation and test
examples scored at the same moments. The script has its data ready to be fed, PyTorch's own recurrent layers with the
same weights, and nothing else to do: no reports, no commands, no offer of weights. Both sides go on in turn in one
process, for as many steps as train() tells of at once, and counted are the seconds that each had the processor: what
else the machine does counts for neither, and slows both alike.
`make bench ARGS="--only convnet plain"` measures those of one architecture, or of one line.
"""

import time
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, ratio
from bench.lines import BRIEF, brief
from bench.plain_loop import plainly
from models.events import Points
from models.spec.spec import Spec
from models.training.loop import train

TIMES = 5


def measure(only: str = "") -> Iterator[Figure]:
    """All of them, or those whose line or architecture ``only`` names."""
    for name, demo in BRIEF.items():
        spec = brief(demo)
        if only and only.lower() not in (name.lower(), spec.architecture.name):
            continue
        pairs = [in_turn(spec) for _ in range(TIMES + 1)][1:]  # the first warms both up
        ours = median(own for own, _ in pairs)
        yield Figure(
            name, f"{ratio([plain / own for own, plain in pairs])}; {ours:.2f} s", "at least 0.97", {"s": ours}
        )


def in_turn(spec: Spec) -> tuple[float, float]:
    """Seconds of the processor that ``train()`` takes for ``spec``, and that a plain loop takes."""
    own, plain = Side(by_train(spec)), Side(plainly(spec))
    while not (own.over and plain.over):
        own.go_on(own.step + 1)
        plain.go_on(spec.steps + 1 if own.over else own.step)
    return own.seconds, plain.seconds


class Side:
    """One of the two, as far as it has got."""

    def __init__(self, steps: Iterator[int]) -> None:
        self.steps, self.step, self.seconds, self.over = steps, 0, 0.0, False

    def go_on(self, until: int) -> None:
        """To a step or beyond it."""
        began = time.process_time()
        while not self.over and self.step < until:
            step = next(self.steps, None)
            self.step, self.over = step or self.step, step is None
        self.seconds += time.process_time() - began


def by_train(spec: Spec) -> Iterator[int]:
    """Yields how many steps are done, wherever ``train()`` tells of some."""
    for output in train(spec, device="cpu"):
        if isinstance(output, Points):
            yield int(output.columns["step"][-1] or 0)
