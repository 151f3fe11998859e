"""Wrong bits against length: has it learnt how, or only sequences as long as those it has seen?

Graves, Wayne and Danihelka, "Neural Turing machines", 2014, figures 4 and 5, up to length 120. No weight belongs to a
place of the memory: so the same machine is tried with more places than it has learnt with too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.memory import WithSlots
from models.look.arrays import floats
from models.look.pictures import Charts, Lines, NamedLine, Picture, Stretch
from models.look.sequence_lengths import FURTHEST, MOST_STEPS, longest_of, steps_of
from models.look.view import View, to_device
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.kinds import Batch, Form, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

WRONG, LENGTH = Sentence("wrong-bits-of-sequence", "wrong bits a sequence"), Sentence("length-of-sequence", "length")
LEARNT = Sentence("lengths-learnt-from", "learnt from")
AS_LEARNT = Sentence("places-as-learnt", "{places:whole} places, as it has learnt")
WITH_MORE = Sentence("places-more-than-learnt", "{places:whole} places, the same weights")
ONE_LINE, GUESSING = Sentence("wrong-bits-of-network", "this network"), Sentence("wrong-bits-guessing", "guessing")
AT_THE_END = Sentence(
    "wrong-bits-at-the-end", "At length {length:whole} it gets {wrong:figure} of {of:whole} bits wrong: {line}."
)

EVERY = 7
"""From length 1 on every so-manyth: the last is the furthest."""
EXAMPLES = 8
"""Of each length."""
TOGETHER = 6
"""So many lengths are run at once: the shorter wait for the longest of them."""
MORE_PLACES = 128


class ErrorByLength(View):
    """Wrong bits a sequence by length, the lengths learnt from shaded; of a machine also with more memory."""

    title = "Error against length"
    text = (
        "The same network on sequences of any length to 120; nothing is learnt for it. Shaded is what it has "
        "learnt from. A network that has found the algorithm stays at nothing beyond them, as long as its memory has "
        "places; one that has only seen many sequences goes up at the edge. Several runs share one picture."
    )
    group = "memory"
    rank = -1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is task.kind.targets is Form.BITS and task.longer(1) is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        lengths = lengths_asked(spec.task)
        asked = [examples(spec.task, length) for length in lengths]
        bits = torch.tensor([counted(batch) for batch in asked])
        found: list[tuple[Text, Tensor]] = []
        if isinstance(network, WithSlots):
            own = network.slots
            for places in (own, max(MORE_PLACES, 2 * own)):
                with so_many_places(network, places):
                    title = AS_LEARNT(places=own) if places == own else WITH_MORE(places=places)
                    found.append((title, wrong_by_length(network, asked)))
        else:
            found.append((ONE_LINE(), wrong_by_length(network, asked)))
        remarks = [
            AT_THE_END(length=lengths[-1], wrong=float(wrong[-1]), of=float(bits[-1]), line=title)
            for title, wrong in found
        ]
        most = max(1.0, float(bits.max()) / 2, *(float(wrong.max()) for _, wrong in found))
        lines = [NamedLine(name=title, values=floats(wrong)) for title, wrong in found]
        return Charts(
            charts=[
                Lines(
                    title=NO_TEXT, start=1.0, step=float(EVERY), count=len(lengths), lowest=0.0,
                    highest=most, unit=WRONG(), across=LENGTH(), at=float(lengths[-1]),
                    lines=[*lines, NamedLine(name=GUESSING(), values=floats(bits / 2), hue=4)], remarks=remarks,
                    shaded=learnt_from(spec.task),
                )
            ],
            overlaid=True,
        )  # fmt: skip


def learnt_from(task: Task) -> Stretch | None:
    """The lengths that the task has training sequences of."""
    shortest, longest = (getattr(task, name, None) for name in ("shortest", "longest"))
    if shortest is None or longest is None:
        return None
    return Stretch(start=float(shortest), end=float(longest), words=LEARNT())


def lengths_asked(task: Task) -> list[int]:
    """Evenly up to the furthest of which a sequence does not take too many steps."""
    found = range(1, FURTHEST + 1, EVERY)
    return [length for length in found if steps_of(task, length) <= MOST_STEPS] or [longest_of(task)]


def examples(task: Task, length: int) -> Batch:
    """Sequences of one length, always the same."""
    other = task.longer(length - longest_of(task))
    assert other is not None
    return other.longest_examples(EXAMPLES)


def counted(batch: Batch) -> float:
    """How many bits of an example count, on average."""
    assert batch.mask is not None
    return batch.targets.shape[-1] * float(batch.mask.sum(1).float().mean())


@contextmanager
def so_many_places(network: WithSlots, places: int) -> Iterator[None]:
    """The network with a memory of so many places, for as long as this lasts."""
    own = network.slots
    network.slots = places
    try:
        yield
    finally:
        network.slots = own


def wrong_by_length(network: nn.Module, asked: list[Batch]) -> Tensor:
    """Wrong bits a sequence for each batch, (batches)."""
    found = []
    for start in range(0, len(asked), TOGETHER):
        some = asked[start : start + TOGETHER]
        batch = to_device(side_by_side(some), network)
        outputs, _ = run(network, batch)
        assert batch.mask is not None
        wrong = ((outputs > 0) != (batch.targets > 0.5)) & batch.mask.unsqueeze(-1)
        found.append(wrong.flatten(1).sum(1).view(len(some), -1).float().mean(1).cpu())
    return torch.cat(found)


def side_by_side(batches: list[Batch]) -> Batch:
    """Batches of different lengths as one: the shorter end in blanks that do not count."""
    steps = max(one.inputs.shape[1] for one in batches)

    def padded(values: Tensor) -> Tensor:
        return functional.pad(values, (0, 0, 0, steps - values.shape[1]))

    masks = [functional.pad(one.mask, (0, steps - one.mask.shape[1])) for one in batches if one.mask is not None]
    return replace(
        batches[0],
        inputs=torch.cat([padded(one.inputs) for one in batches]),
        targets=torch.cat([padded(one.targets) for one in batches]),
        mask=torch.cat(masks),
    )
