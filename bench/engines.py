"""The native core against PyTorch

The same spec by both engines: ``train()`` with all that it does, the data's set-up and all scoring included, in turn in
one process. Counted are the seconds of the processor; a ratio above 1 is how many times as fast the core is. The name
of a line says which instructions the core used: SCHOOLYARD_INSTRUCTIONS=avx2 chooses.
"""

from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, ratio
from bench.lines import BRIEF, SMALLER, brief
from bench.plain import Side, by_train
from models.events import State
from models.native.library import core
from models.spec.spec import Spec
from models.training.loop import train

TIMES = 7


def measure(only: str = "") -> Iterator[Figure]:
    """All lines that the core can do, or the one that ``only`` names."""
    found = core()
    if found is None:
        return
    for name, demo in (BRIEF | SMALLER).items():
        native, plain = brief(demo, engine="native"), brief(demo, engine="torch")
        if (only and only.lower() not in (name.lower(), native.architecture.name)) or not takes(native):
            continue
        pairs = [in_turn(native, plain) for _ in range(TIMES + 1)][1:]  # the first warms both up
        ratios = [other / own for own, other in pairs]
        seconds = median(own for own, _ in pairs)
        yield Figure(f"{name}, {found.engine}", f"{ratio(ratios)}; {seconds:.2f} s", "", {"ratio": median(ratios)})


def takes(spec: Spec) -> bool:
    """Whether the core takes the steps of this spec, as its first event says."""
    first = next(iter(train(spec, device="cpu")))
    return isinstance(first, State) and first.versions["engine"] != "torch"


def in_turn(native: Spec, plain: Spec) -> tuple[float, float]:
    """Seconds of the processor that each takes."""
    own, other = Side(by_train(native)), Side(by_train(plain))
    while not (own.over and other.over):
        own.go_on(own.step + 1)
        other.go_on(plain.steps + 1 if own.over else own.step)
    return own.seconds, other.seconds
