"""Convolutions as a laboratory lays them on: padding, strides, dilation, groups, and the transposed one."""

from dataclasses import dataclass
from math import ceil
from typing import Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.look.arrays import floats
from models.look.convolved import Bend, Floats, Stage
from models.sentences import Text

Padding = Literal["valid", "same", "reflect"]
Pair = tuple[int, int]


def packed(values: Tensor) -> Floats:
    """Values (…) of any shape."""
    return Floats(shape=list(values.shape), values=floats(values))


@dataclass(frozen=True)
class Convolution:
    """Weights (outputs, inputs of a group, height, width), and how they are laid on.

    "same" and "reflect" give as many places as there are strides in the input: what is put round it, nothing or its
    mirror image, is shared between both ends, and the last gets what is over, as in Keras and TensorFlow.
    """

    weights: Tensor
    stride: Pair = (1, 1)
    padding: Padding = "valid"
    dilation: int = 1
    groups: int = 1
    transposed: bool = False

    @property
    def kernel(self) -> Pair:
        height, width = self.weights.shape[2:]
        return height, width

    @property
    def reach(self) -> Pair:
        """How many rows and columns a kernel spans, with the holes that dilation makes."""
        down, across = ((size - 1) * self.dilation + 1 for size in self.kernel)
        return down, across

    def round(self, size: Pair) -> tuple[Pair, Pair]:
        """What is put before and behind, down and across, round an input of ``size``; below 0: what is cut off."""
        down, across = (self._along(axis, size[axis]) for axis in (0, 1))
        return down, across

    def _along(self, axis: int, size: int) -> Pair:
        if self.padding == "valid":
            return 0, 0
        stride, reach = self.stride[axis], self.reach[axis]
        if self.transposed:
            over = (size - 1) * stride + reach - size * stride
            return -(over // 2), -(over - over // 2)
        over = max((ceil(size / stride) - 1) * stride + reach - size, 0)
        return over // 2, over - over // 2

    def size(self, size: Pair) -> Pair:
        """Of what it gives of an input of ``size``; below 1 where the kernel does not fit into it."""
        around, reach = self.round(size), self.reach
        if self.transposed:
            down, across = ((size[one] - 1) * self.stride[one] + reach[one] + sum(around[one]) for one in (0, 1))
        else:
            down, across = ((size[one] + sum(around[one]) - reach[one]) // self.stride[one] + 1 for one in (0, 1))
        return down, across

    def of(self, maps: Tensor) -> Tensor:
        """Maps (inputs, height, width) -> (outputs, height, width)."""
        (top, bottom), (left, right) = self.round((maps.shape[1], maps.shape[2]))
        ends = (left, right, top, bottom)
        if self.transposed:
            weights = self.weights.transpose(0, 1)  # (inputs, outputs, height, width)
            whole = functional.conv_transpose2d(maps[None], weights, stride=self.stride, dilation=self.dilation)
            return functional.pad(whole, ends)[0]
        mode = "reflect" if self.padding == "reflect" else "constant"
        whole = functional.pad(maps[None], ends, mode=mode)
        return functional.conv2d(whole, self.weights, None, self.stride, 0, self.dilation, self.groups)[0]

    def multiplications(self, size: Pair) -> int:
        """For an input of ``size``; those with what lies beyond the edge count too."""
        places = size if self.transposed else self.size(size)
        return places[0] * places[1] * self.weights.numel()

    def written(self, size: Pair) -> Tensor:
        """(height, width): how many products each output of a transposed one is the sum of."""
        once = Convolution(torch.ones(1, 1, *self.kernel), self.stride, self.padding, self.dilation, 1, self.transposed)
        return once.of(torch.ones(1, *size))[0]

    def stage(self, title: Text, size: Pair, bend: Bend = "", threshold: float = 0.0, signed: bool = False) -> Stage:
        """As it travels, for an input of ``size``."""
        (top, _), (left, _) = self.round(size)
        corner = (-top, -left) if self.transposed else (top, left)
        return Stage(
            title=title, weights=packed(self.weights), groups=self.groups, stride=self.stride, corner=corner,
            size=self.size(size), mirrored=self.padding == "reflect", dilation=self.dilation,
            transposed=self.transposed, bend=bend, threshold=threshold, signed=signed,
        )  # fmt: skip


def bent(values: Tensor, bend: Bend, threshold: float) -> Tensor:
    """Values (…) after what becomes of them."""
    match bend:
        case "relu":
            return values.relu()
        case "size":
            return values.abs()
        case "threshold":
            return (values > threshold).float()
        case _:
            return values
