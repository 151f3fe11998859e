"""The setting that has to be smaller for a training to fit into memory, and the largest value that fits."""

from bisect import bisect_right
from dataclasses import dataclass

from models.plan.match_parameters import capacity
from models.plan.plan import classroom, counted, memory, plan
from models.spec.spec import Spec


@dataclass(frozen=True)
class Smaller:
    """A setting by its JSON pointer and its title, and its largest value that fits."""

    pointer: str
    title: str
    value: int


def smaller(spec: Spec, most: int) -> Smaller | None:
    """What of ``spec`` would take at most ``most`` bytes if it were smaller: the batch, or else the network.

    None where neither can be made small enough by one number.
    """
    _, parameters, _, of_example = counted(spec.task, spec.architecture)
    least = memory(spec, parameters, 0)
    batch_size = (most - least) // of_example if of_example else 0
    if 1 <= batch_size < spec.training.batch_size:
        title = type(spec.training).model_fields["batch_size"].title or ""
        return Smaller("/training/batch_size", title, int(batch_size))
    return smaller_network(spec, most)


def smaller_network(spec: Spec, most: int) -> Smaller | None:
    """By the setting that makes the architecture larger. A larger value must make a larger network."""
    found = capacity(type(spec.architecture))
    if found is None or classroom(spec.architecture):
        return None  # a published network has one size
    name, least, _ = found
    values = range(least, getattr(spec.architecture, name))

    def size(value: int) -> int:
        changed = type(spec.architecture).model_validate({**spec.architecture.model_dump(), name: value})
        return plan(Spec(spec.task, changed, spec.training)).memory

    fitting = bisect_right(values, most, key=size)
    if not fitting:
        return None
    return Smaller(f"/architecture/{name}", type(spec.architecture).model_fields[name].title or "", values[fitting - 1])
