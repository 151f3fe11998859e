"""How the outputs of every layer are spread, and which units have stopped working (as in Glorot and Bengio 2010)."""

from torch import nn

from models.layers.dropout import Dropout
from models.layers.names import layer_name, layer_type
from models.layers.tree import rows
from models.look.activations import ActivationStats, forward_hooks
from models.look.arrays import counts
from models.look.histograms import spread
from models.look.pictures import Histogram, Histograms, Picture
from models.look.titles import dotted
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.spec import Spec

ZEROS = Sentence("zeros-not-drawn", "{share:figure} % are 0, not drawn")
DEAD = Sentence("dead-units", "dead units: {dead} of {units}")
SATURATED = Sentence("saturated-units", "saturated units: {saturated} of {units}")

EXAMPLES = 300
"""Fewer where fewer are held out."""
UNCHANGED = (nn.Flatten, nn.Unflatten, nn.Identity, Dropout)
"""Layers that give what they are given while nothing is learnt."""


class Activations(View):
    """Histograms over the first examples of the validation split, scored twice, so that no output is stored."""

    title = "Activations"
    text = (
        f"How the outputs of each layer are spread over the first {EXAMPLES} held-out examples. A ReLU unit that is 0 "
        "for all of them is dead: no gradient reaches it, and it hardly ever comes back. A unit of tanh or sigmoid "
        "that is within 0.01 of an end in 95 % of what it gives is saturated, and hardly learns any more."
    )
    group = "layers"
    rank = 2

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        split = splits.validation.rows(0, EXAMPLES)
        layers = [ActivationStats(name, module) for name, module in rows(network) if not isinstance(module, UNCHANGED)]
        for on_output in (ActivationStats.measure, ActivationStats.sort):
            with forward_hooks(layers, on_output):
                spec.architecture.measured(network, spec.task, split)
        return Histograms(histograms=[drawn(layer) for layer in layers if layer.count])


def drawn(layer: ActivationStats) -> Histogram:
    """The histogram of one layer's outputs without the zeros, and the rest in words."""
    words = spread(layer.mean, layer.deviation)
    if layer.zeros:
        words.append(ZEROS(share=100 * layer.zeros / layer.count))
    if isinstance(layer.module, nn.ReLU):
        words.append(DEAD(dead=layer.dead, units=layer.units))
    elif layer.bounded:
        words.append(SATURATED(saturated=layer.saturated, units=layer.units))
    lowest, highest = layer.ends
    return Histogram(
        title=dotted(layer_name(layer.name), layer_type(layer.module)),
        words=words,
        lowest=lowest,
        highest=highest,
        counts=counts(layer.bins_without_zeros),
    )
