"""Whether weights belong to a network: the same layers, of the same shapes."""

from collections.abc import Mapping

from torch import Tensor

from models.layers.meta import network_on_meta
from models.sentences import Sentence
from models.spec.spec import Spec

EXTRA_WEIGHT = Sentence("weight-not-in-network", "{name} ({theirs}) in the file is not in this network.")
MISSING_WEIGHT = Sentence("weight-not-in-file", "{name} ({own}) of this network is not in the file.")
OTHER_SHAPE = Sentence("weight-shape-differs", "{name} is {theirs} in the file and {own} in this network.")


def state_dict_mismatch(spec: Spec, tensors: Mapping[str, Tensor]) -> str | None:
    """Says which of ``tensors``, each (…) by name, is not as in the network of ``spec``; None if all are."""
    own = network_on_meta(spec.architecture, spec.task.shapes()).state_dict()
    for name, tensor in own.items():
        if name not in tensors:
            return MISSING_WEIGHT(name=name, own=shape(tensor))
        if tensors[name].shape != tensor.shape:
            return OTHER_SHAPE(name=name, theirs=shape(tensors[name]), own=shape(tensor))
    more = next((name for name in tensors if name not in own), None)
    return None if more is None else EXTRA_WEIGHT(name=more, theirs=shape(tensors[more]))


def shape(tensor: Tensor) -> str:
    """Of a tensor (128, 64), as people write it: 128 × 64."""
    return " × ".join(map(str, tensor.shape)) or "one number"
