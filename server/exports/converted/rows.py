"""Which networks are rows of layers in Keras and TensorFlow.js, and what they are there."""

from functools import lru_cache
from typing import Any

import torch
from torch import nn

from models.architectures import conv1d, forecaster, googlenet, language_model, recurrent, rows
from models.layers.classifier import PictureClassifier
from models.layers.dropout import DropoutThroughTime
from models.layers.sequence_classifier import SequenceClassifier
from models.layers.stacks import AllStates
from models.spec.kinds import Shapes
from models.spec.spec import Spec
from server.exports.converted import moments, pictures
from server.exports.converted.cells import layers_of
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.layer import NO_COUNTERPART_OF_NETWORK, Layer, Row, dense, no_counterpart, weights
from server.exports.converted.ways import WAYS

pictures.ADDERS.update(WAYS)


def row_of(network: nn.Module, shapes: Shapes) -> Row:
    """Raises Inconvertible: which layer, or which network, has no exact counterpart."""
    match network:
        case PictureClassifier():
            return pictures.row_of(network, shapes)
        case recurrent.EncoderDecoder():
            return encoder_decoder(network, shapes)
        case rows.Network():
            return over_rows(network, shapes)
        case forecaster.Network():
            return forecasting(network, shapes)
        case SequenceClassifier():
            return sequence_classifier(network, shapes)
        case language_model.Network():
            return language_modelling(network, shapes)
        case conv1d.Network():
            return moments.row_of(network, shapes)
        case googlenet.WithHeads():
            return pictures.row_in_order(network, network.order, shapes, "softmax")
    raise Inconvertible(NO_COUNTERPART_OF_NETWORK(kind=type(network).__name__))


def reason_of(spec: Spec) -> str | None:
    """Why the network of a spec is no such row, before there are weights; None where it is one."""
    return _reason(spec.architecture, spec.task.shapes())


@lru_cache(64)
def _reason(architecture: Any, shapes: Shapes) -> str | None:
    try:
        with torch.device("meta"):
            network = architecture.network(shapes)
        row_of(network, shapes)
    except Inconvertible as error:
        found: str = error.args[0]
        return found
    return None


def encoder_decoder(network: recurrent.EncoderDecoder, shapes: Shapes) -> Row:
    """The addition demo's: the last state, repeated for each place of the answer."""
    layers = [
        *layers_of("encoder", network.encoder.stack, sequences=False),
        Layer("Dropout", "dropout", {"rate": network.dropout.share}),
        Layer("RepeatVector", "repeat", {"n": network.places}),
        *layers_of("decoder", network.decoder.stack, sequences=True),
        over_time("output", network.output),
    ]
    return Row((shapes.inputs[0], network.symbols), layers, one_hot=network.symbols, last="softmax")


def over_rows(network: rows.Network, shapes: Shapes) -> Row:
    channels, height, width = shapes.inputs
    if channels > 1:
        raise no_counterpart("steps", network.steps)  # a row of one library has its channels in another order
    layers = [] if network.steps.by_rows else [Layer("Permute", "turned", {"dims": [2, 1, 3]})]
    sides = (height, width) if network.steps.by_rows else (width, height)
    layers.append(Layer("Reshape", "steps", {"target_shape": list(sides)}))
    all_states = isinstance(network.states, AllStates)
    for number in range(1, 1 + network.depth):
        dropout: Any = network.get_submodule(f"dropout{number}")
        assert isinstance(dropout, DropoutThroughTime)
        layers.append(Layer("SpatialDropout1D", f"dropout{number}", {"rate": dropout.share}))
        inner: Any = network.get_submodule(f"recurrent{number}")
        layers += layers_of(f"recurrent{number}_", inner.stack, sequences=all_states or number < network.depth)
    if all_states:
        layers.append(Layer("Flatten", "states"))
    return Row((height, width, channels), [*layers, dense("output", network.output)], last="softmax")


def forecasting(network: forecaster.Network, shapes: Shapes) -> Row:
    """One that begins each window anew and says values, not changes."""
    if network.stateful or network.adds_last or network.places:
        raise no_counterpart("memory", network.memory)
    memory: Any = network.memory
    layers = [
        *layers_of("memory", memory, sequences=False),
        Layer("Dropout", "dropout", {"rate": network.dropout.share}),
        dense("output", network.output),
    ]
    if network.tanh:
        layers.append(Layer("Activation", "bend", {"activation": "tanh"}))
    return Row(tuple(shapes.inputs), layers, last="softmax" if network.classifies else "")


def sequence_classifier(network: SequenceClassifier, shapes: Shapes) -> Row:
    layers = [
        *layers_of("encoder", network.encoder.stack, sequences=False),
        Layer("Dropout", "dropout", {"rate": network.dropout.share}),
        dense("output", network.output),
    ]
    return Row((shapes.inputs[0], network.symbols), layers, one_hot=network.symbols, last="softmax")


def language_modelling(network: language_model.Network, shapes: Shapes) -> Row:
    """Symbols one-hot, which an embedding makes numbers of; a state begins with each text anew, as in a file."""
    layers = []
    if isinstance(network.symbols, nn.Embedding):
        options = {"units": network.symbols.embedding_dim, "use_bias": False}
        layers.append(Layer("Dense", "symbols", options, weights(kernel=network.symbols.weight)))
    layers += layers_of("memory", network.memory, sequences=True)
    layers.append(Layer("Dropout", "dropout", {"rate": network.dropout.share}))
    if isinstance(network.narrow, nn.Linear):
        layers.append(dense("narrow", network.narrow))
    output: Any = network.output
    if isinstance(output, language_model.TiedOutput):
        table = output.table[0].get_parameter("weight")
        tied = weights(kernel=table.t(), bias=output.bias)
        layers.append(Layer("Dense", "output", {"units": len(table), "use_bias": True}, tied))
    else:
        layers.append(dense("output", output))
    symbols = len(shapes.source or ())
    return Row((shapes.inputs[0], symbols), layers, one_hot=symbols, last="softmax")


def over_time(name: str, module: nn.Linear) -> Layer:
    inner = dense(name, module)
    return Layer("TimeDistributed", f"{name}_each", {}, inner.weights, inner)
