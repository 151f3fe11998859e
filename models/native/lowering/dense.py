"""Dense layers and activations."""

from torch import nn

from models.layers.radial import RadialOutput
from models.layers.scaled_tanh import ScaledTanh
from models.native.building import Builder, Norm, Unsupported, Value, at
from models.native.layers import Bend, Dense, Normalisation, Radial, Transposition

NAMES: dict[type[nn.Module], str] = {
    nn.ReLU: "ReLU",
    nn.Tanh: "tanh",
    nn.Sigmoid: "sigmoid",
    ScaledTanh: "scaled tanh",
}


def dense(build: Builder, module: nn.Linear, value: Value, activation: str = "none") -> Value:
    """A dense layer of units, or of each step of a sequence."""
    shape = (*value.shape[:-1], module.out_features)
    found = build.value(value.form, shape)
    places = value.shape[0] if len(value.shape) > 1 else 1
    layer = Dense(inputs=module.in_features, outputs=module.out_features, places=places)
    layer.activation = build.activation(activation)
    build.connect(layer, value, found)
    build.point(layer, "weights", module.weight)
    build.point(layer, "bias", module.bias)
    build.add(layer)
    return found


def radial(build: Builder, module: RadialOutput, value: Value) -> Value:
    """Scores by how near units come to fixed pictures."""
    pictures = module.get_buffer("pictures")  # (classes, points)
    found = build.value("units", (len(pictures),))
    layer = Radial(inputs=pictures.shape[1], outputs=len(pictures), pictures=at(pictures))
    build.connect(layer, value, found)
    build.add(layer)
    return found


def normalisation(
    build: Builder, module: nn.BatchNorm1d | nn.BatchNorm2d, value: Value, activation: str = "none"
) -> Value:
    """Batch normalisation of maps, or of units. Raises Unsupported without weights, or where nothing is remembered."""
    means, variances = module.running_mean, module.running_var
    if not module.affine or means is None or variances is None or module.momentum is None:
        raise Unsupported("batch normalisation")
    found = build.value(value.form, value.shape, value.gradients is not None)
    channels = module.num_features
    layer = Normalisation(channels=channels, places=value.size // channels, means=at(means), variances=at(variances))
    layer.momentum, layer.epsilon, layer.activation = module.momentum, module.eps, build.activation(activation)
    build.connect(layer, value, found)
    build.point(layer, "weights", module.weight)
    build.point(layer, "bias", module.bias)
    build.add(layer)
    if not build.frozen:  # a frozen one goes by what it remembers, and remembers nothing new
        build.norms.append(Norm(module, layer))
    return found


def bend(build: Builder, module: nn.Module, value: Value) -> Value:
    """An activation by itself. Raises Unsupported if the core has it not."""
    if type(module) not in NAMES:
        raise Unsupported(type(module).__name__)
    found = build.value(value.form, value.shape, value.gradients is not None)
    layer = Bend(size=value.size, activation=build.activation(NAMES[type(module)]))
    build.connect(layer, value, found)
    build.add(layer)
    return found


def flatten(build: Builder, value: Value) -> Value:
    """Units of maps, channel by channel, as PyTorch has them."""
    if value.form != "maps":
        return value
    height, width, channels = value.shape
    if channels == 1 or height * width == 1:
        return Value("units", (value.size,), value.numbers, value.gradients)
    found = build.value("units", (value.size,), value.gradients is not None)
    layer = Transposition(outer=height * width, inner=channels)
    build.connect(layer, value, found)
    build.add(layer)
    return found
