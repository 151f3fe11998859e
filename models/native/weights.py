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
        self.counts = torch.zeros(0).numpy()
        """Steps that the optimiser has counted, for each parameter; nothing where it counts none."""
        self.settings: Training | None = None
        """By which the optimiser's numbers were laid out, and what stays of ``update`` was written."""
        self.own: dict[str, list[Tensor]] = {}
        self.update = Update(rule=0, size=size)
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
        begun = optimizer.state
        first = begun[self.parameters[0]]
        if training is self.settings and all(first.get(name) is views[0] for name, views in self.own.items()):
            return
        names = [name for name in SLOTS[training.optimizer] if name and self.needs(name, training)]
        names += ["step"] if training.optimizer != "sgd" else []  # PyTorch's SGD counts none
        size = self.update.size
        flat = {name: torch.zeros(len(self.parameters) if name == "step" else size) for name in names}
        self.own = {name: list(one.unbind()) if name == "step" else self.views(one) for name, one in flat.items()}
        for place, parameter in enumerate(self.parameters):
            state = begun[parameter]
            for name, views in self.own.items():
                if isinstance(state.get(name), Tensor):
                    views[place].copy_(state[name])
                state[name] = views[place]
        self.counts, self.settings = flat.get("step", torch.zeros(0)).numpy(), training
        self.point(training, *(flat.get(name) for name in SLOTS[training.optimizer]))

    @staticmethod
    def needs(name: str, training: Training) -> bool:
        """Whether the optimiser keeps this number: momentum only where there is some."""
        return name != "momentum_buffer" or training.momentum > 0

    def point(self, training: Training, first: Tensor | None, second: Tensor | None) -> None:
        """Writes what stays of ``update``: where weights and the optimiser's numbers, each (size), lie; settings."""
        update, adam = self.update, training.optimizer in ("adam", "adamw")
        update.rule = RULES[training.optimizer]
        update.weights, update.gradients = self.weights.data_ptr(), self.gradients.data_ptr()
        update.first, update.second = (None if one is None else one.data_ptr() for one in (first, second))
        update.epsilon, update.inside, update.ahead = training.epsilon, training.epsilon_inside, training.nesterov
        update.beta1, update.beta2 = (training.beta1, training.beta2) if adam else (training.momentum, training.rho)
        update.decay = training.weight_decay if training.optimizer == "adamw" else 0.0

    def next_update(self, training: Training, rate: float) -> Update:
        """The next step of the optimiser, which is counted."""
        update = self.update
        update.rate = rate
        if self.counts.size:
            self.counts += 1
            count = float(self.counts[0])
            if training.optimizer in ("adam", "adamw"):
                update.step_size = rate / (1 - training.beta1**count)
                update.correction = (1 - training.beta2**count) ** 0.5
        return update
