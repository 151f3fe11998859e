"""What networks with a code in their middle show: the plane of two axes of their codes, and what lies at its places."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.layers.coding import Code, Coder
from models.look.view import has_layer, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Split
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

TWO_NUMBERS = Sentence("code-two-numbers", "across the first number of the code, up the second")
PRINCIPAL = Sentence(
    "code-principal-axes",
    "the two principal axes of the {count} numbers of the code: along them codes differ most, {share:whole} % of all. "
    "All other directions stay at the mean.",
)
MOST_USED = Sentence(
    "code-most-used", "numbers {first} and {second} of the code, which vary most. All others stay at the mean."
)
EDGE = 0.08
"""Of the frame beyond the codes at either end."""
PRIOR = 3.0
"""Where codes are clouds about a standard normal, the frame reaches so many deviations at least."""
MARGIN = 0.01
"""Share of the codes that may lie beyond the frame at either end."""


@dataclass(frozen=True)
class Plane:
    """Two directions in the space of codes, and the part of their plane that is drawn."""

    origin: Tensor
    """(dimensions)"""
    axes: Tensor
    """(2, dimensions), of length 1 and at right angles."""
    low: Tensor
    """(2) the left and the lower end."""
    high: Tensor
    words: Text

    def shares(self, codes: Tensor) -> Tensor:
        """Codes (…, dimensions) -> places as shares of the frame (…, 2)."""
        return ((codes - self.origin) @ self.axes.T - self.low) / (self.high - self.low)

    def codes(self, shares: Tensor) -> Tensor:
        """Places as shares of the frame (…, 2) -> codes (…, dimensions)."""
        return self.origin + (self.low + shares * (self.high - self.low)) @ self.axes

    def widths(self, log_variance: Tensor) -> Tensor:
        """The deviations of clouds (…, dimensions) along both axes, as shares of the frame (…, 2)."""
        return (log_variance.exp() @ self.axes.square().T).sqrt() / (self.high - self.low)


def coder_of(network: nn.Module) -> Coder:
    """The part of the network that has a code, mostly all of it."""
    return next(module for module in network.modules() if isinstance(module, Coder))


def codes_pictures(task: Task, architecture: object) -> bool:
    """Whether a network of this architecture has a code."""
    return has_layer(task, architecture, Coder)


def coded(network: nn.Module, spec: Spec, split: Split, most: int) -> tuple[Batch, Code]:
    """The first pictures of a split and their codes."""
    batch = to_device(next(batches(spec.task, split, most)), network)
    return batch, coder_of(network).encode(batch.inputs)


def plane_of(code: Code, axes: str) -> Plane:
    """The plane of codes (count, dimensions): both numbers where there are two, else as ``axes`` says."""
    means = code.mean
    origin, dimensions = means.mean(0), means.shape[1]
    centred = means - origin
    if dimensions == 1:
        axis, words, origin = means.new_ones(2, 1), TWO_NUMBERS(), origin * 0
    elif dimensions == 2:
        axis, words, origin = torch.eye(2, device=means.device), TWO_NUMBERS(), origin * 0
    elif axes == "used":
        first, second = centred.square().mean(0).topk(2).indices.tolist()
        axis = torch.eye(dimensions, device=means.device)[[first, second]]
        words = MOST_USED(first=first + 1, second=second + 1)
    else:
        axis, share = principal_axes(centred)
        words = PRINCIPAL(count=dimensions, share=100 * share)
    low, high = frame((means - origin) @ axis.T, code.log_variance is not None)
    return Plane(origin, axis, low, high, words)


def principal_axes(centred: Tensor) -> tuple[Tensor, float]:
    """(count, dimensions) -> (2, dimensions), the largest number of each positive, and the share of the variance."""
    _, sizes, directions = torch.linalg.svd(centred, full_matrices=False)
    two = directions[:2]
    two = two * two.gather(1, two.abs().argmax(1, keepdim=True)).sign()
    return two, float(sizes[:2].square().sum() / sizes.square().sum().clamp_min(1e-12))


def frame(places: Tensor, clouds: bool) -> tuple[Tensor, Tensor]:
    """Ends of the frame, each (2), about places (count, 2)."""
    ends = torch.quantile(places, torch.tensor([MARGIN, 1 - MARGIN], device=places.device), dim=0)
    room = (ends[1] - ends[0]).clamp_min(1e-3) * EDGE
    low, high = ends[0] - room, ends[1] + room
    return (low.clamp_max(-PRIOR), high.clamp_min(PRIOR)) if clouds else (low, high)


def grid(side: int, device: torch.device) -> Tensor:
    """Middles of side x side cells of a frame, row by row from the top left, as shares (side x side, 2)."""
    middles = (torch.arange(side, device=device) + 0.5) / side
    down, across = torch.meshgrid(middles.flip(0), middles, indexing="ij")
    return torch.stack([across, down], -1).flatten(0, 1)


def pairs_of(part: str) -> Iterator[tuple[str, str]]:
    """ "at=0.5,0.25&axes=used" as pairs of names and values."""
    for pair in part.split("&"):
        name, found, value = pair.partition("=")
        if found:
            yield name, value


def labels_of(task: Task, batch: Batch) -> list[str]:
    """What the pictures of the batch are, as people call them; "" where nobody knows."""
    labels = batch.more.get("labels")
    if labels is None:
        return [""] * len(batch.inputs)
    names = task.class_names()
    return [names[number] if 0 <= number < len(names) else "" for number in labels.tolist()]
