"""How much of the gradient reaches each step on its way back through time, and what a clip and a cut would leave of it.

Hochreiter 1991; Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is difficult",
1994; Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.cells import RecurrentLayer
from models.layers.equations import GATE_PLACES, Variant
from models.look.arrays import floats
from models.look.drawn import Dial
from models.look.pictures import Charts, Lines, NamedLine, Picture
from models.look.recurrent import RECURRENT, way_titles
from models.look.unrolled import Unrolled, joined_ways, unrolled_steps
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits, run
from models.spec.seeds import generator
from models.spec.spec import Spec

OF_STATE, OF_MEMORY = Sentence("gradient-of-state", "at the state"), Sentence("gradient-of-memory", "at the memory")
CHANGED = Sentence("gradient-of-state-changed", "at the state, cut and clipped")
BY_RADIUS = Sentence("gradient-by-radius", "the last one times ρ at each step back")
SIZE, STEP = Sentence("size-of-gradient", "size of the gradient"), Sentence("step-read", "step")
RADIUS = Sentence(
    "spectral-radius",
    "The recurrent matrix of the {of} has the spectral radius ρ = {radius:figure}: its largest eigenvalue.",
)
OF_CANDIDATE, OF_ONE_STATE = Sentence("radius-of-candidate", "candidate"), Sentence("radius-of-state", "state")
FACTOR = Sentence(
    "gradient-factor",
    "Each step back multiplies the gradient by {factor:figure} in the mean: at the first step it is {share:figure} "
    "times that of the last. To multiply again and again is exponential: a straight line on this scale.",
)
NORM = Sentence("gradient-norm-of-all", "The gradient of all weights together has the norm {norm:figure}.")
NORM_CHANGED = Sentence(
    "gradient-norm-changed", "With this cut it has {cut:figure}, and the clip multiplies all of it by {factor:figure}."
)
CLIP, CUT = Sentence("dial-clip", "Clip at a norm of"), Sentence("dial-cut", "Steps back at most")
NO_CLIP, NO_CUT = Sentence("dial-no-clip", "no clipping"), Sentence("dial-no-cut", "to the first step")
NO_SUCH_DIAL = Sentence("no-such-dial", "Ask as clip=0.5&cut=3: a norm, and so many steps back; 0 for none.")
NOTHING_RECURRENT = Sentence("no-recurrent-layer-called", "No recurrent layer of this network was called.")

EXAMPLES = 64
"""Of the training split, the first: enough that the line is no accident of one of them."""
DECADES = 12
"""Shown below the largest at most."""


@dataclass(frozen=True)
class Flow:
    """Sizes of the gradient: of each state and memory (steps) of each layer and direction, and of all weights."""

    ways: list[Unrolled]
    states: list[Tensor]
    memories: list[Tensor | None]
    norm: float


class GradientOverTime(View):
    """The size of the gradient by the state after every step, of every recurrent layer."""

    title = "Gradient over time"
    text = (
        "How strongly the loss pulls at what the network held after each step, for the first 64 training examples "
        "together. Read it from right to left: that is how the error comes back. Where the line falls, early steps "
        "learn slowly or not at all; where it rises, they are thrown about. Turn the clip and the cut: what is drawn "
        "then is computed with them."
    )
    group = "memory"
    rank = 2
    needs = RECURRENT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no recurrent layer was called, or ``question`` sets no dials."""
        own = {"clip": spec.training.clip, "cut": float(getattr(spec.architecture, "truncate", 0))}
        dials = own | dials_of(question)
        split = splits.train
        rows = torch.arange(min(EXAMPLES, len(split)), device=next(iter(split.tensors.values())).device)
        draws = generator(0, "views", rows.device)
        batch = to_device(spec.task.batch(split, rows, draws, training=False), network)
        whole = flow(network, spec, batch, 0)
        if not whole.ways:
            raise ValueError(NOTHING_RECURRENT())
        changed = flow(network, spec, batch, int(dials["cut"])) if dials["cut"] or dials["clip"] else None
        return Charts(charts=charts(whole, changed, dials["clip"]), dials=dials_for(whole, dials), overlaid=True)


def dials_of(question: str) -> dict[str, float]:
    """What the dials are turned to, as "clip=0.5&cut=3". Raises ValueError for anything else."""
    found: dict[str, float] = {}
    for part in filter(None, question.split("&")):
        name, _, value = part.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise ValueError(NO_SUCH_DIAL()) from None
    if not found.keys() <= {"clip", "cut"} or not all(0 <= value < 1e9 for value in found.values()):
        raise ValueError(NO_SUCH_DIAL())
    return found


def flow(network: nn.Module, spec: Spec, batch: Batch, cut: int) -> Flow:
    """The gradient of the loss of ``batch`` with the way back cut every so many steps; 0 is not at all."""

    def change(cell: str, variant: Variant) -> Variant:
        return replace(variant, truncate=cut)

    network.training = True  # alone: a network that is told the right answers while it learns has its gradient so
    try:
        with torch.enable_grad(), unrolled_steps(network, change) as calls:
            outputs, _ = run(network, batch)
            loss = spec.architecture.criterion(spec.task, outputs, batch)
        ways = joined_ways(calls)
        parameters = [one for one in network.parameters() if one.requires_grad]
        inside = [one for way in ways for one in (*way.states, *way.memories)]
        found = torch.autograd.grad(loss, [*inside, *parameters], allow_unused=True) if ways else ()
    finally:
        network.training = False
    sizes = torch.stack([loss.new_zeros(()) if one is None else one.norm() for one in found]).cpu() if ways else None
    return sorted_sizes(ways, sizes, len(inside))


