"""All weights of a network in one piece of memory, with their gradients and what the optimiser keeps of each.

PyTorch's parameters, and the tensors in its optimiser's state, become views of that memory: checkpoints, looks, editing
and PyTorch's own optimiser read and write the very same numbers.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.native.layers import RULES, Update
from models.spec.training import Training

SLOTS: dict[str, tuple[str, str]] = {
    "adam": ("exp_avg", "exp_avg_sq"),
    "adamw": ("exp_avg", "exp_avg_sq"),
    "rmsprop": ("momentum_buffer", "square_avg"),
    "sgd": ("momentum_buffer", ""),
}
"""What PyTorch's optimisers call the two numbers that they keep of each weight; "" is none."""


class FlatWeights:
    """Weights (size), gradients (size), and both numbers of the optimiser (size) or nothing."""

    def __init__(self, parameters: Sequence[nn.Parameter]) -> None:
        self.parameters = list(parameters)
        size = sum(one.numel() for one in self.parameters)
        self.weights, self.gradients = torch.empty(size), torch.zeros(size)
        self.moments = (torch.zeros(0), torch.zeros(0))
        self.steps = torch.zeros(0)
        self.names: tuple[str, ...] = ()
        self.own: dict[str, list[Tensor]] = {}
        self.places = {parameter: place for place, parameter in enumerate(self.parameters)}
        self.slopes = self.views(self.gradients)
        self.moved = False

    def move(self) -> None:
        """Makes the parameters views of this memory, with the numbers that they have."""
        if self.moved:
            return
        self.moved = True
        with torch.no_grad():
            for parameter, view in zip(self.parameters, self.views(self.weights), strict=True):
                view.copy_(parameter)
                parameter.data = view

    def slope_of(self, weights: Tensor) -> Tensor | None:
        """Where the gradient of one of the parameters (…) lies; None of a tensor that is none of them."""
        place = self.places.get(weights)  # type: ignore[call-overload]
        return None if place is None else self.slopes[place]

    def views(self, flat: Tensor) -> list[Tensor]:
        """One for each parameter (…) of a flat tensor (size), laid out in memory as the parameter is."""
        found, at = [], 0
        for parameter in self.parameters:
            found.append(torch.as_strided(flat, parameter.shape, parameter.stride(), at))
            at += parameter.numel()
        return found

    def show_gradients(self) -> None:
        """Lets every parameter have its gradient, as after PyTorch's own way back."""
        for parameter, slope in zip(self.parameters, self.slopes, strict=True):
            parameter.grad = slope

    def adopt(self, optimizer: torch.optim.Optimizer, training: Training) -> None:
        """Makes the optimiser's state views of this memory, with what it holds now; at nothing where it is new."""
        names = tuple(name for name in SLOTS[training.optimizer] if name and self.needs(name, training))
        names = names if training.optimizer == "sgd" else (*names, "step")  # PyTorch's SGD counts none
        begun = optimizer.state
        first = begun[self.parameters[0]]
        if names == self.names and all(first.get(name) is self.own[name][0] for name in names):
            return
        size = len(self.weights)
        flat = {name: torch.zeros(len(self.parameters) if name == "step" else size) for name in names}
        self.own = {name: list(one.unbind()) if name == "step" else self.views(one) for name, one in flat.items()}
        for place, parameter in enumerate(self.parameters):
            state = begun[parameter]
            for name, views in self.own.items():
                if isinstance(state.get(name), Tensor):
                    views[place].copy_(state[name])
                state[name] = views[place]
        nothing = torch.zeros(0)
        before, after = SLOTS[training.optimizer]
        self.moments = (flat.get(before, nothing), flat.get(after, nothing))
        self.names, self.steps = names, flat.get("step", nothing)

    @staticmethod
    def needs(name: str, training: Training) -> bool:
        """Whether the optimiser keeps this number: momentum only where there is some."""
        return name != "momentum_buffer" or training.momentum > 0

    def update_by(self, update: Update, training: Training, rate: float) -> None:
        """Writes the next step of the optimiser into ``update``, and counts it."""
        count = 0.0
        if len(self.steps):
            self.steps += 1
            count = self.steps[0].item()
        first, second = self.moments
        update.rule, update.size, update.rate = RULES[training.optimizer], len(self.weights), rate
        update.weights, update.gradients = self.weights.data_ptr(), self.gradients.data_ptr()
        update.first = first.data_ptr() if len(first) else None
        update.second = second.data_ptr() if len(second) else None
        update.epsilon, update.inside, update.ahead = training.epsilon, training.epsilon_inside, training.nesterov
        if training.optimizer in ("adam", "adamw"):
            update.beta1, update.beta2 = training.beta1, training.beta2
            update.decay = training.weight_decay if training.optimizer == "adamw" else 0.0
            update.step_size = rate / (1 - training.beta1**count)
            update.correction = (1 - training.beta2**count) ** 0.5
        else:
            update.beta1, update.beta2 = training.momentum, training.rho
