"""What a recurrent network holds and what its gates do at every step, for one's own question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from torch import Tensor, nn

from models.architectures.attention import Translator
from models.look.arrays import panel, signed_panel, unlabelled
from models.look.pictures import HeatMap, Panel, Picture
from models.look.questions import pose
from models.look.recurrent import RECURRENT, given_to, replayed
from models.look.view import View, modules_of, probabilities, to_device
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task
from models.views.answers import mark

MOST = 64
"""Units shown of each layer; more would be too thin to see."""
SIGNED = {"state", "candidate", "memory"}
"""What lies on both sides of 0; the others are gates from closed (0) to open (1)."""


class Gates(View):
    """States and gates over time, a heat map each."""

    title = "Gates"
    text = (
        "Each column is a step in time, each row one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open. Watch how a GRU or an LSTM leaves its state alone until "
        "it needs it."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and any(isinstance(one, RECURRENT) for one in modules_of(task, architecture))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = posed(spec.task, splits, network, question)
        with given_to(network) as calls:
            outputs = network(batch)
        letters, answer = read(spec.task, batch), written(spec.task, outputs)
        known = spec.task.kind.markable
        return HeatMap(
            panels=list(panels_of(network, calls, letters, answer)),
            mark=mark(spec.task, batch, probabilities(outputs))[0] if known else None,
        )


def panels_of(
    network: nn.Module, calls: dict[str, list[Any]], letters: list[str], answer: list[str]
) -> Iterator[Panel]:
    """A panel for the state and for each gate of every layer and direction; a decoder's columns are what it wrote."""
    for title, parts in replayed(network, calls):
        labels = answer if answer and title.startswith("decoder") else letters
        for gate, values in parts.items():
            shown = values[0, : len(answer) if labels is answer else None, :MOST].T  # (units, time)
            steps = shown.shape[1]
            columns = labels if len(labels) == steps else [str(step + 1) for step in range(steps)]
            draw = signed_panel if gate in SIGNED else panel
            yield draw(f"{title} · {gate}", shown, unlabelled(len(shown)), columns)


def posed(task: Task, splits: Splits, network: nn.Module, question: str) -> Batch:
    """The question where the network is, without its padding where the network never reads that."""
    batch = to_device(pose(task, splits, question), network)
    if not isinstance(network, Translator) or "lengths" not in batch.more:
        return batch
    return replace(batch, inputs=batch.inputs[:, : int(batch.more["lengths"])])


def read(task: Task, batch: Batch) -> list[str]:
    """The symbols of the question, one a step."""
    source = task.shapes().source
    return [source.symbols[number] for number in batch.inputs[0].tolist()] if source else []


def written(task: Task, outputs: Tensor) -> list[str]:
    """The symbols of the answer, up to the end of it; none of a class."""
    target = task.shapes().target
    if target is None:
        return []
    numbers = outputs.argmax(-1)  # (1, places)
    return [target.symbols[number] for number in numbers[0, : int(target.counted(numbers).sum())].tolist()]
