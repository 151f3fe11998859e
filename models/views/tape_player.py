"""A Turing machine step by step: what its heads emit, the four stages of their weights, what they do to the memory.

Equations 2 to 9 of Graves, Wayne and Danihelka, "Neural Turing machines", 2014, with the numbers of a run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from models.layers.memory import AddressedHead, titles
from models.look.arrays import numbers
from models.look.drawn import Knob, Numbers
from models.look.examples import longest_example
from models.look.memory_steps import HeadSteps, MemorySteps, memory_steps
from models.look.pictures import Picture
from models.look.sequence_lengths import FURTHEST, MOST_STEPS, longest_of, steps_of
from models.look.tapes import Tape, TapeEdit, TapeHead
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

LENGTH = Sentence("tape-length-of-sequence", "Length; learnt from {shortest:whole} to {longest:whole}")
SEQUENCE = Sentence("tape-which-sequence", "Sequence")
ASK_OTHERWISE = Sentence(
    "tape-ask-otherwise",
    "Ask as length=5&sequence=1&edit=3,0,2,0.5: so long, which one; step, place, number and value of a change.",
)
WITHOUT_EDIT = Sentence(
    "tape-without-edit",
    "As the machine left it, {before:whole} bits of {of:whole} are wrong; with your change it is {after:whole}.",
)
SEQUENCES = 100
"""Of each length."""
MOST_NUMBERS = 600_000
"""Numbers of a memory, all steps together, that travel to a page at once."""
MOST_WRITTEN = 10.0
"""The largest number that is written by hand: all numbers of the memory travel on one scale."""


@dataclass(frozen=True)
class Asked:
    """How long a sequence is, 0 for the longest learnt from, which one, and what is changed in memory after a step."""

    length: int = 0
    sequence: int = 1
    edit: tuple[int, int, int, float] | None = None

    @staticmethod
    def of(question: str) -> "Asked":
        """From "length=5&sequence=1&edit=3,0,2,0.5". Raises ValueError for anything else."""
        found: dict[str, str] = dict(part.partition("=")[::2] for part in filter(None, question.split("&")))
        try:
            length, sequence = int(float(found.pop("length", "0"))), int(float(found.pop("sequence", "1")))
            edit = found.pop("edit", "")
            step, place, number, value = edit.split(",") if edit else ("0", "0", "0", "0")
            change = (int(step), int(place), int(number), float(value))
        except (ValueError, OverflowError):  # "inf" is a number, and no whole one
            raise ValueError(ASK_OTHERWISE()) from None
        if found or length < 0 or not 1 <= sequence <= SEQUENCES:
            raise ValueError(ASK_OTHERWISE())
        if not abs(change[3]) <= MOST_WRITTEN or min(change[:3]) < 0:
            raise ValueError(ASK_OTHERWISE())
        return Asked(length, sequence, change if edit else None)


class TapePlayer(View):
    """One sequence, and all that a machine with an addressed memory does with it; a number of it can be changed."""

    title = "Tape player"
    text = (
        "The machine at work, one step at a time. A head first looks for what is like its key (content), then mixes "
        "that with where it stood (interpolate, by the gate g), moves by its shift s, and is sharpened by γ. A writing "
        "head erases and adds at these places. Press a number of the memory and change it: the run goes on from there."
    )
    group = "memory"
    needs = AddressedHead
    rank = -2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is task.kind.targets is Form.BITS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where ``question`` asks for no such sequence or no such number of the memory."""
        asked = Asked.of(question)
        turned = knobs(spec.task, network, asked)
        batch = to_device(example(spec.task, splits, asked), network)
        plain = memory_steps(network, batch)
        found = plain if asked.edit is None else changed(network, batch, plain, asked.edit)
        edit = None if asked.edit is None else edit_of(plain, batch, asked.edit)
        wrong, of = wrong_bits(found.outputs, batch), counted_bits(batch)
        return Tape(
            inputs=first_of(batch.inputs),
            targets=first_of(batch.targets),
            outputs=first_of(found.outputs.sigmoid()),
            counts=(torch.ones_like(batch.targets[0, :, 0]) if batch.mask is None else batch.mask[0]).bool().tolist(),
            memory=numbers(finite(torch.stack([one[0] for one in found.memory]))),
            heads=[head(title, one) for title, one in named(found.heads)],
            sharpens=all(getattr(one.head, "sharpens", True) for one in found.heads),
            wrong=wrong,
            of=of,
            edit=edit,
            knobs=turned,
            remarks=[] if edit is None else [WITHOUT_EDIT(before=edit.wrong, of=of, after=wrong)],
        )


