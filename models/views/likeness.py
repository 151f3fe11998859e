"""What each layer has kept of what it began with: its weights, and what it makes of pictures.

What a layer makes of many pictures is compared by linear centred kernel alignment: 1 where it tells the same pictures
apart in the same way, whatever its units are called (Kornblith et al. 2019).
"""

from functools import lru_cache, partial

import torch
from torch import Tensor, nn

from models.layers.names import layer_name
from models.layers.transferred import NORMS, Transferred
from models.look.arrays import floats
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.pictures import Lines, NamedLine, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Shapes, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec

TITLE = Sentence("kept-title", "How much each layer is as it began")
FEATURES = Sentence("kept-features", "what it makes of pictures")
WEIGHTS = Sentence("kept-weights", "its weights")
UNIT = Sentence("kept-unit", "likeness")
ACROSS = Sentence("kept-across", "layer")
FROZEN = Sentence("kept-frozen", "{count} of {all} layers are frozen: they stay at 1.")
FARTHEST = Sentence(
    "kept-farthest",
    "{layer} has moved farthest: by {share:percent} of the size of its first weights. Compared on {count} held-out "
    "pictures.",
)
NOT_MOVED = Sentence("kept-not-moved", "No layer has moved yet. Compared on {count} held-out pictures.")

LEAST, MOST = 60, 300
"""Pictures: of fewer, any two layers look alike."""


class Likeness(View):
    """Two lines from the first layer to the last: likeness of features, and of weights, to those of the beginning."""

    title = "What was kept"
    text = (
        "How much each layer is still as it began, from the first at the left to the last: 1 is the same. What it "
        "makes of pictures (blue) can stay although its weights (orange) have moved. Fine-tuned, early layers keep "
        "most: they see edges, which serve any task. The head has nothing to keep."
    )
    group = "layers"
    needs = Transferred
    rank = 1

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        before = beginning(spec.architecture, spec.task.shapes(), spec.training.seed)
        before.to(next(network.parameters()).device)
        count = affordable(network, one_example(spec.task, network, splits.validation, 0), LEAST, MOST)
        batch = next(batches(spec.task, splits.validation, count))
        names = [name for name, layer in network.named_children() if has_weights(layer)]
        now, then = (outputs_of(each, names, batch) for each in (network, before))
        features = torch.tensor([alignment(now[name], then[name]) for name in names])
        moved = [both(network, before, name) for name in names]
        weights = torch.tensor([cosine for cosine, _ in moved])
        distances = [distance for _, distance in moved]
        farthest = max(range(len(names)), key=distances.__getitem__)
        held = sum(not any(one.requires_grad for one in network.get_submodule(name).parameters()) for name in names)
        moving = FARTHEST(layer=layer_name(names[farthest]), share=distances[farthest], count=len(batch.inputs))
        return Lines(
            title=TITLE(),
            start=1,
            step=1,
            count=len(names),
            lowest=0,
            highest=1.02,
            unit=UNIT(),
            across=ACROSS(),
            names=[layer_name(name) for name in names],
            remarks=[
                *([FROZEN(count=held, all=len(names))] if held else []),
                moving if distances[farthest] > 0 else NOT_MOVED(count=len(batch.inputs)),
            ],
            lines=[
                NamedLine(name=FEATURES(), values=floats(features), hue=1),
                NamedLine(name=WEIGHTS(), values=floats(weights), hue=2),
            ],
        )


@lru_cache(maxsize=1)
def beginning(architecture: Architecture, shapes: Shapes, seed: int) -> nn.Module:
    """The network as a run of this seed begins, for evaluation."""
    return architecture.build(shapes, generator(seed, "weights")).eval()


def has_weights(layer: nn.Module) -> bool:
    """Whether it is a layer with weights and no mere normalisation."""
    return not isinstance(layer, NORMS) and any(True for _ in layer.parameters())


def outputs_of(network: nn.Module, names: list[str], batch: Batch) -> dict[str, Tensor]:
    """What the layers of these names make of a batch, (batch, …) each."""
    found: dict[str, Tensor] = {}
    hooks = [network.get_submodule(name).register_forward_hook(partial(record, found, name)) for name in names]
    try:
        network(batch)
    finally:
        for hook in hooks:
            hook.remove()
    return found


def record(found: dict[str, Tensor], name: str, module: nn.Module, inputs: object, output: Tensor) -> None:
    """A hook: stores the output (batch, …) of a layer."""
    found[name] = output.detach().flatten(1).double()


def alignment(now: Tensor, then: Tensor) -> float:
    """Linear centred kernel alignment of two sets of features (pictures, any) of the same pictures."""
    one, other = (products(features - features.mean(0)) for features in (now, then))
    size = float((one.square().sum() * other.square().sum()).sqrt())
    return float((one * other).sum()) / size if size else 0.0


def products(features: Tensor) -> Tensor:
    """Of features (pictures, any), each picture's with each other's: (pictures, pictures)."""
    return features @ features.T


def both(network: nn.Module, before: nn.Module, name: str) -> tuple[float, float]:
    """The cosine between a layer's weights and those that it began with, and how far they are apart by their size."""
    now, then = (
        torch.cat([one.detach().flatten().double() for one in each.get_submodule(name).parameters()])
        for each in (network, before)
    )
    cosine = torch.nn.functional.cosine_similarity(now, then, dim=0)
    return float(cosine.clamp_min(0)), float((now - then).norm() / then.norm().clamp_min(1e-12))
