"""A network's outputs, loss and gradients by the core, beside those of the same network by PyTorch in float64."""

import ctypes
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.native.building import Builder, Value, at
from models.native.layers import BitEntropy, CrossEntropy, Layer, SquaredError
from models.native.library import BY_MACHINE, FOLDER, NEEDED, Core, abilities
from models.native.lowering import lower
from models.native.program import Program
from models.native.weights import FlatWeights
from models.spec.kinds import Batch, Carried
from models.spec.task import Task
from models.tasks.copying import Copying
from models.tasks.translation import Translation

CHUNK = 16
ROWS = (1, 5, 49)
"""One example, a chunk that is cut, and three whole ones with one example after them."""
CLOSE = 1e-5
"""Of the largest number: so far may float32 be from float64."""
SETS = sorted({name for names in BY_MACHINE.values() for name in names})
CORES = [name for name in SETS if (FOLDER / f"core-{name}.so").exists() and NEEDED.get(name, set()) <= abilities()]
"""The instruction sets that were built and that this processor has."""


def load(instructions: str) -> Core:
    """The core for this instruction set, as built."""
    core = Core(ctypes.CDLL(str(FOLDER / f"core-{instructions}.so")), instructions)
    assert core.fits()
    return core


@dataclass
class Outcome:
    """What one engine makes of a batch."""

    outputs: Tensor
    loss: Tensor
    gradients: list[Tensor]
    state: tuple[Tensor, ...] = ()


def program_of(
    core: Core, network: nn.Module, shape: tuple[int, ...], classes: bool, masked: bool = False, chunk: int = CHUNK
) -> Program:
    """The network's program; its last line is cross-entropy, that of the bits that count, or the squared error."""
    weights = FlatWeights([one for one in network.parameters() if one.requires_grad])
    weights.move()
    builder = Builder(core, weights, chunk)
    output = lower(builder, network, shape)
    return Program(builder, output, loss_of(output, classes, masked), shape, masked)


def loss_of(output: Value, classes: bool, masked: bool) -> Layer:
    layer: Any
    if masked and not classes:
        layer = BitEntropy(size=output.shape[1], places=output.shape[0])
        layer.scores, layer.dscores = at(output.numbers), at(output.gradients)
    elif classes:
        steps = output.form == "steps"
        places = output.shape[0] if steps else 1
        layer = CrossEntropy(classes=output.size // places, places=places, steps_first=steps)
        layer.scores, layer.dscores = at(output.numbers), at(output.gradients)
    else:
        layer = SquaredError(size=output.size, y=at(output.numbers), dy=at(output.gradients))
    return layer  # type: ignore[no-any-return]


def by_core(program: Program, batch: Batch) -> Outcome:
    """Outputs, mean loss and gradients of a batch, by the core."""
    assert program.learns(batch)
    weights, rows = program.builder.weights, len(batch.inputs)
    program.aim(batch)
    outputs = program.let_out(rows)
    ended = program.begin(batch)
    weights.gradients.zero_()
    program.core.differentiate(program.lines, len(program.lines), rows, program.chunk)
    state = program.carried(batch, ended) or ()
    size = 1 if isinstance(program.loss, CrossEntropy) else batch.targets[0].numel()
    places = batch.targets.numel() if isinstance(program.loss, CrossEntropy) else rows * size
    places = rows if program.masked else places
    return Outcome(outputs, program.found[0] / places, [one.clone() for one in weights.slopes], state)


def by_torch(network: nn.Module, batch: Batch) -> Outcome:
    """The same by PyTorch in float64, of a network that is in float64."""
    floats = batch.targets.is_floating_point()
    inputs = batch.inputs.double() if batch.inputs.is_floating_point() else batch.inputs
    continues = batch.continues and tuple(one.double() for one in batch.continues)
    given = network(replace(batch, inputs=inputs, continues=continues))
    outputs = given.outputs if isinstance(given, Carried) else given
    if batch.mask is not None:
        task: Task = Copying() if floats else Translation()
        loss = task.loss(outputs, replace(batch, targets=batch.targets.double() if floats else batch.targets))
    elif floats:
        loss = functional.mse_loss(outputs, batch.targets.double())
    else:
        loss = functional.cross_entropy(outputs.flatten(0, -2), batch.targets.flatten())
    learnt = [one for one in network.parameters() if one.requires_grad]
    gradients = torch.autograd.grad(loss, learnt, materialize_grads=True)
    state = tuple(one.detach() for one in given.state) if isinstance(given, Carried) else ()
    return Outcome(outputs.detach(), loss.detach(), list(gradients), state)


def batch_for(shape: tuple[int, ...], answer: tuple[int, ...], symbols: int, classes: int, rows: int) -> Batch:
    """A random batch of symbols and classes, or of values where there are none of these."""
    draw = torch.Generator().manual_seed(rows)

    def numbers(below: int, size: tuple[int, ...]) -> Tensor:
        return torch.randint(below, size, generator=draw) if below else torch.randn(size, generator=draw)

    return Batch(numbers(symbols, (rows, *shape)), numbers(classes, (rows, *answer)))


def assert_close(found: Outcome, expected: Outcome, what: str = "") -> None:
    """Outputs, loss, state and every gradient (…), each beside the largest of its kind."""
    pairs: Iterable[tuple[str, list[Tensor], list[Tensor]]] = (
        ("outputs", [found.outputs], [expected.outputs]),
        ("loss", [found.loss], [expected.loss]),
        ("gradients", found.gradients, expected.gradients),
        ("state", list(found.state), list(expected.state)),
    )
    for name, ours, theirs in pairs:
        largest = max((float(one.abs().max()) for one in theirs), default=0.0)
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            apart = float((one.double() - other).abs().max())
            assert apart <= CLOSE * largest, f"{what} {name} {place}: {apart / largest:.1e}"


def assert_agrees(
    core: Core,
    network: nn.Module,
    shape: tuple[int, ...],
    answer: tuple[int, ...] = (),
    symbols: int = 0,
    classes: int = 0,
) -> None:
    """Of batches of several sizes, one after another by one program."""
    exact = deepcopy(network).double()
    program = program_of(core, network, shape, bool(classes))
    for rows in ROWS:
        batch = batch_for(shape, answer, symbols, classes, rows)
        assert_close(by_core(program, batch), by_torch(exact, batch), f"{rows} examples:")