def example(task: Task, splits: Splits, asked: Asked) -> Batch:
    """The sequence of its length that is asked for, the longest that was learnt from where none is; a batch of one."""
    other = task.longer((asked.length or longest_of(task)) - longest_of(task))
    if other is None:
        return longest_example(task, splits.validation)
    batch, one = other.longest_examples(SEQUENCES), slice(asked.sequence - 1, asked.sequence)
    return replace(batch, inputs=batch.inputs[one], targets=batch.targets[one],
                   mask=None if batch.mask is None else batch.mask[one])  # fmt: skip


def knobs(task: Task, network: nn.Module, asked: Asked) -> list[Knob]:
    """How long the sequence is and which one, where there are others. Raises ValueError of one that is too long."""
    if task.longer(1) is None:
        return []
    able = [length for length in range(1, FURTHEST + 1) if travels(task, network, length)]
    most = max(longest_of(task), *able[-1:])
    if asked.length > most:
        raise ValueError(ASK_OTHERWISE())
    shortest: int = getattr(task, "shortest", 1)
    title, length = LENGTH(shortest=shortest, longest=longest_of(task)), asked.length or longest_of(task)
    return [
        Knob(
            name="length",
            title=title,
            value=length,
            lowest=1,
            highest=most,
            step=1,
            shaded=[shortest, longest_of(task)],
        ),
        Knob(name="sequence", title=SEQUENCE(), value=asked.sequence, lowest=1, highest=SEQUENCES, step=1),
    ]


def travels(task: Task, network: nn.Module, length: int) -> bool:
    """Whether a sequence so long is not too much for a page."""
    steps = steps_of(task, length)
    places = getattr(network, "slots", 1) * getattr(network, "width", 1)
    return steps <= MOST_STEPS and (steps + 1) * places <= MOST_NUMBERS


def changed(
    network: nn.Module, batch: Batch, plain: MemorySteps, edit: tuple[int, int, int, float]
) -> MemorySteps:  # fmt: skip
    """The run with one number of the memory changed after a step. Raises ValueError if there is no such number."""
    at, place, number, value = edit
    _, slots, width = plain.memory[0].shape
    if at >= len(plain.memory) - 1 or place >= slots or number >= width:
        raise ValueError(ASK_OTHERWISE())

    def change(step: int, memory: Tensor) -> Tensor:
        if step != at:
            return memory
        memory = memory.clone()
        memory[0, place, number] = value
        return memory

    return memory_steps(network, batch, change)


def edit_of(plain: MemorySteps, batch: Batch, edit: tuple[int, int, int, float]) -> TapeEdit:
    """What was changed, and how the run went without it."""
    step, place, number, value = edit
    before = float(finite(plain.memory[step + 1][0, place, number]))
    wrong = wrong_bits(plain.outputs, batch)
    return TapeEdit(step=step, place=place, number=number, value=value, before=before, wrong=wrong)


def wrong_bits(outputs: Tensor, batch: Batch) -> int:
    """Of the first example's bits that count, how many are wrong; outputs are (batch, time, bits)."""
    wrong = (outputs > 0) != (batch.targets > 0.5)
    return int((wrong if batch.mask is None else wrong & batch.mask.unsqueeze(-1))[0].sum())


def counted_bits(batch: Batch) -> int:
    """How many bits of the first example count."""
    _, steps, bits = batch.targets.shape
    return bits * (steps if batch.mask is None else int(batch.mask[0].sum()))


def named(heads: list[HeadSteps]) -> list[tuple[Text, HeadSteps]]:
    """Each head with its title."""
    return list(zip(titles([one.head for one in heads]), heads, strict=True))


def head(title: Text, one: HeadSteps) -> TapeHead:
    """What the page needs of a head."""
    by = one.addressing
    figures = torch.stack([torch.cat([a.strength, a.gate, a.shift, a.sharpening], -1)[0] for a in by])
    stages = [torch.stack([a.content, a.interpolated, a.shifted, a.sharpened], 1)[0] for a in by]
    used = [weights[0] for weights in one.weights]
    if any(not torch.equal(weights, stage[-1]) for weights, stage in zip(used, stages, strict=True)):
        stages = [torch.cat([stage, weights.unsqueeze(0)]) for weights, stage in zip(used, stages, strict=True)]
    vectors: Mapping[str, Numbers] = {
        name: numbers(finite(torch.stack([pair[place][0] for pair in one.changes])))
        for place, name in enumerate(("erases", "adds"))
        if one.changes
    }
    return TapeHead(
        title=title,
        writes=one.head.writes,
        keys=numbers(finite(torch.stack([a.key[0] for a in by]))),
        figures=numbers(finite(figures)),
        stages=numbers(finite(torch.stack(stages))),
        **vectors,
    )


def first_of(values: Tensor) -> Numbers:
    """The first example of (batch, steps, bits)."""
    return numbers(finite(values[0]))


def finite(values: Tensor) -> Tensor:
    """Values (…) with 0 where there is no number: weights may be lost."""
    return torch.nan_to_num(values, 0.0, 0.0, 0.0)
