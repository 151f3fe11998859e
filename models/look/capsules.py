"""What the capsules of a network make of a picture, and the pictures that are drawn from a capsule."""

from dataclasses import dataclass

from torch import Tensor, nn

from models.layers.capsules import CapsuleDecoder, RoutedCapsules
from models.spec.kinds import Batch


@dataclass(frozen=True)
class Capsules:
    """What the capsule layer of a network read and gave for a batch, and what the network answered."""

    layer: RoutedCapsules
    read: Tensor
    """(batch, capsules, units)"""
    made: Tensor
    """(batch, classes, outputs)"""
    outputs: Tensor
    """(batch, classes)"""


def capsules_of(network: nn.Module, batch: Batch) -> Capsules:
    """Puts a batch through the network. The first layer of routed capsules counts."""
    layer = next(one for one in network.modules() if isinstance(one, RoutedCapsules))
    calls: list[tuple[Tensor, Tensor]] = []

    def record(module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        calls.append((inputs[0].detach(), output.detach()))

    hook = layer.register_forward_hook(record)
    try:
        outputs = network(batch)
    finally:
        hook.remove()
    return Capsules(layer, *calls[0], outputs)


def decoder_of(network: nn.Module) -> CapsuleDecoder:
    """The layer that draws pictures from capsules."""
    return next(one for one in network.modules() if isinstance(one, CapsuleDecoder))


def drawn_from(network: nn.Module, capsules: Tensor, number: int) -> Tensor:
    """Pictures (count, channels, height, width) of capsules (count, outputs) of the class ``number``."""
    decoder = decoder_of(network)
    alone = capsules.new_zeros(len(capsules), decoder.classes, capsules.shape[1])
    alone[:, number] = capsules
    pictures: Tensor = decoder(alone)
    return pictures
