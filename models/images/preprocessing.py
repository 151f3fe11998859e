"""What is done to every picture before a network sees it, as Keras' ImageDataGenerator standardises.

Whitening makes all pixels of the training pictures equally large and independent, and changes each picture as little as
that allows: "zero-phase" component analysis (Bell and Sejnowski, "The independent components of natural scenes are edge
filters", 1997).
"""

from collections.abc import Callable

import torch
from torch import Tensor

EPSILON = 1e-6
"""As Keras has it: what is divided by is never nothing."""
AT_ONCE = 1000
WHITENED_BY = 10_000
"""Of so many training pictures at most whitening is worked out."""


def centred(images: Tensor) -> Tensor:
    """Each of (batch, channels, height, width) less its own mean."""
    return images - images.mean((1, 2, 3), keepdim=True)


def scaled_to_deviation(images: Tensor) -> Tensor:
    """Each of (batch, channels, height, width) over its own standard deviation."""
    return images / (images.std((1, 2, 3), correction=0, keepdim=True) + EPSILON)


def whitened(images: Tensor, matrix: Tensor) -> Tensor:
    """(batch, channels, height, width) by a matrix (values, values) of :func:`whitening`."""
    return (images.flatten(1) @ matrix).view_as(images)


def rearranged(images: Tensor, permutation: Tensor) -> Tensor:
    """Each pixel of (batch, channels, height, width) from its place in ``permutation`` (pixels)."""
    return images.flatten(2).index_select(2, permutation).view_as(images)


def channel_means(images: Tensor, seen: Callable[[Tensor], Tensor]) -> Tensor:
    """The mean of each channel, (1, channels, 1, 1), of all stored ``images`` (count, …) as ``seen`` makes them."""
    sums = [seen(some).double().mean((2, 3)).sum(0) for some in torch.split(images, AT_ONCE)]
    return (torch.stack(sums).sum(0) / len(images)).float().view(1, -1, 1, 1)


def whitening(images: Tensor, seen: Callable[[Tensor], Tensor]) -> Tensor:
    """The matrix (values, values) that whitens stored ``images`` (count, …), whose mean ``seen`` has taken off."""
    some = images[:WHITENED_BY]
    total = torch.zeros((), dtype=torch.double)
    for part in torch.split(some, AT_ONCE):
        values = seen(part).flatten(1).double()
        total = total + values.T @ values
    sizes, directions = torch.linalg.eigh(total / len(some))
    scaled = directions / (sizes.clamp_min(0) + EPSILON).sqrt()
    matrix: Tensor = scaled @ directions.T
    return matrix.float()
