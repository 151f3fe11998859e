"""How a step is made fast here: which kernels the optimiser uses, and whose memory it works in."""

import ctypes
import platform
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from models.spec.training import Training
from models.spec.update_rules import UPDATE_RULES

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""Options of glibc's ``mallopt``."""
NEVER = 2**31 - 1
"""Bytes: more than is ever asked for at once."""


@cache
def keep_memory() -> None:
    """Lets this process keep what a step on a CPU frees: the next step asks for the same again.

    The C library of Linux would give large pieces back to the system and get them again page by page, each filled with
    zeros: a third of a ConvNet's step. Other systems are left as they are.
    """
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        for option in (TRIM_THRESHOLD, MMAP_THRESHOLD):
            library.mallopt(option, NEVER)


def optimizer(training: Training, parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimiser, with the fused kernel where there is one: one call a step instead of several a weight."""
    rule = UPDATE_RULES[training.optimizer]
    options: dict[str, Any] = {"lr": training.learning_rate, **rule.options}
    made = rule.optimizer(parameters, **options)
    apply_settings(made, training, training.learning_rate)
    return made


def apply_settings(optimizer: torch.optim.Optimizer, training: Training, rate: float | Tensor) -> None:
    """Sets the optimiser to the settings as they are now, and to the rate () that the schedule gives."""
    follows = UPDATE_RULES[training.optimizer].settings
    now = {
        "lr": rate,
        "momentum": training.momentum,
        "nesterov": training.nesterov and training.momentum > 0,
        "alpha": training.rho,
        "betas": (training.beta1, training.beta2),
        "eps": training.epsilon,
        "epsilon_inside": training.epsilon_inside,
        "weight_decay": training.weight_decay if "weight_decay" in follows else 0,
    }
    for group in optimizer.param_groups:
        group.update({name: value for name, value in now.items() if name in group})
        if training.momentum and "momentum" in follows:
            for parameter in group["params"]:  # momentum that begins in the middle of a run needs a place
                state = optimizer.state[parameter]
                if state and "momentum_buffer" not in state:
                    state["momentum_buffer"] = torch.zeros_like(parameter)
