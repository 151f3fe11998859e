"""Recurrent stacks, by whichever library's cells they are, and the networks around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from torch import nn

from models.layers.cells import RecurrentLayer
from models.layers.equations import USUAL, Equations
from models.layers.recurrent import ThroughTime, suffix
from models.layers.stacks import LastState
from models.native.building import Builder, Derived, Lower, Unsupported, Value, at
from models.native.layers import ACTIVATIONS, CELLS, READ, Addition, Intake, Outlet, Recurrent
from models.native.lowering.dense import dense

TORCH_CELLS = {"RNN_TANH": "SimpleRNN", "RNN_RELU": "SimpleRNN", "GRU": "GRU", "LSTM": "LSTM"}


@dataclass(frozen=True)
class Cell:
    """One recurrent layer: which cell, its equations, its weights as PyTorch lays them."""

    cell: str
    by: Equations
    weights: tuple[nn.Parameter | None, ...]
    """Of the inputs, of the state, both biases, peepholes."""


def cells_of(stack: nn.Module) -> Iterator[Cell]:
    """The layers of a stack in their order. Raises Unsupported if it reads both ways, or is none that is known."""
    if isinstance(stack, nn.RNNBase):
        if stack.bidirectional or stack.mode == "RNN_RELU" or stack.dropout or not stack.batch_first:
            raise Unsupported(stack.mode)
        for depth, own_weights in enumerate(stack.all_weights):
            peepholes = dict(stack.named_parameters()).get("peepholes" + suffix(depth, False))
            biases = own_weights[2:4] if stack.bias else (None, None)
            by = stack.by if isinstance(stack, ThroughTime) else USUAL
            yield Cell(
                TORCH_CELLS[stack.mode], by, (*own_weights[:2], *biases, None if callable(peepholes) else peepholes)
            )
        return
    layers = getattr(stack, "layers", None)
    if layers is None or getattr(stack, "directions", 1) != 1:
        raise Unsupported(type(stack).__name__)
    for layer in layers:
        if not isinstance(layer, RecurrentLayer):
            raise Unsupported(type(layer).__name__)
        weights = (layer.weight_inputs, layer.weight_state, layer.bias_inputs, layer.bias_state, layer.peepholes)
        yield Cell(layer.cell, layer.by, weights)


@dataclass
class Ends:
    """What a stack gives: the states of its last layer, its last state, and what each layer ends with."""

    states: Value
    last: Value
    carried: list[tuple[Value, ...]]


@dataclass(frozen=True)
class Use:
    """What a stack begins with and what learns from it."""

    states: bool
    """Whether what follows learns from all states of the last layer; else from its last."""
    ends: bool = False
    """Whether what follows learns from what each layer ends with."""
    carries: bool = False
    """Whether it begins with a state from outside and gives what it ends with."""
    begins: Sequence[tuple[Value, ...]] = ()
    """What each layer begins with, where another line gives that."""


def stack(build: Builder, module: nn.Module, value: Value, time: int, use: Use) -> Ends:
    """All layers of a stack. ``value`` is symbols, a sequence, or units that are read at each of ``time`` steps."""
    cells = list(cells_of(module))
    carried = []
    for depth, cell in enumerate(cells):
        below = replace(use, states=use.states or depth + 1 < len(cells), begins=use.begins[depth : depth + 1])
        ends = one_layer(build, cell, value, time, below)
        carried.append(ends.carried[0])
        value = ends.states
    return Ends(ends.states, ends.last, carried)


def one_layer(build: Builder, cell: Cell, value: Value, time: int, use: Use) -> Ends:
    """One layer, one way. Raises Unsupported if a gate of it is set by hand."""
    of_inputs, of_state, bias, second, peepholes = cell.weights
    assert of_inputs is not None
    assert of_state is not None
    if cell.by.fixed:
        raise Unsupported("a gate that is set by hand")
    layer = Recurrent(
        cell=CELLS[cell.cell], inputs=of_inputs.shape[1], units=of_state.shape[1], time=time, hard=cell.by.hard,
        reset_before=cell.by.reset_before, activation=ACTIVATIONS[cell.by.activation], truncate=cell.by.truncate,
    )  # fmt: skip
    form = "repeated" if value.form == "units" else value.form
    layer.read, layer.x, layer.dx = READ[form], at(value.numbers), at(value.gradients)
    for name, weights in (("weights_x", of_inputs), ("weights_h", of_state), ("bias_x", bias), ("bias_h", second)):
        build.point(layer, name, weights)
    build.point(layer, "peepholes", peepholes)
    ends = room(build, layer, use)
    if use.carries:
        begin(build, layer, len(ends.carried[0]))
    for begun in use.begins:
        for name, one in zip(("began", "began_memory"), begun, strict=False):
            setattr(layer, name, at(one.numbers))
            setattr(layer, f"d{name}", at(one.gradients))
    if form == "symbols":
        read_symbols(build, layer, value)
    build.add(layer)
    for one in ends.carried[0] if use.carries else ():
        outlet = Outlet(size=layer.units, places=1, x=at(one.numbers))
        build.ended.append(outlet)
        build.add(outlet)
    return ends


def read_symbols(build: Builder, layer: Recurrent, value: Value) -> None:
    """Lets a layer read symbols: those of the inputs, or others that follow from a batch."""
    layer.vocabulary = layer.inputs if value.embedding is None else len(value.embedding)
    build.point(layer, "embedding", value.embedding)
    if value.of is None:
        build.symbols.append(layer)
        build.vocabularies.append(layer.vocabulary)
    else:
        build.derived.append(Derived(layer, "symbols", value.of))


def room(build: Builder, layer: Recurrent, use: Use) -> Ends:
    """Where a layer writes what it gives, and what it keeps for the way back."""
    units, time, chunk, width = layer.units, layer.time, build.chunk, layer.cell * layer.units
    gives = build.value("steps", (time, units), use.states)
    last = build.value("units", (units,), use.ends or not use.states)
    layer.states, layer.dstates = at(gives.numbers), at(gives.gradients)
    layer.last, layer.dlast = at(last.numbers), at(last.gradients)
    sizes = {"gates": width, "dgates": width, "memories": units, "bent": units, "aside": units, "daside": units}
    for name, size in sizes.items():
        setattr(layer, name, at(build.floats(time, chunk, size)))
    layer.dh, layer.dc = at(build.floats(chunk, units)), at(build.floats(chunk, units))
    if layer.cell != CELLS["LSTM"]:
        return Ends(gives, last, [(last,)])
    memory = build.value("units", (units,), use.ends)
    layer.last_memory, layer.dlast_memory = at(memory.numbers), at(memory.gradients)
    return Ends(gives, last, [(last, memory)])


def begin(build: Builder, layer: Recurrent, numbers: int) -> None:
    """Lets a layer begin with a state from outside: its own, and an LSTM's memory."""
    build.carried = numbers
    for name in ("began", "began_memory")[:numbers]:
        value = build.value("units", (layer.units,), False)
        intake = Intake(outer=1, inner=layer.units, y=at(value.numbers))
        build.began.append(intake)
        build.add(intake)
        setattr(layer, name, at(value.numbers))


