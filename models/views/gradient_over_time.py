"""How much of the gradient reaches each step on its way back through time, and what a clip and a cut would leave of it.

Hochreiter 1991; Bengio, Simard and Frasconi, "Learning long-term dependencies with gradient descent is difficult",
1994; Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks", 2013.
"""

import math
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from models.layers.cells import RecurrentLayer
from models.layers.equations import GATE_PLACES, Variant
from models.look.arrays import floats
from models.look.drawn import Handle
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
OF_ALL = Sentence("gradient-norm-line", "the norm over all weights")
CLIP, CUT = Sentence("handle-clip", "Clip at a norm of"), Sentence("handle-cut", "Steps back at most")
NO_CLIP, NO_CUT = Sentence("handle-no-clip", "no clipping"), Sentence("handle-no-cut", "no cut")
NO_SUCH_HANDLE = Sentence("no-such-handle", "Ask as clip=0.5&cut=3: a norm, and so many steps back; 0 for none.")
NOTHING_RECURRENT = Sentence("no-recurrent-layer-called", "No recurrent layer of this network was called.")

EXAMPLES = 64
"""Of the training split, the first: enough that the line is no accident of one of them."""
DECADES = 12
"""Shown below the largest at most."""


@dataclass(frozen=True)
class Handles:
    """Where they are put; 0 is off."""

    clip: float
    cut: float
    own: float
    """The clip that the run trains with: it lies in the frame."""


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
        "learn slowly or not at all; where it rises, they are thrown about. Drag the clip up and down and the cut left "
        "and right: what is drawn then is computed with them."
    )
    group = "memory"
    rank = 2
    needs = RECURRENT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no recurrent layer was called, or ``question`` sets no handles."""
        own = {"clip": spec.training.clip, "cut": float(getattr(spec.architecture, "truncate", 0))}
        put = own | handles_of(question)
        split = splits.train
        rows = torch.arange(min(EXAMPLES, len(split)), device=next(iter(split.tensors.values())).device)
        draws = generator(0, "views", rows.device)
        batch = to_device(spec.task.batch(split, rows, draws, training=False), network)
        whole = flow(network, spec, batch, 0)
        if not whole.ways:
            raise ValueError(NOTHING_RECURRENT())
        changed = flow(network, spec, batch, int(put["cut"]), whole) if put["cut"] or put["clip"] else None
        return Charts(charts=charts(whole, changed, Handles(**put, own=own["clip"])), overlaid=True)


def handles_of(question: str) -> dict[str, float]:
    """Where the handles are put, as "clip=0.5&cut=3". Raises ValueError for anything else."""
    found: dict[str, float] = {}
    for part in filter(None, question.split("&")):
        name, _, value = part.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise ValueError(NO_SUCH_HANDLE()) from None
    if not found.keys() <= {"clip", "cut"} or not all(0 <= value < 1e9 for value in found.values()):
        raise ValueError(NO_SUCH_HANDLE())
    return found


def flow(network: nn.Module, spec: Spec, batch: Batch, cut: int, whole: Flow | None = None) -> Flow:
    """The gradient of the loss of ``batch`` with the way back cut every so many steps; 0 is not at all.

    The ``whole`` of it knows how many steps each layer takes.
    """
    lengths = {way.name: len(way.states) for way in whole.ways} if whole else {}

    def change(cell: str, variant: Variant) -> Variant:
        return replace(variant, truncate=cut)

    network.training = True  # alone: a network that is told the right answers while it learns has its gradient so
    try:
        with torch.enable_grad(), unrolled_steps(network, change, lengths) as calls:
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


def charts(whole: Flow, changed: Flow | None, at: Handles) -> list[Lines]:
    """A chart for each layer and direction; what holds for all of them stands below the first."""
    norm = whole.norm if changed is None else changed.norm
    factor = min(1.0, at.clip / (norm + 1e-6)) if at.clip else 1.0  # as torch.nn.utils.clip_grad_norm_ has it
    titles = way_titles([(way.name.split(".")[0], way.from_end) for way in whole.ways])
    drawn = []
    for place, title in enumerate(titles):
        way, states, memories = whole.ways[place], whole.states[place], whole.memories[place]
        lines = [NamedLine(name=OF_STATE(), values=log_line(states), hue=0)]
        if memories is not None:
            lines.append(NamedLine(name=OF_MEMORY(), values=log_line(memories), hue=1))
        if changed is not None:
            lines.append(NamedLine(name=CHANGED(), values=log_line(changed.states[place] * factor), hue=2))
        if way.layer.cell == "SimpleRNN":
            radius = spectral_radius(way.layer)
            lines.append(NamedLine(name=BY_RADIUS(), values=log_line(by_radius(whole, place, radius)), hue=3))
        lines.append(NamedLine(name=OF_ALL(), values=log_line(torch.full((len(states),), norm)), hue=4))
        remarks = remarks_of(way.layer, states, way.from_end)
        if place == 0:
            remarks.append(NORM(norm=whole.norm))
            remarks += [] if changed is None else [NORM_CHANGED(cut=norm, factor=factor)]
        sizes = torch.cat([states, *([] if memories is None else [memories]), torch.tensor([whole.norm, at.own])])
        frame = frame_of(sizes)
        drawn.append(
            Lines(
                title=title, start=1, step=1, count=len(states), lowest=frame[0], highest=frame[1], unit=SIZE(),
                across=STEP(), at=len(states), log=True, lines=lines, remarks=remarks, handles=handles(way, at, frame),
            )
        )  # fmt: skip
    return drawn


def frame_of(sizes: Tensor) -> tuple[float, float]:
    """Powers of ten around sizes (any), as far as they are not all but nothing.

    None of them depends on the handles, so that the frame stays while they move; a decade is left below, for a line
    that is clipped.
    """
    sizes = sizes[torch.isfinite(sizes) & (sizes > 0)]
    most = math.ceil(math.log10(float(sizes.max()))) if len(sizes) else 0
    least = math.floor(math.log10(float(sizes.min()))) - 1 if len(sizes) else most
    return 10.0 ** max(most - DECADES, min(least, most - 2)), 10.0**most


def handles(way: Unrolled, at: Handles, frame: tuple[float, float]) -> list[Handle]:
    """The clip lies at its norm; the cut lies before the last so many steps that are read, between two steps."""
    steps = len(way.states)
    start, step = (0.5, 1.0) if way.from_end else (steps + 0.5, -1.0)
    return [
        Handle(
            name="clip", title=CLIP(), axis="up", value=at.clip, lowest=frame[0], highest=frame[1], off=NO_CLIP(),
        ),
        Handle(
            name="cut", title=CUT(), axis="across", value=at.cut, lowest=1, highest=steps, start=start, step=step,
            off=NO_CUT(),
        ),
    ]  # fmt: skip


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
