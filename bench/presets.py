"""How fast each preset trains

Steps of `train()` alone with one thread, as a worker has it, without those in which memory is first touched.
"""

from collections.abc import Iterator

from bench.figures import Figure
from models import catalogue
from models.events import Points, State
from models.training.loop import train

WARM, STEPS = 20, 120


def measure() -> Iterator[Figure]:
    known = catalogue.find()
    for preset in known.presets:
        brief = {**preset.spec, "training": {**preset.spec.get("training", {}), "batches": STEPS}}
        device, rows = "", list[list[float]]()
        for event in train(known.parse(brief)):
            if isinstance(event, State) and event.device:
                device = event.device
            elif isinstance(event, Points) and event.clock == "batch":
                columns = (event.columns[name] for name in ("step", "seconds", "examples"))
                rows += [[value or 0.0 for value in row] for row in zip(*columns, strict=True)]
        warm = [row for row in rows if row[0] >= WARM]
        steps, seconds, examples = (last - first for first, last in zip(warm[0], warm[-1], strict=True))
        words = f"{steps / seconds:.0f} steps, {examples / seconds:,.0f} examples a second on {device}"
        yield Figure(preset.name, words, numbers={"ms a step": 1000 * seconds / steps})
