"""How the weights of every layer are spread: histograms as those of TensorBoard (Abadi et al. 2015)."""

import torch
from torch import nn

from models.layers.names import layer_name, layer_type
from models.layers.tree import rows
from models.look.arrays import counts
from models.look.histograms import binned, ends, spread
from models.look.kernels import WEIGHTS_NOT_FINITE
from models.look.pictures import Histogram, Histograms, Picture
from models.look.titles import dotted
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.spec import Spec

COUNT = Sentence("weights-of-layer", "{count:whole} weights", one="{count:whole} weight")
NEARLY_ZERO = Sentence("weights-nearly-zero", "{share:percent} below a hundredth of the largest")
NEAR = 0.01


class Weights(View):
    """A histogram of each layer's weights; of its biases only where it has nothing else."""

    title = "Weights"
    text = (
        "How the weights of each layer are spread, without the biases. They begin near 0, each layer in its own width, "
        "and training moves them. A layer whose shape stays as it was has learnt little; look back to see how it began."
    )
    group = "layers"
    rank = 2

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        layers = [(name, module) for name, module in rows(network) if list(module.parameters())]
        return Histograms(histograms=[drawn(name, module) for name, module in layers])


def nearly_zero(values: torch.Tensor) -> float:
    """The share of ``values`` (…) that are less than a hundredth of the largest: L1 sends weights there."""
    sizes = values.abs()
    return float((sizes < sizes.max() * NEAR).float().mean()) if sizes.any() else 1.0


def drawn(name: str, module: nn.Module) -> Histogram:
    """The histogram of one layer, as far to the left of 0 as to the right.

    Raises ValueError where a weight is no finite number any more.
    """
    every = list(module.parameters())
    chosen = [parameter for parameter in every if parameter.dim() > 1] or every
    values = torch.cat([parameter.detach().flatten() for parameter in chosen]).float()
    if not values.isfinite().all():
        raise ValueError(WEIGHTS_NOT_FINITE(layer=layer_name(name)))
    far = ends(*(float(end) for end in values.aminmax()))[1]
    deviation, mean = (float(one) for one in torch.std_mean(values, correction=0))
    return Histogram(
        title=dotted(layer_name(name), layer_type(module)),
        words=[COUNT(count=len(values)), *spread(mean, deviation), NEARLY_ZERO(share=nearly_zero(values))],
        lowest=-far,
        highest=far,
        counts=counts(binned(values, -far, far)),
    )
