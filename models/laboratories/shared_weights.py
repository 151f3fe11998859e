"""Shared weights: one dense layer at every place (TimeDistributed), one state at every place (RepeatVector), flatten.

The demo of adding numbers repeats what was read for each digit of the answer and reads each state through the same
dense layer, 128 x 12 + 12 weights (Keras, Chollet 2015; TensorFlow.js 2018). A convolution of kernel 1 along time is
the same (Lin, Chen and Yan, "Network in network", 2013).
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

import torch
from torch import Tensor, nn

from models.look.arrays import signed_panel, unlabelled
from models.look.convolutions import packed
from models.look.laboratory import Laboratory
from models.look.picture_rows import Bar, BarList
from models.look.pictures import HeatMap, Panel, Picture
from models.look.planes import Outline, Plane, Planes
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

DRAWN = Sentence("shared-drawn", "What goes where")
STATE, ANSWER, ENCODED = (
    Sentence("shared-state", "state {place}\n{units}"), Sentence("shared-answer", "answer {place}\n{classes}"),
    Sentence("shared-encoded", "what was read\n{units}"),
)  # fmt: skip
DENSE, FLAT, COPY = (
    Sentence("shared-dense", "dense\n{units} x {classes} + {classes}\n= {weights:whole}"),
    Sentence("shared-flat", "flatten: {units}"),
    Sentence("shared-copy", "the same numbers\n{units}"),
)
STATES, WEIGHTS, ANSWERS = (
    Sentence("shared-states-map", "States: a row for each place"),
    Sentence("shared-weights-map", "Weights of the dense layer: a row for each class"),
    Sentence("shared-answers-map", "What comes out: a row for each place"),
)
SWAPPED = Sentence(
    "shared-swapped-map",
    "What comes out with the states of the first and the last place exchanged: a row for each place",
)
ONCE = Sentence(
    "shared-once",
    "The same {weights:whole} weights at all {places} places. Exchange the states of the first and the last place, and "
    "their answers are exchanged: the largest difference to that is {apart:figure}.",
)
ALONE = Sentence("shared-alone", "There is one place: {weights:whole} weights, and nothing to share or to exchange.")
OWN = Sentence(
    "shared-not",
    "Flattened, each place has weights of its own, {weights:whole} in all. Exchange the states of the first and the "
    "last "
    "place, and something else comes out: {apart:figure} apart at most.",
)
REPEATED = Sentence(
    "shared-repeated",
    "Nothing is learnt in it: {units} numbers are handed on, once for each place. What is read at each place is the "
    "same; only the memory of the layer above tells the places apart.",
)
BILL = Sentence("shared-bill", "Weights for {places} places")
BILLS = (
    Sentence("shared-bill-once", "One dense layer for all places (TimeDistributed)"),
    Sentence("shared-bill-own", "A dense layer for each place"),
    Sentence("shared-bill-flat", "Flatten, then one dense layer for everything"),
)
COUNT = Sentence("shared-count", "{count:whole}")

GAP, WIDE, HIGH = 0.5, 3.0, 1.5
SORTS = ("TimeDistributed", "RepeatVector", "flatten")


class SharedWeights(Laboratory):
    """Boxes and arrows of what goes where, the numbers of it, and the bill."""

    title: ClassVar[str] = "Shared weights"
    text: ClassVar[str] = (
        "A network that answers with several symbols has a state for each place. Does each place need weights of its "
        "own? "
        "Change from one way to another, and look at what happens when two places are exchanged."
    )

    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos",),
        effects=("weight-sharing",),
        sources=(
            Source("Lin, Chen and Yan", 2013, "Network in network"),
            Source("Chollet and others", 2015, "Keras"),
        ),
        after=("laboratory/cell",),
    )
    explains: ClassVar[Mapping[str, str]] = {
        "architecture/states": "",
        "architecture/by_place": "",
        "block/recurrent/states": "",
    }

    way: Literal["TimeDistributed", "RepeatVector", "flatten"] = setting(
        "TimeDistributed", "Way",
        "TimeDistributed reads every place by the same layer; RepeatVector hands one state to every place; flatten "
        "puts "
        "all places into one long row.", group="Layer",
    )  # fmt: skip
    places: int = setting(3, "Places", "Symbols of the answer: two digits make three.", between=(1, 6), group="Layer")
    hidden: int = setting(
        128, "Units of a state", "Numbers that a place has.", between=(1, 256), scale="log", group="Layer"
    )
    classes: int = setting(
        12, "Classes", "Symbols that an answer is chosen from: ten digits, plus and a blank.", between=(2, 64),
        group="Layer",
    )  # fmt: skip
    seed: int = setting(
        0, "Seed", "Of the states and the weights, which are by chance here.", between=(0, 99), group="Layer"
    )

    def pictures(self) -> list[Picture]:
        found: list[Picture] = [Planes(planes=[self.plane()], remarks=[self.remark()])]
        found.append(HeatMap(panels=self.panels(), mark=None))
        found.append(self.bill())
        return found

    @property
    def weights(self) -> int:
        """Of the dense layer that all places share."""
        return (self.hidden + 1) * self.classes

    def numbers(self) -> tuple[Tensor, nn.Linear]:
        """States (places, hidden) from -1 to 1, and the dense layer that is asked of them."""
        generator = torch.Generator().manual_seed(self.seed)
        states = torch.rand(self.places, self.hidden, generator=generator) * 2 - 1
        many = self.places if self.way == "flatten" else 1
        with torch.device("meta"):
            layer = nn.Linear(self.hidden * many, self.classes * many)
        layer = layer.to_empty(device="cpu")
        for parameter in (layer.weight, layer.bias):
            parameter.data = (torch.rand(parameter.shape, generator=generator) * 2 - 1) / layer.in_features**0.5
        if self.way == "RepeatVector":
            states = states[:1].expand(self.places, -1)
        return states, layer

    def answers(self, states: Tensor, layer: nn.Linear) -> Tensor:
        """What comes out of states (places, hidden): (places, classes)."""
        with torch.no_grad():
            found: Tensor = (
                layer(states.flatten()).view(self.places, self.classes) if self.way == "flatten" else layer(states)
            )
        return found

    def exchanged(self) -> tuple[Tensor, Tensor]:
        """What comes out, and what comes out of the exchanged states, (places, classes) each."""
        states, layer = self.numbers()
        return self.answers(states, layer), self.answers(swapped(states), layer)

    def remark(self) -> Text:
        if self.way == "RepeatVector":
            return REPEATED(units=self.hidden)
        if self.places == 1:
            return ALONE(weights=self.weights)
        before, after = self.exchanged()
        apart = (swapped(after) - before).abs().max().item()
        if self.way == "flatten":
            return OWN(weights=(self.hidden * self.places + 1) * self.classes * self.places, apart=apart)
        return ONCE(weights=self.weights, places=self.places, apart=apart)

    def panels(self) -> list[Panel]:
        states, layer = self.numbers()
        before, after = self.exchanged()
        places = [str(place + 1) for place in range(self.places)]
        found = [signed_panel(STATES(), states, places, unlabelled(self.hidden))]
        if self.way == "RepeatVector":
            return found
        with torch.no_grad():
            found.append(
                signed_panel(WEIGHTS(), layer.weight, unlabelled(layer.out_features), unlabelled(layer.in_features))
            )
        classes = [str(number + 1) for number in range(self.classes)]
        found.append(signed_panel(ANSWERS(), before, places, classes))
        if self.places > 1:
            found.append(signed_panel(SWAPPED(), after, places, classes))
        return found

    def bill(self) -> BarList:
        """Weights of the three ways to read all places."""
        counts = [
            self.weights,
            self.weights * self.places,
            (self.hidden * self.places + 1) * self.classes * self.places,
        ]
        bars = [
            Bar(label=name(), value=count / max(counts), words=COUNT(count=count))
            for name, count in zip(BILLS, counts, strict=True)
        ]
        return BarList(title=BILL(places=self.places), bars=bars)

    def plane(self) -> Plane:
        """Boxes from the bottom up: states, what reads them, answers."""
        step = WIDE + GAP
        middle = (self.places - 1) * step / 2
        tops = [(place * step, place) for place in range(self.places)]
        outlines: list[Outline] = []
        if self.way == "RepeatVector":
            outlines.append(box(ENCODED(units=self.hidden), middle, 0.0, hue=0))
            for across, _ in tops:
                outlines += [
                    arrow(middle, HIGH / 2, across, 3.0 - HIGH / 2),
                    box(COPY(units=self.hidden), across, 3.0, hue=0),
                ]
        else:
            for across, place in tops:
                outlines.append(box(STATE(place=place + 1, units=self.hidden), across, 0.0, hue=0))
                outlines.append(box(ANSWER(place=place + 1, classes=self.classes), across, 6.0, hue=2))
            outlines += self.shared(tops) if self.way == "TimeDistributed" else self.flattened(tops, middle)
        top = 3.0 if self.way == "RepeatVector" else 6.0
        ends = (-WIDE / 2 - GAP, (self.places - 1) * step + WIDE / 2 + GAP)
        return Plane(title=DRAWN(), across=ends, up=(-HIGH / 2 - GAP, top + HIGH / 2 + GAP), outlines=outlines)

    def shared(self, tops: list[tuple[float, int]]) -> list[Outline]:
        words = DENSE(units=self.hidden, classes=self.classes, weights=self.weights)
        return [
            outline
            for across, _ in tops
            for outline in (
                arrow(across, HIGH / 2, across, 3.0 - HIGH / 2), box(words, across, 3.0, hue=1),
                arrow(across, 3.0 + HIGH / 2, across, 6.0 - HIGH / 2),
            )
        ]  # fmt: skip

    def flattened(self, tops: list[tuple[float, int]], middle: float) -> list[Outline]:
        wide = tops[-1][0] + WIDE
        units, classes = self.hidden * self.places, self.classes * self.places
        words = DENSE(units=units, classes=classes, weights=(units + 1) * classes)
        found = [box(FLAT(units=units), middle, 1.9, wide, 0.8, hue=0), box(words, middle, 3.6, wide, hue=1)]
        for across, _ in tops:
            found += [arrow(across, HIGH / 2, across, 1.5), arrow(across, 4.25, across, 6.0 - HIGH / 2)]
        return [*found, arrow(middle, 2.3, middle, 2.95)]


def swapped(states: Tensor) -> Tensor:
    """States (places, …) with those of the first and the last place exchanged."""
    order = list(range(len(states)))
    order[0], order[-1] = order[-1], order[0]
    return states[order]


def box(
    name: Text, across: float, up: float, wide: float = WIDE, high: float = HIGH, hue: int | None = None
) -> Outline:
    corners = [(-1, -1), (1, -1), (1, 1), (-1, 1)]
    points = torch.tensor([[across + x * wide / 2, up + y * high / 2] for x, y in corners])
    return Outline(points=packed(points), name=name, labelled=True, filled=True, hue=hue, weight=0.2)


def arrow(across: float, up: float, to: float, top: float) -> Outline:
    points = torch.tensor([[across, up], [to, top]])
    return Outline(points=packed(points), name=NO_TEXT, closed=False, arrow=True, weight=0.2)
