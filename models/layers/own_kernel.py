"""A kernel of one's own as the first filter of a network: all others stay as they are drawn by chance.

The first filters of a trained network look much like those that people wrote before (Zeiler and Fergus 2013).
"""

from torch import Tensor, nn

from models.sentences import Sentence

NO_CONVOLUTION = Sentence(
    "own-kernel-no-convolution", "This network has no convolution whose filter a kernel could be."
)
MISFIT = Sentence(
    "own-kernel-misfit",
    "The first convolution, {layer}, has filters of {rows} x {columns}, and this kernel of {height} x {width} cannot "
    "lie in their middle.",
)


def with_kernel(network: nn.Module, kernel: Tensor) -> dict[str, Tensor]:
    """The weights (…) of a network's first convolution, by name, with ``kernel`` (height, width) as its first filter.

    A smaller kernel lies in the middle, with nothing round it. Of several inputs each counts equally. Raises ValueError
    where that cannot be.
    """
    found = next(((name, one) for name, one in network.named_modules() if isinstance(one, nn.Conv2d)), None)
    if found is None:
        raise ValueError(NO_CONVOLUTION())
    name, layer = found
    weights = layer.weight.detach().clone()  # (filters, inputs, rows, columns)
    rows, columns = weights.shape[2:]
    height, width = kernel.shape
    if height > rows or width > columns or (rows - height) % 2 or (columns - width) % 2:
        raise ValueError(MISFIT(layer=name, rows=rows, columns=columns, height=height, width=width))
    top, left = (rows - height) // 2, (columns - width) // 2
    weights[0] = 0
    weights[0, :, top : top + height, left : left + width] = kernel / weights.shape[1]
    tensors = {f"{name}.weight": weights}
    if layer.bias is not None:
        bias = layer.bias.detach().clone()  # (filters)
        bias[0] = 0
        tensors[f"{name}.bias"] = bias
    return tensors