def sorted_sizes(ways: list[Unrolled], sizes: Tensor | None, inside: int) -> Flow:
    """Sizes (states, memories, parameters) by layer, in the order of time."""
    states: list[Tensor] = []
    memories: list[Tensor | None] = []
    place = 0
    for way in ways:
        assert sizes is not None
        parts = []
        for count in (len(way.states), len(way.memories)):
            part = sizes[place : place + count]
            parts.append(part.flip(0) if way.from_end else part)
            place += count
        states.append(parts[0])
        memories.append(parts[1] if way.memories else None)
    norm = 0.0 if sizes is None else float(sizes[inside:].double().norm())
    return Flow(ways, states, memories, norm)


def charts(whole: Flow, changed: Flow | None, clip: float) -> list[Lines]:
    """A chart for each layer and direction; what holds for all of them stands below the first."""
    norm = whole.norm if changed is None else changed.norm
    factor = min(1.0, clip / (norm + 1e-6)) if clip else 1.0  # as torch.nn.utils.clip_grad_norm_ has it
    titles = way_titles([(way.name.split(".")[0], way.from_end) for way in whole.ways])
    drawn = []
    for place, title in enumerate(titles):
        lines = [NamedLine(name=OF_STATE(), values=log_line(whole.states[place]), hue=0)]
        shown = [whole.states[place]]
        memories = whole.memories[place]
        if memories is not None:
            shown.append(memories)
            lines.append(NamedLine(name=OF_MEMORY(), values=log_line(memories), hue=1))
        if changed is not None:
            shown.append(changed.states[place] * factor)
            lines.append(NamedLine(name=CHANGED(), values=log_line(shown[-1]), hue=2))
        remarks = remarks_of(whole.ways[place].layer, whole.states[place], whole.ways[place].from_end)
        if place == 0:
            remarks.append(NORM(norm=whole.norm))
            remarks += [] if changed is None else [NORM_CHANGED(cut=norm, factor=factor)]
        radius = spectral_radius(whole.ways[place].layer)
        if whole.ways[place].layer.cell == "SimpleRNN":
            lines.append(NamedLine(name=BY_RADIUS(), values=log_line(by_radius(whole, place, radius)), hue=3))
        drawn.append(chart(title, shown, lines, remarks))
    return drawn


def chart(title: Text, shown: list[Tensor], lines: list[NamedLine], remarks: list[Text]) -> Lines:
    """Lines over the steps; the frame holds those ``shown`` (steps), as far as they are not all but nothing."""
    sizes = torch.cat(shown)
    sizes = sizes[torch.isfinite(sizes) & (sizes > 0)]
    most = math.ceil(math.log10(float(sizes.max()))) if len(sizes) else 0
    least = math.floor(math.log10(float(sizes.min()))) if len(sizes) else -1
    count = len(shown[0])
    return Lines(
        title=title, start=1, step=1, count=count, lowest=10.0 ** max(most - DECADES, min(least, most - 1)),
        highest=10.0**most, unit=SIZE(), across=STEP(), at=count, log=True, lines=lines, remarks=remarks,
    )  # fmt: skip


def log_line(sizes: Tensor) -> str:
    """Sizes (steps), where there is one: nothing has no logarithm."""
    return floats(torch.where(sizes > 0, sizes, torch.nan))


def by_radius(flow_: Flow, place: int, radius: float) -> Tensor:
    """What a gradient that shrinks by the spectral radius alone would be, (steps)."""
    sizes, from_end = flow_.states[place], flow_.ways[place].from_end
    steps = torch.arange(len(sizes), dtype=torch.float64)
    back = steps if from_end else steps.flip(0)
    return (float(sizes[0 if from_end else -1]) * radius**back).float()


def remarks_of(layer: RecurrentLayer, sizes: Tensor, from_end: bool) -> list[Text]:
    """What the recurrent matrix is like, and by how much each step back multiplies sizes (steps)."""
    of = OF_ONE_STATE() if layer.cell == "SimpleRNN" else OF_CANDIDATE()
    found = [RADIUS(of=of, radius=spectral_radius(layer))]
    first, last = (float(sizes[place]) for place in ((-1, 0) if from_end else (0, -1)))
    if len(sizes) > 1 and first > 0 and last > 0:
        share = first / last
        found.append(FACTOR(factor=share ** (1 / (len(sizes) - 1)), share=share))
    return found


def spectral_radius(layer: RecurrentLayer) -> float:
    """The size of the largest eigenvalue of U, of a gated cell that of its candidate."""
    place = {"SimpleRNN": 0, "GRU": 2}.get(layer.cell, GATE_PLACES["LSTM"].index("candidate"))
    matrix = layer.weight_state.detach()[place * layer.units : (place + 1) * layer.units]
    return float(torch.linalg.eigvals(matrix.cpu().double()).abs().max())


def dials_for(whole: Flow, turned: dict[str, Any]) -> list[Dial]:
    """A clip up to twice the norm there is, and a cut up to the longest layer."""
    most = 10.0 ** math.ceil(math.log10(max(whole.norm, 1e-6) * 2))
    steps = max(len(way.states) for way in whole.ways)
    return [
        Dial(name="clip", title=CLIP(), lowest=0, highest=most, step=most / 200, value=turned["clip"], off=NO_CLIP()),
        Dial(name="cut", title=CUT(), lowest=0, highest=steps, step=1, value=turned["cut"], off=NO_CUT()),
    ]
