"""How large outputs and gradients are from layer to layer (Glorot and Bengio 2010; He et al. 2016)."""

import math
from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor, nn

from models.layers.inception import Inception
from models.layers.joins import Join
from models.layers.local_response import LocalResponse
from models.layers.names import layer_name
from models.layers.residual import Residual
from models.layers.tree import rows
from models.look.arrays import floats
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.kernels import SLIDING
from models.look.pictures import Lines, NamedLine, Picture
from models.look.recurrent import RECURRENT
from models.look.view import View, has_layer
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

TITLE = Sentence("norms-title", "Size of one value, layer by layer (logarithmic)")
OUTPUTS = Sentence("norms-outputs", "outputs of the layer")
SLOPES = Sentence("norms-slopes", "gradient of the loss by them")
UNIT = Sentence("norms-unit", "root mean square")
ACROSS = Sentence("norms-across", "layer")
RATIO = Sentence(
    "norms-ratio", "The gradient at the first layer is {ratio:rough} times that at the last; {count} held-out pictures."
)
NO_SLOPES = Sentence("norms-no-slopes", "No gradient reaches the first layer; {count} held-out pictures.")
NOT_FINITE = Sentence(
    "norms-not-finite", "The sizes of outputs or gradients are no finite numbers: the run has diverged."
)

WITH_WEIGHTS = (*SLIDING, nn.Linear, Join)
NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, LocalResponse, nn.LocalResponseNorm)
LEAST, MOST = 1e-6, 1e1
"""The frame, so that networks can be compared; it grows by powers of ten where that is not enough."""


class Norms(View):
    """Root mean squares at each layer with weights, after its normalisation; of joined branches at their end."""

    title = "Norms"
    text = (
        "How large the values are that each layer gives (blue), and how much the loss would change with them (orange): "
        "the first layer at the left. A line that falls towards the left by powers of ten is a vanishing gradient: "
        "early layers hardly learn. Skips and normalisation keep both lines level, in networks of any depth."
    )
    group = "layers"
    needs = (nn.Conv2d, nn.Linear)
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures and not has_layer(task, architecture, RECURRENT)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where a size is no finite number."""
        count = affordable(network, one_example(spec.task, network, splits.validation, 0), 30, 200) // 2
        batch = next(batches(spec.task, splits.validation, count))
        calls: dict[str, Tensor] = {}
        hooks = [module.register_forward_hook(partial(record_output, calls, name)) for name, module in depth(network)]
        try:
            with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
                objective = next(
                    iter(spec.architecture.objectives(network, batch, spec.task, draws(batch.inputs.device)))
                )
                learns = {name: one for name, one in calls.items() if one.requires_grad}  # what is frozen does not
                slopes = torch.autograd.grad(objective.loss, list(learns.values()), allow_unused=True)
        finally:
            for hook in hooks:
                hook.remove()
        outputs = torch.tensor([size(one) for one in calls.values()])
        # The loss is a mean over the pictures: times their number it is that of one.
        sizes = {
            name: len(batch.inputs) * size(one) for name, one in zip(learns, slopes, strict=True) if one is not None
        }
        gradients = torch.tensor([sizes.get(name, 0.0) for name in calls])
        if not (outputs.isfinite().all() and gradients.isfinite().all()):
            raise ValueError(NOT_FINITE())
        return drawn(list(calls), outputs, gradients, len(batch.inputs))


def drawn(names: list[str], outputs: Tensor, gradients: Tensor, count: int) -> Lines:
    """Both lines, (layers) each."""
    both = torch.cat([outputs, gradients])
    both = both[both > 0]
    lowest = min(LEAST, 10 ** math.floor(math.log10(float(both.min())))) if len(both) else LEAST
    highest = max(MOST, 10 ** math.ceil(math.log10(float(both.max())))) if len(both) else MOST
    first, last = float(gradients[0]), float(gradients[-1])
    return Lines(
        title=TITLE(),
        start=1,
        step=1,
        count=len(names),
        lowest=lowest,
        highest=highest,
        unit=UNIT(),
        across=ACROSS(),
        log=True,
        names=[layer_name(name) for name in names],
        remarks=[RATIO(ratio=first / last, count=count) if first > 0 < last else NO_SLOPES(count=count)],
        lines=[
            NamedLine(name=OUTPUTS(), values=floats(outputs.where(outputs > 0, math.nan)), hue=1),
            NamedLine(name=SLOPES(), values=floats(gradients.where(gradients > 0, math.nan)), hue=2),
        ],
    )


def depth(network: nn.Module) -> Iterator[tuple[str, nn.Module]]:
    """The layers that stand one after another, each by its name and the module whose output counts."""
    aside = {part for module in network.modules() for part in beside(module)}
    layers = [(name, module) for name, module in rows(network) if module not in aside]
    for place, (name, module) in enumerate(layers):
        following = layers[place + 1][1] if place + 1 < len(layers) else module
        if isinstance(module, WITH_WEIGHTS):
            yield name, following if isinstance(following, NORMS) else module


def beside(module: nn.Module) -> list[nn.Module]:
    """Layers that are no step of their own: in branches, of which the joint counts, and on the way past a block."""
    if isinstance(module, Inception):
        return [part for part in module.modules() if not isinstance(part, Join)]
    skip = module._modules.get("skip") if isinstance(module, Residual) else None
    return list(skip.modules()) if skip is not None else []


def record_output(calls: dict[str, Tensor], name: str, module: nn.Module, inputs: object, output: Tensor) -> None:
    """Stores the first output (batch, …) of a layer with its graph."""
    calls.setdefault(name, output)


def size(values: Tensor) -> float:
    """The root mean square of values (…)."""
    return float(values.detach().double().square().mean().sqrt())


def draws(device: torch.device) -> torch.Generator:
    """A generator of the view's own: nothing is drawn from that of the run."""
    return generator(0, "views", device)