def encoder_decoder(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """A question into a state, the state into each place of the answer."""
    symbols = Value("symbols", shape)
    read = stack(build, network.encoder.stack, symbols, shape[0], Use(states=False)).last
    given = build.mask(network.dropout, read)
    written = stack(build, network.decoder.stack, given, network.places, Use(states=True)).states
    return dense(build, network.output, written)


def sequence_classifier(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Symbols to their end, and the class from the last state."""
    read = stack(build, network.encoder.stack, Value("symbols", shape), shape[0], Use(states=False)).last
    return dense(build, network.output, build.mask(network.dropout, read))


def step_writer(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Bits into states, and scores of bits from each."""
    bits = build.take_in("sequence", shape)
    read = stack(build, network.encoder.stack, bits, shape[0], Use(states=True)).states
    return dense(build, network.output, build.mask(network.dropout, read))


def language_model(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Symbols, each by its embedding, into states, and a score for every next symbol from each.

    Raises Unsupported where the output is tied to the embedding.
    """
    if not isinstance(network.output, nn.Linear):
        raise Unsupported("a tied output")
    build.by_stream = network.stateful
    symbols = Value("symbols", shape)
    if isinstance(network.symbols, nn.Embedding):
        symbols.embedding = network.symbols.weight
    read = stack(build, network.memory, symbols, shape[0], Use(states=True, carries=network.stateful)).states
    return dense(build, network.output, build.mask(network.dropout, read))


def picture_rows(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """A picture of one channel as a sequence of its rows, or of its columns. Raises Unsupported of several channels."""
    channels, height, width = shape
    if channels != 1 or not isinstance(network.states, LastState):
        raise Unsupported("rows of this sort")
    if network.steps.by_rows:
        value = build.take_in("sequence", (height, width))
    else:
        value = build.take_in("columns", (height, width))
    for number in range(1, 1 + network.depth):
        value = build.mask(network.get_submodule(f"dropout{number}"), value)
        layer = network.get_submodule(f"recurrent{number}")
        ends = stack(build, layer.get_submodule("stack"), value, value.shape[0], Use(states=number < network.depth))
        value = ends.states
    return dense(build, network.output, ends.last)


def forecast(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """A window to its end, and what is said from the last state. Raises Unsupported with weights for each place."""
    if network.places or network.tanh:
        raise Unsupported("a forecaster of this sort")
    window = build.take_in("sequence", shape)
    last = stack(build, network.memory, window, shape[0], Use(states=False, carries=network.stateful)).last
    said = dense(build, network.output, build.mask(network.dropout, last))
    if network.adds_last:
        layer = Addition(size=said.size, columns=network.targets[1], stride=shape[0] * shape[1], y=at(said.numbers))
        assert window.numbers is not None
        layer.added = window.numbers[:, (shape[0] - 1) * shape[1] :].data_ptr()
        build.add(layer)
    build.answer = (said.size,) if network.classifies else network.targets
    return said


RECURRENT: dict[str, Lower] = {
    "models.architectures.recurrent.EncoderDecoder": encoder_decoder,
    "models.layers.sequence_classifier.SequenceClassifier": sequence_classifier,
    "models.layers.step_writer.StepWriter": step_writer,
    "models.architectures.rows.Network": picture_rows,
    "models.architectures.forecaster.Network": forecast,
    "models.architectures.language_model.Network": language_model,
}
