"""What is to be known of a kernel: how large its maps are, whether it comes apart, what it costs, what it draws.

A kernel that is a column times a row is one of rank 1: the nearest is of the singular value decomposition (Eckart and
Young 1936).
"""

from math import prod

import torch
from torch import Tensor

from models.look.convolutions import Convolution
from models.look.picture_rows import Bar, BarList
from models.sentences import Sentence, Text

SIZES = Sentence(
    "convolved-sizes",
    "Down: ({height} + {around} - {reach}) / {stride}, rounded down, + 1 = {out}. Across: ({width} + {beside} - "
    "{span}) / {step}, rounded down, + 1 = {wide}.",
)
SPREADS = Sentence(
    "convolved-spreads",
    "Down: ({height} - 1) x {stride} + {reach} - {cut} = {out}. Across: ({width} - 1) x {step} + {span} - {trimmed} = "
    "{wide}.",
)
BOARD = Sentence(
    "convolved-checkerboard",
    "Some places are the sum of {least}, others of {most} products: a kernel of {rows} x {columns} cannot share "
    "{count} places of a stride evenly. That draws a checkerboard. A kernel that the stride divides, as {even} x "
    "{level}, does not.",
)
EVENLY = Sentence(
    "convolved-evenly", "Inside the edge each place is the sum of equally many products: no checkerboard."
)
COUNTED = Sentence(
    "convolution-costs",
    "A layer with {into} maps in and {out} out, {rows} x {columns}, over this picture: multiplications",
)
WHOLE, THIN, DEPTH = (
    Sentence("convolution-costs-whole", "Ordinary: {weights:whole} weights"),
    Sentence("convolution-costs-thin", "Columns, then rows: {weights:whole}"),
    Sentence("convolution-costs-depth", "Depth-wise, then 1 x 1: {weights:whole}"),
)
COSTS = Sentence("convolution-costs-words", "{count:whole}")
RATIO = Sentence(
    "convolution-costs-ratio",
    "Depth-wise separable costs 1 / {out} + 1 / ({rows} x {columns}) = {share:percent} of the ordinary one.",
)


def sized(layer: Convolution, size: tuple[int, int]) -> Text:
    """How large the maps are that a layer makes of a picture of this size, as a sum."""
    around, reach, out = layer.round(size), layer.reach, layer.size(size)
    values = {
        "height": size[0], "width": size[1], "reach": reach[0], "span": reach[1], "stride": layer.stride[0],
        "step": layer.stride[1], "out": out[0], "wide": out[1],
    }  # fmt: skip
    if layer.transposed:
        return SPREADS(cut=-sum(around[0]), trimmed=-sum(around[1]), **values)
    return SIZES(around=sum(around[0]), beside=sum(around[1]), **values)


def board(layer: Convolution) -> Text:
    """Whether a transposed layer writes on some places oftener than on others, far from the edge."""
    rows, columns = layer.kernel
    reach = max(layer.reach) * 4
    inside = Convolution(layer.weights, layer.stride, "valid", layer.dilation, 1, True).written((reach, reach))
    down, across = layer.reach
    counts = inside[down:-down, across:-across].round().int()
    least, most = int(counts.min()), int(counts.max())
    if least == most:
        return EVENLY()
    even = [-(-size // stride) * stride for size, stride in zip((rows, columns), layer.stride, strict=True)]
    count = prod(layer.stride)
    return BOARD(least=least, most=most, rows=rows, columns=columns, count=count, even=even[0], level=even[1])


def apart(kernel: Tensor) -> tuple[Tensor, Tensor, float]:
    """The column (height, 1) and the row (1, width) whose product is nearest to a kernel (height, width), and which
    share of its sum of squares is lost.
    """
    left, sizes, right = torch.linalg.svd(kernel.double(), full_matrices=False)
    total = float((sizes**2).sum())
    if total == 0:
        return torch.zeros(kernel.shape[0], 1), torch.zeros(1, kernel.shape[1]), 0.0
    column, row = left[:, :1] * sizes[0], right[:1]
    largest = row.abs().max()
    sign = torch.sign(row.sum()) if row.sum().abs() > 1e-9 else torch.sign(row[row.abs() == largest][-1])
    scale = sign * (row.sum().abs() if row.sum().abs() > 1e-9 else largest)  # a row that sums up to 1, if it can
    return (column * scale).float(), (row / scale).float(), float((sizes[1:] ** 2).sum()) / total


def three_ways(rows: int, columns: int, into: int, out: int, places: int) -> BarList:
    """Multiplications of a layer of ``into`` maps in and ``out`` maps out, laid on in three ways at so many places."""
    weights = [
        (WHOLE, rows * columns * into * out), (THIN, (rows + columns) * into * out),
        (DEPTH, rows * columns * into + into * out),
    ]  # fmt: skip
    most = max(count for _, count in weights)
    bars = [
        Bar(label=name(weights=count), value=count / most, words=COSTS(count=count * places)) for name, count in weights
    ]
    share = weights[2][1] / weights[0][1]
    title = COUNTED(into=into, out=out, rows=rows, columns=columns)
    return BarList(title=title, bars=bars, remarks=[RATIO(out=out, rows=rows, columns=columns, share=share)])
