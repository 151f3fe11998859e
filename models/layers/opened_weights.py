"""Weights of one network in another: layer by layer, wherever names and shapes agree, and what became of the rest.

Yosinski et al., "How transferable are features in deep neural networks?" (2014).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from torch import Tensor, nn

from models.sentences import NO_TEXT, Sentence, Text, Value

PARTLY = Sentence("weights-partly-agree", "It begins with these layers of the file: {agreeing}. Not from it: {left}.")
NOT_IN_FILE = Sentence("layer-not-in-file", "{layer} (not in the file)")
NOT_IN_NETWORK = Sentence("layer-not-in-network", "{layer} (not in this network)")
OTHER_SHAPE = Sentence("layer-of-other-shape", "{layer} ({theirs} in the file, {own} here)")
OTHER_PARTS = Sentence("layer-of-other-parts", "{layer} ({theirs} in the file, {own} here)")
MORE_LAYERS = Sentence("layers-more", "{count} more")

MOST_NAMED = 12
"""Layers that are named; of a network of hundreds the others are counted."""


@dataclass(frozen=True)
class Agreement:
    """What of a file's weights a network begins with. A layer is from the file as a whole or not at all."""

    layers: list[str]
    """Of the network, from the file."""
    left: list[Text]
    """Of the network or of the file, each with the reason."""
    tensors: dict[str, Tensor]
    """The weights of ``layers``, each (…) by name."""

    @property
    def text(self) -> Text:
        """What agrees and what does not, and why; nothing where all of both agrees."""
        return PARTLY(agreeing=first(self.layers), left=first(self.left)) if self.left else NO_TEXT


def agreement(own: Mapping[str, Tensor], theirs: Mapping[str, Tensor]) -> Agreement:
    """Compares a network's ``own`` weights with those of a file, each (…) by name."""
    layers: list[str] = []
    left: list[Text] = []
    tensors: dict[str, Tensor] = {}
    in_file = by_layer(theirs)
    for layer, parts in by_layer(own).items():
        found = in_file.pop(layer, None)
        why = NOT_IN_FILE(layer=layer) if found is None else difference(layer, parts, found)
        if why:
            left.append(why)
        else:
            layers.append(layer)
            tensors |= {name: theirs[name] for name in own if layer_of(name) == layer}
    left += [NOT_IN_NETWORK(layer=layer) for layer in in_file]
    return Agreement(layers, left, tensors)


def open_weights(network: nn.Module, theirs: Mapping[str, Tensor]) -> Text:
    """Loads what agrees of the weights ``theirs``, each (…) by name, into ``network``; says what does not."""
    found = agreement(network.state_dict(), theirs)
    network.load_state_dict(found.tensors, strict=False)
    return found.text


def difference(layer: str, own: Mapping[str, Tensor], theirs: Mapping[str, Tensor]) -> Text:
    """Why the weights of a layer, each (…) by their names in it, cannot be those of the file; empty where they can."""
    if own.keys() != theirs.keys():
        return OTHER_PARTS(layer=layer, theirs=list(theirs), own=list(own))
    for name, tensor in own.items():
        if tensor.shape != theirs[name].shape:
            return OTHER_SHAPE(layer=layer, theirs=shape(theirs[name]), own=shape(tensor))
    return NO_TEXT


def by_layer(tensors: Mapping[str, Tensor]) -> dict[str, dict[str, Tensor]]:
    """Weights (…) by layer, and in it by what they are called there."""
    found: dict[str, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        found.setdefault(layer_of(name), {})[name.rpartition(".")[2]] = tensor
    return found


def layer_of(name: str) -> str:
    """``stage1.conv`` of ``stage1.conv.weight``; what belongs to no layer stands for itself."""
    return name.rpartition(".")[0] or name


def shape(tensor: Tensor) -> str:
    """Of a tensor (128, 64), as people write it: 128 × 64."""
    return " × ".join(map(str, tensor.shape)) or "1"


def first(named: Sequence[str]) -> list[Value]:
    """As many as can be read, and how many there are beyond."""
    more = len(named) - MOST_NAMED
    return [*islice(named, MOST_NAMED), *([MORE_LAYERS(count=more)] if more > 0 else [])]
