"""Optimisers, one row each: what all other files ask of them."""

from dataclasses import dataclass, field
from typing import Any

import torch

from models.spec.optimizer_settings import OPTIMIZER_SETTINGS
from models.spec.rmsprop import RMSprop


@dataclass(frozen=True)
class UpdateRule:
    """One optimiser.

    ``optimizer`` is made with ``options`` (its fast kernel); ``numbers`` are those that it stores for every weight,
    momentum aside; ``settings`` are those of the training that it follows, beside the learning rate.
    """

    optimizer: type[torch.optim.Optimizer]
    numbers: int
    settings: tuple[str, ...]
    options: dict[str, Any] = field(default_factory=lambda: {"fused": True})


UPDATE_RULES = {
    "sgd": UpdateRule(torch.optim.SGD, 0, OPTIMIZER_SETTINGS["sgd"]),
    "rmsprop": UpdateRule(RMSprop, 1, OPTIMIZER_SETTINGS["rmsprop"], {"foreach": True}),
    "adam": UpdateRule(torch.optim.Adam, 2, OPTIMIZER_SETTINGS["adam"]),
    "adamw": UpdateRule(torch.optim.AdamW, 2, OPTIMIZER_SETTINGS["adamw"]),
}
"""By the name that a spec has. A new optimiser is one row here and one of ``optimizer_settings``, where torch has it
and the settings that it follows exist; a setting that only it has is also a line of ``spec/training.py`` and of
``training/optimizers.apply_settings``.

Epsilon: Adam and AdamW divide by sqrt(v / (1 - beta2^t)) + epsilon, as Kingma and Ba's algorithm 1 does; Keras adds it
before the correction, so that in step t it counts 1 / sqrt(1 - beta2^t) times as much there: 32 times in the first.
RMSprop: ``spec/rmsprop.py``.
"""
