"""One step of a training once more, in numbers of 64 bits, so that a gradient can be held against differences."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

from models.layers.dropout import draw_from
from models.look.moment import Moment
from models.spec.kinds import Batch, Objective, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec


class InDouble(TorchFunctionMode):
    """Within it whatever makes numbers of 32 bits makes them of 64; in this thread alone."""

    def __torch_function__(
        self, function: Callable[..., Any], types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        """What ``function`` gives; tensors (…) of 32 bits are widened."""
        return widened(function(*args, **(kwargs or {})))


def widened(value: Any) -> Any:
    """A tensor (…) of 32 bits in 64; everything else as it is."""
    return value.double() if isinstance(value, Tensor) and value.dtype == torch.float32 else value


@dataclass
class StepInDouble:
    """The network, the batch that the next step learns, and the noise, all as the run has them, on the processor."""

    spec: Spec
    network: nn.Module
    batch: Batch
    noise: torch.Generator
    begins: Tensor
    """The state (bytes) of the noise before the forward pass."""

    def objectives(self) -> list[Objective]:
        """The losses of the step; equal for equal weights, as the same noise is drawn each time."""
        self.noise.set_state(self.begins)
        with torch.enable_grad(), InDouble():
            return list(self.spec.architecture.objectives(self.network, self.batch, self.spec.task, self.noise))

    def objective_of(self, parameter: nn.Parameter) -> Objective:
        """The loss that ``parameter`` follows."""
        return next(one for one in self.objectives() if follows(one, parameter))


def follows(objective: Objective, parameter: nn.Parameter) -> bool:
    return objective.parameters is None or any(one is parameter for one in objective.parameters)


def in_double(network: nn.Module, spec: Spec, splits: Splits, moment: Moment) -> StepInDouble:
    """The next step of the run, with weights of its own: what is done to it changes no training."""
    device = next(iter(splits.train.tensors.values())).device
    noise = generator(spec.training.seed, "noise", device)
    same = device.type == "cpu" and len(moment.noise) > 0  # a state of one device is no state of another
    if same:
        noise.set_state(moment.noise.cpu())
    batch = spec.task.batch(splits.train, moment.rows.to(device), noise, training=True)
    again = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    again.load_state_dict({name: tensor.cpu() for name, tensor in network.state_dict().items()})
    again.double().train()
    drawn = generator(spec.training.seed, "noise")
    if same:
        drawn.set_state(noise.get_state())
    draw_from(again, drawn)
    return StepInDouble(spec, again, doubled(batch.after(moment.carries)), drawn, drawn.get_state())


def doubled(batch: Batch) -> Batch:
    """The same batch on the processor, numbers of 32 bits in 64."""
    here = batch.to(torch.device("cpu"))
    more = {name: widened(tensor) for name, tensor in here.more.items()}
    carried = None if here.continues is None else tuple(widened(one.cpu()) for one in here.continues)
    wide = {name: widened(getattr(here, name)) for name in ("inputs", "targets", "mask")}
    return replace(here, **wide, more=more, continues=carried)


def one_example(batch: Batch, place: int) -> Batch:
    """The example at ``place`` of a batch, as a batch of one."""
    rows, count = slice(place, place + 1), len(batch.inputs)
    more = {name: one[rows] if one.dim() and len(one) == count else one for name, one in batch.more.items()}
    mask = None if batch.mask is None else batch.mask[rows]
    return Batch(batch.inputs[rows], batch.targets[rows], mask, more)
