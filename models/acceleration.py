"""How a step is made fast here: which device, which optimiser kernels."""

import torch
from torch import nn

from models.spec import Training


def choose_device(wish: str) -> torch.device:
    """``auto`` takes a CUDA GPU where there is one; anything else is taken at its word."""
    if wish == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    return torch.device(wish)


def optimizer(training: Training, parameters: list[nn.Parameter]) -> torch.optim.Optimizer:
    """The optimiser, with the fused kernel where there is one: one call a step instead of several a weight."""
    rate = training.learning_rate
    match training.optimizer:
        case "sgd":
            return torch.optim.SGD(parameters, rate, momentum=training.momentum, fused=True)
        case "rmsprop":
            # 0.9 as in Tieleman and Hinton 2012 and in Keras; PyTorch's own default is 0.99
            return torch.optim.RMSprop(
                parameters, rate, alpha=0.9, eps=training.epsilon, momentum=training.momentum, foreach=True
            )
        case "adam":
            return torch.optim.Adam(parameters, rate, eps=training.epsilon, fused=True)
        case "adamw":
            return torch.optim.AdamW(parameters, rate, eps=training.epsilon, fused=True)
