"""A network as a row of layers, as Keras and TensorFlow.js have them: channels last, weights (inputs, outputs).

Both name layers and their options alike but for what each writes itself: :mod:`keras_file` and :mod:`tensorflow_js`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor, nn

from models.sentences import Sentence
from server.exports.converted.inconvertible import Inconvertible

NO_COUNTERPART = Sentence(
    "no-counterpart-of-layer", "Keras and TensorFlow.js have no exact counterpart of the layer {layer} ({kind})."
)
NO_COUNTERPART_OF_NETWORK = Sentence(
    "no-counterpart-of-network",
    "A network of this kind, {kind}, is no row of layers, as Keras and TensorFlow.js have them: take ONNX.",
)


INPUTS = "inputs"
"""What the first layer reads."""


@dataclass(frozen=True)
class Weight:
    """``name`` is what the library calls it: ``kernel``, ``bias``."""

    name: str
    tensor: Tensor


@dataclass(frozen=True)
class Layer:
    """``kind`` is the class in both libraries; ``options`` are those of Keras, and so are the weights' order."""

    kind: str
    name: str
    options: dict[str, Any] = field(default_factory=dict)
    weights: Sequence[Weight] = ()
    inner: "Layer | None" = None
    """Of a layer around another: ``TimeDistributed``, ``Bidirectional``."""
    after: tuple[str, ...] = ()
    """Names of the layers that it reads, :data:`INPUTS` among them; without any it is the one before it."""


@dataclass(frozen=True)
class Row:
    """``shape`` is that of one example's inputs."""

    shape: tuple[int, ...]
    layers: list[Layer]
    one_hot: int = 0
    """How many symbols there are, where inputs are their numbers and the row reads them one-hot; else 0."""
    last: str = ""
    """The activation that makes shares of what the network gives: "softmax", "sigmoid" or "" for none."""

    @property
    def branches(self) -> bool:
        """Whether any layer reads others than the one before it: then it is no mere row, but a graph."""
        return any(one.after for one in self.layers)

    def whole(self) -> list[Layer]:
        """With the layer that makes shares, if there is one."""
        return [*self.layers, Layer("Activation", "shares", {"activation": self.last})] if self.last else self.layers

    def reads(self) -> list[tuple[str, ...]]:
        """What each of the :meth:`whole` reads."""
        names = [INPUTS, *(one.name for one in self.whole())]
        return [one.after or (before,) for one, before in zip(self.whole(), names, strict=False)]


def no_counterpart(name: str, module: nn.Module) -> Inconvertible:
    return Inconvertible(NO_COUNTERPART(layer=name, kind=type(module).__name__))


def weights(**tensors: Tensor | None) -> list[Weight]:
    """Those that there are."""
    return [Weight(name, tensor.detach()) for name, tensor in tensors.items() if tensor is not None]


def dense(name: str, module: nn.Linear, kernel: Tensor | None = None) -> Layer:
    """``kernel`` (units, inputs) is that of the module unless its inputs come in another order."""
    found = module.weight if kernel is None else kernel
    options = {"units": module.out_features, "use_bias": module.bias is not None}
    return Layer("Dense", name, options, weights(kernel=found.t(), bias=module.bias))
