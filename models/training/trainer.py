"""The network and all that a step changes with it: optimiser, noise, carried state."""

from typing import Any

import torch
from torch import Tensor, nn

from models.layers.dropout import draw_from
from models.spec.counted import Pairs
from models.spec.kinds import Batch, Objective, Split, State
from models.spec.metrics import score, weighted_sum
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task
from models.spec.training import Training
from models.training.gradients import GradientStats
from models.training.optimizers import apply_settings, optimizer
from models.training.penalties import ActivityPenalty, add_penalties, penalised
from models.training.precision import in_precision


class Trainer:
    """A network with its optimiser, generator of noise and carried state: all that a step changes."""

    def __init__(self, spec: Spec, device: torch.device) -> None:
        self.spec = spec
        seed = spec.training.seed
        self.network = spec.architecture.build(spec.task.shapes(), generator(seed, "weights")).to(device)
        self.scorer: Any = self.network
        """What scores a split: the network, or what answers in its place."""
        self.fed: Task = spec.task
        """The task as what scores, or takes steps, gets its batches from it."""
        self.noise = generator(seed, "noise", device)
        draw_from(self.network, self.noise)
        self.parameters = list(self.network.parameters())
        self.penalised: tuple[Training, list[tuple[nn.Parameter, float]]] | None = None
        self.activity: ActivityPenalty | None = None
        self.optimizer = optimizer(spec.training, self.parameters)
        self.applied: tuple[Training, float] | None = None
        self.rate: Tensor | None = None
        if device.type == "cuda":  # a recorded step reads the rate, and counts itself, on the device
            self.rate = torch.zeros((), device=device)
            for group in self.optimizer.param_groups:
                group["capturable"] = True
        self.carries: State | None = None
        self.losses = {"loss"}
        """Series that are differentiated, and the one that every task is scored by."""

    def apply_settings(self, training: Training, rate: float) -> None:
        """Sets the optimiser to the settings of now and this learning rate, unless it is set to them."""
        if self.applied and self.applied[0] is training and self.applied[1] == rate:
            return
        self.applied = (training, rate)
        apply_settings(self.optimizer, training, rate if self.rate is None else self.rate.fill_(rate))

    def train_step(self, batch: Batch, training: Training, stats: GradientStats | None = None) -> Pairs:
        """One step: forward, loss, backward, update, for each objective. Gives (sum, count) by series, each (2)."""
        pairs: Pairs = {}
        batch = batch.after(self.carries)
        if self.activity is None and (training.activity_l1 or training.activity_l2):
            self.activity = ActivityPenalty(self.network)
        objectives = self.spec.architecture.objectives(self.network, batch, self.spec.task, self.noise)
        for objective in in_precision(objectives, training.precision, self.noise.device.type):
            self.differentiate(objective, self.activity.take(training) if self.activity else 0)
            if stats:
                stats.after_backward()
            self.regularize_and_clip_gradients(training)
            self.optimizer.step()
            self.carries = objective.carries
            self.losses.add(objective.name)
            pairs |= scored(self.spec, objective, batch)
        return pairs

    def begin_epoch(self) -> None:
        """Drops the carried state, which came from the end of the epoch before, unless it is never reset."""
        if not self.spec.architecture.never_resets:
            self.carries = None

    def measured(self, split: Split, training: Training, goes_on: bool = False) -> dict[str, float]:
        """How well the network does on a split, by series.

        A state that is never reset goes into it, as many examples at once as in training; where it ``goes_on`` the next
        batch begins with what it ended in.
        """
        network, task, architecture = self.scorer, self.fed, self.spec.architecture
        if not architecture.never_resets:
            return architecture.measured(network, task, split)
        carried = [self.carries]
        scores = score(network, task, split, training.batch_size, architecture.criterion, carried)
        self.carries = carried[0] if goes_on else self.carries
        return scores

    def differentiate(self, objective: Objective, charge: Tensor | int = 0) -> None:
        """Computes the gradient of one loss, with a ``charge`` () on top, for its own parameters.

        The optimiser leaves all others as they are.
        """
        for parameter in self.parameters:  # PyTorch's own zero_grad asks its profiler first, at every step
            parameter.grad = None
        loss = objective.loss + charge if isinstance(charge, Tensor) else objective.loss
        if objective.parameters is None:
            loss.backward()  # type: ignore[no-untyped-call]
            return
        gradients = torch.autograd.grad(loss, objective.parameters, allow_unused=True)
        for parameter, gradient in zip(objective.parameters, gradients, strict=True):
            parameter.grad = gradient

    def regularize_and_clip_gradients(self, training: Training) -> None:
        """Adds the gradients of L1 and L2 penalties; then clips, by the norm of all and value by value."""
        if training.l1 or training.l2:
            if self.penalised is None or self.penalised[0] is not training:
                self.penalised = (training, penalised(self.network, training))
            add_penalties(self.penalised[1], training)
        if training.clip:
            nn.utils.clip_grad_norm_(self.parameters, training.clip)
        if training.clip_value:
            nn.utils.clip_grad_value_(self.parameters, training.clip_value)

    def draw_anew(self, state: Tensor) -> None:
        """A new generator in this state (bytes), in place of one that can no longer be used."""
        self.noise = torch.Generator(self.parameters[0].device)
        self.noise.set_state(state)
        draw_from(self.network, self.noise)

    def state(self) -> dict[str, Tensor]:
        """The whole state by name, tensors (…): with the same batches, training goes on from it bit for bit."""
        tensors = {f"network/{name}": tensor for name, tensor in self.network.state_dict().items()}
        for place, parameter in enumerate(self.parameters):
            for name, value in self.optimizer.state.get(parameter, {}).items():
                if isinstance(value, Tensor):
                    tensors[f"optimizer/{place}/{name}"] = value
        tensors["noise"] = self.noise.get_state()
        for place, tensor in enumerate(self.carries or ()):
            tensors[f"carries/{place}"] = tensor
        return tensors

    def restore(self, tensors: dict[str, Tensor]) -> None:
        """Loads what :meth:`state` gave, tensors (…) by name; with weights alone, the optimiser begins anew."""
        own = {name.removeprefix("network/"): one for name, one in tensors.items() if name.startswith("network/")}
        self.network.load_state_dict(own or tensors)
        if not own:
            return
        for name, tensor in tensors.items():
            part, *rest = name.split("/")
            if part == "optimizer":
                parameter = self.parameters[int(rest[0])]
                group = self.optimizer.param_groups[0]
                with_weights = group.get("fused") or group.get("capturable") or rest[1] != "step"
                device = parameter.device if with_weights else torch.device("cpu")
                state = self.optimizer.state[parameter]
                state[rest[1]] = beside(parameter, tensor) if tensor.shape == parameter.shape else tensor.to(device)
            elif part == "noise":
                self.noise.set_state(tensor.cpu())
        carried = [name for name in tensors if name.startswith("carries/")]
        device = self.parameters[0].device
        self.carries = tuple(tensors[f"carries/{place}"].to(device) for place in range(len(carried))) or None


def beside(parameter: nn.Parameter, tensor: Tensor) -> Tensor:
    """``tensor`` (…) laid out in memory as ``parameter`` (…) is: fused optimisers walk through both at once."""
    return torch.empty_like(parameter, requires_grad=False).copy_(tensor)


def scored(spec: Spec, objective: Objective, batch: Batch) -> Pairs:
    """(sum, count) by series of one objective: its loss, its parts, and what the task makes of its outputs."""
    rows = len(batch.targets)
    pairs: dict[str, Any] = {objective.name: weighted_sum(objective.loss, rows)}
    pairs |= {name: weighted_sum(part, rows) for name, part in objective.parts.items()}
    if objective.outputs is not None:
        pairs |= spec.task.score(objective.outputs, batch)
    return pairs
