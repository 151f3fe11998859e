"""Measures where the thirds of stroke width and lean begin, digit by digit: ``python -m scripts.measure_strokes``.

It prints ``THIRDS`` of models/images/descriptions.py, from the 60,000 training pictures of MNIST.
"""

import torch
from torch import Tensor

from models.data.sets import digits
from models.images.strokes import lean, stroke_width

SHARES = torch.tensor([1 / 3, 2 / 3])


def thirds() -> Tensor:
    """(width or lean, digit, where the second and the third third begin), to three decimals."""
    found = digits.load()
    pictures = found.train_images.unsqueeze(1).float() / 255
    of_digit = [pictures[found.train_labels == digit] for digit in range(10)]
    edges = [torch.stack([measure(some).quantile(SHARES) for some in of_digit]) for measure in (stroke_width, lean)]
    return torch.stack(edges).mul(1000).round().div(1000)


if __name__ == "__main__":
    print(thirds().tolist())
