"""The neural Turing machine: controller, heads and memory as one line, then the output."""

import ctypes
from typing import Any

from torch import nn

from models.native.building import Builder, Lower, Unsupported, Value, at
from models.native.layers import Speaker, Turing
from models.native.lowering.dense import dense

CONTROLLERS: dict[str, bool] = {"LstmController": True, "DenseController": False}


def turing_machine(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Bits (time, bits) into states and what was read, and scores from these at every step.

    Raises Unsupported with another controller, or with heads that are not as in the paper.
    """
    time, inputs = shape
    controller = network.controller
    recurrent = CONTROLLERS.get(type(controller).__name__)
    if recurrent is None:
        raise Unsupported(type(controller).__name__)
    if any(head.printed for sort in ("read", "write") for head in network.all_heads(sort)):
        raise Unsupported("heads as they are printed")
    x = build.take_in("sequence", shape)
    hidden, read = network.output.in_features - network.heads * network.width, network.heads * network.width
    found = build.value("steps", (time, hidden + read))
    layer = Turing(
        inputs=inputs, hidden=hidden, slots=network.slots, width=network.width, heads=network.heads, time=time,
        recurrent=recurrent,
    )  # fmt: skip
    layer.x, layer.y, layer.dy = at(x.numbers), at(found.numbers), at(found.gradients)
    if recurrent:
        cell = controller.cell
        weights = (cell.weight_ih, cell.weight_hh, cell.bias_ih, cell.bias_hh)
    else:
        weights = (controller.dense.weight, None, controller.dense.bias, None)
    for name, one in zip(("weights_x", "weights_h", "bias_x", "bias_h"), weights, strict=True):
        build.point(layer, name, one)
    heads = [head.speak for sort in ("read", "write") for head in network.all_heads(sort)]
    layer.speak = speakers(build, heads)
    build.add(layer)
    return dense(build, network.output, found)


def speakers(build: Builder, heads: list[nn.Linear]) -> int:
    """The address of the dense layers of all heads, after one another."""
    table = (Speaker * len(heads))()
    for speaker, module in zip(table, heads, strict=True):
        build.point(speaker, "weights", module.weight)
        build.point(speaker, "bias", module.bias)
    build.tables.append(table)
    return ctypes.addressof(table)


MEMORY: dict[str, Lower] = {"models.architectures.ntm.TuringMachine": turing_machine}
