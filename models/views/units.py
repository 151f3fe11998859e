"""Which unit follows what: a held-out text coloured by one unit's state (Karpathy, Johnson and Li 2015)."""

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.drawn import Choice
from models.look.examples import excerpt, running_text
from models.look.passages import Passage
from models.look.pictures import Picture
from models.look.recurrent import RECURRENT, recorded_inputs, replay_layers
from models.look.text_features import FEATURES, correlations, features_of
from models.look.titles import dotted
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

STATE_OF_UNIT = Sentence("state-of-unit", "state of the unit")
UNIT = Sentence("unit-with-correlation", "unit {number}: {share:figure}")
FOLLOWS = Sentence(
    "unit-follows-feature",
    "{unit} of {layer}: its correlation with “{feature}” is {share:figure} over {count:whole} held-out symbols. "
    "Against the same feature at other places of the text the best of all units gets {chance:rough}: so much is "
    "chance.",
)
NO_SUCH_UNIT = Sentence("no-such-unit", "Ask as in {example}, not {part}.")

READ, SHOWN = 3000, 500
"""Symbols by which units are ranked, and those of them that are drawn."""
RANKED = 8
SHIFTS = 6
"""Along the text, by which it is seen what chance gives."""


class Units(View):
    """The units whose states go most nearly with a feature of the text, and one of them over a passage."""

    title = "Units"
    text = (
        "Held-out text, coloured by the state of one unit: blue is positive, orange negative. Choose what is looked "
        "for: the units are ranked by how nearly their state goes with it. Most follow nothing that has a name."
    )
    group = "layers"
    needs = RECURRENT
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.NEXT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        text = running_text(spec.task, splits)
        batch = to_device(excerpt(text, 0, READ), network)
        with recorded_inputs(network) as calls:
            run(network, batch)
        layers = [(title, parts["state"][0].double().cpu()) for title, parts in replay_layers(network, calls)]
        states = torch.cat([one for _, one in layers], 1)  # (time, units of all layers)
        pieces = spec.task.pieces(batch.inputs[0].tolist())
        found = features_of(pieces)
        feature, unit = wanted(question, found, states)
        shares = correlations(states, found[feature])
        layer, number = named(unit, layers)
        return Passage(
            pieces=pieces[:SHOWN],
            values=floats(states[:SHOWN, unit]),
            scale=float(states[:, unit].abs().max()) or 1.0,
            signed=True,
            unit=STATE_OF_UNIT(),
            groups=[Choice(name=name, title=FEATURES[name][0]) for name in found],
            group=feature,
            members=[Choice(name=f"{feature}/{one}", title=title_of(one, layers, shares)) for one in ranked(shares)],
            member=f"{feature}/{unit}",
            remarks=[
                FOLLOWS(
                    unit=number, layer=layer, feature=FEATURES[feature][0], share=float(shares[unit]),
                    count=len(pieces), chance=chance(states, found[feature]),
                )
            ],
        )  # fmt: skip


def wanted(question: str, found: dict[str, Tensor], states: Tensor) -> tuple[str, int]:
    """The feature and the unit of states (time, units) that are asked for; else the first one and its nearest unit.

    Raises ValueError, in a sentence, if there is no such one.
    """
    feature, _, unit = question.partition("/")
    feature = feature or next(iter(found))
    if feature not in found or (unit and not (unit.isdecimal() and int(unit) < states.shape[1])):
        raise ValueError(NO_SUCH_UNIT(example=f"{next(iter(found))}/0", part=question))
    return feature, int(unit) if unit else ranked(correlations(states, found[feature]))[0]


def chance(states: Tensor, feature: Tensor) -> float:
    """What the best of states (time, units) gets with a feature (time) that lies elsewhere: the mean of some shifts."""
    shifts = [len(feature) * one // (SHIFTS + 1) for one in range(1, SHIFTS + 1)]
    return sum(float(correlations(states, feature.roll(one)).abs().max()) for one in shifts) / SHIFTS


def ranked(shares: Tensor) -> list[int]:
    """The units whose correlation (units) is largest, of either sign."""
    order: list[int] = shares.abs().sort(descending=True, stable=True).indices[:RANKED].tolist()
    return order


def named(unit: int, layers: list[tuple[Text, Tensor]]) -> tuple[Text, int]:
    """The layer, with its states (time, units), of a unit that is counted over all, and its number there, from 1.

    Raises IndexError if there are not so many.
    """
    for title, states in layers:
        if unit < states.shape[1]:
            return title, unit + 1
        unit -= states.shape[1]
    raise IndexError(unit)


def title_of(unit: int, layers: list[tuple[Text, Tensor]], shares: Tensor) -> Text:
    """A unit's number and its correlation, of all (units)."""
    layer, number = named(unit, layers)
    words = UNIT(number=number, share=float(shares[unit]))
    return words if len(layers) == 1 else dotted(layer, words)
