"""Where a network looks: the weights of its attention (Bahdanau, Cho and Bengio 2014, figure 3).

Of pictures they are drawn over the parts of the picture (Xu et al., "Show, attend and tell", 2015).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.layers.attention import Axis
from models.layers.names import layer_name
from models.look.arrays import panel, unlabelled
from models.look.attention import ATTENDING, weights_of
from models.look.marks import image_grid, marks_of
from models.look.pictures import HeatMap, Panel, Picture
from models.look.questions import input_symbols, output_symbols, question_or_example
from models.look.titles import WRITTEN_BY_READ, dotted
from models.look.view import View, probabilities
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

HEAD = Sentence("attention-head-numbered", "head {number}")
ENTROPY = Sentence("attention-entropy", "entropy, bits")
SPREAD = Sentence(
    "attention-spread",
    "On average a row spreads over {spread:figure} places ({bits:figure} bits of entropy; looking everywhere alike "
    "would be {most:figure}). The fewer bits, the surer the network is of where to look: watch them fall as it "
    "learns.",
)

MOST = 48
"""Panels drawn; the layers of a deep network have more heads than anybody looks at."""


class AttentionMap(View):
    """The attention weights of every layer and head for one's own question, or a held-out example."""

    title = "Attention"
    text = (
        "The darker a cell, the more the network looks there. Each row is a character that it writes, or a part of "
        "what it reads; each column is what it looks at. A map of a picture lies as the picture does. In a translation "
        "names are followed along a slope; where the order of words changes, the slope jumps."
    )
    group = "looks"
    asks = True
    has_example = True
    needs = ATTENDING

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.markable

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = question_or_example(spec.task, splits, network, question)
        outputs, weights = weights_of(network, batch)
        places = Places.of(spec.task, batch, outputs)
        panels = [
            drawn
            for name, one in weights.items()
            for drawn in layer_panels(name if len(weights) > 1 else "", network.get_submodule(name), one[0], places)
        ]
        of_texts = [one[0] for name, one in weights.items() if reads_text(network.get_submodule(name), places)]
        return HeatMap(
            panels=panels[:MOST],
            remarks=[spread(of_texts, places)] if of_texts else [],
            mark=marks_of(spec.task, batch, probabilities(outputs, network))[0],
            asked=image_grid(batch.inputs) if spec.task.kind.inputs is Form.PICTURE else None,
        )


@dataclass(frozen=True)
class Places:
    """What stands at the places of what was read and written, and how many places a network has for it."""

    labels: dict[Axis, list[str]]
    rooms: dict[Axis, int]

    @staticmethod
    def of(task: Task, batch: Batch, outputs: Tensor) -> "Places":
        """Those of one example; without the padding of what was read, and what comes after the end of what was written.

        ``outputs`` (1, places, symbols), or (1, classes).
        """
        read, written = input_symbols(task, batch), output_symbols(task, outputs)
        if read and "lengths" in batch.more:
            read = read[: int(batch.more["lengths"][0])]
        rooms: dict[Axis, int] = {"inputs": batch.inputs.shape[1], "outputs": outputs.shape[1]}
        return Places({"inputs": read, "outputs": written}, rooms)

    def shown(self, axis: Axis, count: int, as_key: bool) -> list[str]:
        """Labels of so many queries or keys, fewer where the rest stands for nothing."""
        labels = self.labels[axis]
        if labels and axis == "outputs" and as_key:  # what was written before stands one place later
            return ["", *labels][: min(count, len(labels))]
        if labels and count == self.rooms[axis]:
            return labels
        return labels if labels and len(labels) == count else [str(place + 1) for place in range(count)]


def layer_panels(layer: str, module: nn.Module, weights: Tensor, places: Places) -> Iterator[Panel]:
    """The heads of a layer, from weights (heads, queries, keys)."""
    for number, head in enumerate(weights, 1):
        title = dotted(layer_name(layer) if layer else "", HEAD(number=number) if len(weights) > 1 else "")
        if reads_text(module, places):
            title = dotted(title, WRITTEN_BY_READ())
        grid: tuple[int, int] | None = getattr(module, "key_grid", None)
        if grid is not None:
            yield from picture_panels(title, head, grid, places.labels["outputs"])
            continue
        rows = places.shown(getattr(module, "query_axis", "inputs"), head.shape[0], as_key=False)
        columns = places.shown(getattr(module, "key_axis", "inputs"), head.shape[1], as_key=True)
        seen = head[: len(rows), : len(columns)]
        drawn = panel(title, seen, rows, columns)
        bits = [f"{one:.1f}" for one in entropy(seen).tolist()] if reads_text(module, places) else []
        yield drawn.model_copy(update={"notes": bits, "noted": ENTROPY()} if bits else {})


def reads_text(module: nn.Module, places: Places) -> bool:
    """Whether a layer looks from what is written at what was read, symbol by symbol."""
    axes = getattr(module, "query_axis", "inputs"), getattr(module, "key_axis", "inputs")
    return (
        axes == ("outputs", "inputs") and getattr(module, "key_grid", None) is None and len(places.labels["inputs"]) > 0
    )


def entropy(rows: Tensor) -> Tensor:
    """Of weights (…, keys) that add up to 1, in bits, (…)."""
    return -(rows * rows.clamp_min(1e-12).log2()).sum(-1)


def spread(layers: list[Tensor], places: Places) -> Text:
    """How far the rows that stand for what was written are spread, of all layers (heads, queries, keys) together."""
    read, written = len(places.labels["inputs"]), max(1, len(places.labels["outputs"]))
    bits = float(torch.cat([entropy(one[:, :written]).flatten() for one in layers]).mean())
    return SPREAD(spread=2**bits, bits=bits, most=math.log2(read))


def picture_panels(title: str, head: Tensor, grid: tuple[int, int], written: list[str]) -> Iterator[Panel]:
    """Where in the picture each written symbol looked, or the first query (such as the class token).

    ``head`` (queries, keys); each panel is as large as ``grid``, its largest weight at full colour.
    """
    down, across = grid
    for place, query in enumerate(head[: max(1, len(written))]):
        parts = query[-down * across :].view(down, across)
        title_here = dotted(title, written[place] if written else "")
        bare = unlabelled(down), unlabelled(across)
        yield panel(title_here, parts / parts.max().clamp_min(1e-12), *bare)
