"""Trains the fixed judge of drawn digits and writes its weights: ``python -m scripts.train_digit_judge``.

Seed 0, one thread, 6 passes over the 60,000 training pictures, each moved and turned a little; the 10,000 test pictures
are scored once, at the end.
"""

import hashlib
import math
from collections import OrderedDict

import torch
from safetensors.torch import save
from torch import Tensor, nn
from torch.nn import functional

from models.data.sets import digits
from models.images import digit_judge

SEED, EPOCHS, BATCH, RATE = 0, 6, 100, 0.003
MOVED, TURNED = 1.5 / 14, 0.15
"""How far a picture is moved at most, of half its side, and turned, in radians."""


def network() -> nn.Sequential:
    """28 x 28 dots -> 10 maps -> 20 maps -> ten scores, with the names of ``digit_scores``."""
    return nn.Sequential(
        OrderedDict(
            conv1=nn.Conv2d(1, 10, 5, padding=2),
            relu1=nn.ReLU(),
            pool1=nn.MaxPool2d(2),
            conv2=nn.Conv2d(10, 20, 5, padding=2),
            relu2=nn.ReLU(),
            pool2=nn.MaxPool2d(2),
            flatten=nn.Flatten(),
            dropout=nn.Dropout(0.2),
            output=nn.Linear(20 * 7 * 7, 10),
        )
    )


def moved(pictures: Tensor) -> Tensor:
    """Pictures (batch, 1, 28, 28), each moved and turned by chance."""
    count = len(pictures)
    angles = (2 * torch.rand(count) - 1) * TURNED
    shifts = (2 * torch.rand(count, 2) - 1) * MOVED
    rows = [torch.stack([angles.cos(), -angles.sin(), shifts[:, 0]], 1)]
    rows.append(torch.stack([angles.sin(), angles.cos(), shifts[:, 1]], 1))
    places = functional.affine_grid(torch.stack(rows, 1), list(pictures.shape), align_corners=False)
    return functional.grid_sample(pictures, places, align_corners=False)


def train(judge: nn.Module, images: Tensor, labels: Tensor) -> None:
    """Learns images (count, 1, 28, 28) and labels (count); the rate falls as a cosine."""
    optimizer = torch.optim.Adam(judge.parameters(), RATE)
    steps, step = EPOCHS * math.ceil(len(images) / BATCH), 0
    for _ in range(EPOCHS):
        for rows in torch.split(torch.randperm(len(images)), BATCH):
            optimizer.param_groups[0]["lr"] = RATE * (1 + math.cos(math.pi * step / steps)) / 2
            optimizer.zero_grad()
            functional.cross_entropy(judge(moved(images[rows])), labels[rows]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            step += 1


def main() -> None:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    found = digits.load()
    judge = network()
    train(judge, found.train_images.unsqueeze(1).float() / 255, found.train_labels.long())
    weights = {name: tensor.detach().half() for name, tensor in judge.state_dict().items()}
    content = save(weights)
    digit_judge.WEIGHTS.write_bytes(content)
    digit_judge.SHA256 = hashlib.sha256(content).hexdigest()
    right = digit_judge.digit_scores(found.test_images.unsqueeze(1).float() / 255).argmax(1) == found.test_labels
    print(f"{len(content)} bytes, SHA256 = {digit_judge.SHA256!r}; {right.float().mean():.4f} of the test pictures")


if __name__ == "__main__":
    main()
