"""Whether weights belong to a network: the same layers, of the same shapes."""

from collections.abc import Mapping

from torch import Tensor

from models.layers.meta import network_on_meta
from models.spec.spec import Spec


def state_dict_mismatch(spec: Spec, tensors: Mapping[str, Tensor]) -> str | None:
    """Says which of ``tensors``, each (…) by name, is not as in the network of ``spec``; None if all are."""
    own = network_on_meta(spec.architecture, spec.task.shapes()).state_dict()
    for name, tensor in own.items():
        if name not in tensors:
            return f"{name} ({shape(tensor)}) of this network is not in the file."
        if tensors[name].shape != tensor.shape:
            return f"{name} is {shape(tensors[name])} in the file and {shape(tensor)} in this network."
    more = next((name for name in tensors if name not in own), None)
    return None if more is None else f"{more} ({shape(tensors[more])}) in the file is not in this network."


def shape(tensor: Tensor) -> str:
    """Of a tensor (128, 64), as people write it: 128 × 64."""
    return " × ".join(map(str, tensor.shape)) or "one number"
