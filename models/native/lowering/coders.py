"""Dense networks that squeeze a picture and draw it again."""

from typing import Any

from torch import nn

from models.native.building import Builder, Lower, Unsupported, Value
from models.native.lowering.classifiers import in_order


def autoencoder(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Both halves as one chain of dense layers. Raises Unsupported with a charge on the code, or with convolutions."""
    layers: list[nn.Module] = [*network.encoder, network.code, network.bend, *network.decoder]
    if network.sparse.charge or not isinstance(layers[-1], nn.Unflatten):
        raise Unsupported("an autoencoder of this sort")
    value = in_order(build, layers[:-1], build.take_in("maps", shape))
    build.answer = shape
    return value


CODERS: dict[str, Lower] = {"models.architectures.autoencoder.Bottleneck": autoencoder}
