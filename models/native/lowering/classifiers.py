"""Networks of layers one after another that name the class of a picture."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from torch import nn

from models.layers.chain import Chain
from models.layers.dropout import Dropout
from models.layers.partial import PartialConv2d
from models.layers.radial import RadialOutput
from models.layers.stacks import PictureSteps, ReadSteps
from models.layers.subsampling import Subsampling
from models.native.building import Builder, Lower, Unsupported, Value
from models.native.layers import Transposition
from models.native.lowering.convolution import convolution, pooling, subsampling
from models.native.lowering.dense import NAMES, bend, dense, flatten, normalisation, radial
from models.native.lowering.recurrent import Use, stack

Normalised = nn.BatchNorm1d | nn.BatchNorm2d
Weighed = nn.Linear | nn.Conv2d | PartialConv2d | Subsampling | Normalised


def classifier(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """All layers in their order. Raises Unsupported if they give maps."""
    return units(in_order(build, list(network), build.take_in("maps", shape)))


def units(value: Value) -> Value:
    """What a network answers. Raises Unsupported if these are maps."""
    if value.form != "units":
        raise Unsupported("an answer of maps")
    return value


def in_order(build: Builder, chain: Sequence[nn.Module], value: Value) -> Value:
    """Layers one after another; what has weights is bent at once, and ReLU comes after pooling."""
    layers = pooled_first(list(unfolded(chain)))
    while layers:
        module, *layers = layers
        if isinstance(module, Weighed):
            bent = NAMES.get(type(layers[0]), "") if layers else ""
            value = weighed(build, module, value, bent or "none")
            layers = layers[1:] if bent else layers
        elif isinstance(module, RadialOutput):
            value = radial(build, module, flatten(build, value))
        elif isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
            value = pooling(build, module, value)
        elif isinstance(module, nn.AdaptiveAvgPool2d):
            value = mean_of_maps(build, module, value)
        elif isinstance(module, PictureSteps):
            value = steps(build, module, value)
        elif isinstance(module, ReadSteps):
            value = read(build, module, value)
        elif isinstance(module, nn.Flatten):
            value = flattened(build, value)
        elif isinstance(module, Dropout):
            value = build.mask(module, value)
        elif not isinstance(module, nn.Identity):
            value = bend(build, module, value)
    return value


def unfolded(chain: Iterable[nn.Module]) -> Iterator[nn.Module]:
    """Layers one after another, chains of them taken apart."""
    for module in chain:
        if type(module) is Chain:
            yield from unfolded(module)
        else:
            yield module


def mean_of_maps(build: Builder, module: nn.AdaptiveAvgPool2d, value: Value) -> Value:
    """One value of each map. Raises Unsupported if it is to be several."""
    if module.output_size not in (1, (1, 1)) or value.form != "maps":
        raise Unsupported("adaptive pooling")
    height, width, _ = value.shape
    return pooling(build, nn.AvgPool2d((height, width)), value)


def steps(build: Builder, module: PictureSteps, value: Value) -> Value:
    """Maps of one channel as a sequence of rows, or of columns. Raises Unsupported of several channels."""
    height, width, channels = value.shape
    if channels != 1:
        raise Unsupported("rows of several maps")
    if module.by_rows:
        return Value("sequence", (height, width), value.numbers, value.gradients)
    found = build.value("sequence", (width, height), value.gradients is not None)
    layer = Transposition(outer=height, inner=width)
    build.connect(layer, value, found)
    build.add(layer)
    return found


def read(build: Builder, module: ReadSteps, value: Value) -> Value:
    """A recurrent layer over a sequence: all of its states, or the last."""
    ends = stack(build, module.get_submodule("stack"), value, value.shape[0], Use(states=module.all_states))
    return ends.states if module.all_states else ends.last


def flattened(build: Builder, value: Value) -> Value:
    """Units of maps, or of units. Raises Unsupported of the states of a sequence, whose steps lie apart."""
    if value.form not in ("maps", "units"):
        raise Unsupported("states in a row")
    return flatten(build, value)


def weighed(build: Builder, module: Weighed, value: Value, activation: str) -> Value:
    """A layer with weights, and the activation after it."""
    if isinstance(module, nn.Linear):
        return dense(build, module, flatten(build, value), activation)
    if isinstance(module, Normalised):
        return normalisation(build, module, value, activation)
    if isinstance(module, Subsampling):
        return subsampling(build, module, value, activation)
    return convolution(build, module, value, activation)


def pooled_first(layers: Sequence[nn.Module]) -> list[nn.Module]:
    """With every ReLU after the largest of its windows is taken: what is larger stays larger, and of a quarter of the
    values only. Both orders give the same numbers and gradients."""
    found = list(layers)
    for place in range(len(found) - 1):
        if type(found[place]) is nn.ReLU and type(found[place + 1]) is nn.MaxPool2d:
            found[place], found[place + 1] = found[place + 1], found[place]
    return found


def transferred(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """A network with the layers of another; the first of them may be frozen. Raises Unsupported if others are."""
    names = [name for name, _ in network.named_children()]
    count = len(network.frozen)
    if names[:count] != list(network.frozen):
        raise Unsupported("frozen layers behind others that learn")
    build.frozen, value = True, build.take_in("maps", shape)
    value = in_order(build, list(network)[:count], value)
    build.frozen = False
    return units(in_order(build, list(network)[count:], value))


CLASSIFIERS: dict[str, Lower] = {
    "models.layers.classifier.PictureClassifier": classifier,
    "models.layers.transferred.Transferred": transferred,
}
