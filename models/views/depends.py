"""Which part of the question each part of the answer depends on: the size of its gradient (Li et al. 2016)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.overrides import TorchFunctionMode

from models.look.arrays import panel
from models.look.attention import ATTENDING
from models.look.marks import marks_of
from models.look.pictures import HeatMap, Picture
from models.look.questions import input_symbols, output_symbols, question_batch
from models.look.recurrent import RECURRENT
from models.look.titles import WRITTEN_BY_READ
from models.look.view import View, has_layer, probabilities
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec
from models.spec.task import Task

DEPENDENCE_UNTRACEABLE = Sentence(
    "dependence-untraceable", "This network does not look up what it reads in a way that can be followed."
)


class Depends(View):
    """The gradient of every answered symbol by every symbol that was read. Of pictures it is the view ``saliency``."""

    title = "Depends on"
    text = (
        "The darker a cell, the more that output would change if that input did a little: in a sum at first the digit "
        "in the same place, later the carry. A dark input is one that matters, not one that is right."
    )
    group = "looks"
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        translates = task.question() is not None and task.kind.translates
        return translates and has_layer(task, architecture, (*RECURRENT, *ATTENDING))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = question_batch(spec.task, splits, network, question)
        with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            seen, outputs = differentiable(network, batch, spec.task)
            labels = output_symbols(spec.task, outputs)
            best = outputs.max(-1).values.reshape(-1)[: len(labels) or None]  # one score for every place of the answer
            slopes = [torch.autograd.grad(one, seen, retain_graph=True)[0] for one in best]
        answer = marks_of(spec.task, batch, probabilities(outputs.detach(), network))[0]
        sizes = torch.stack([slope.norm(dim=-1) for slope in slopes])  # (places, time)
        sizes = sizes / sizes.amax(1, keepdim=True).clamp_min(1e-12)
        return HeatMap(
            panels=[panel(WRITTEN_BY_READ() if labels else "", sizes, labels, input_symbols(spec.task, batch))],
            mark=answer,
        )


def differentiable(network: nn.Module, batch: Batch, task: Task) -> tuple[Tensor, Tensor]:
    """Symbols (time, symbols) of 0 and 1, as something to differentiate by, and the network's scores.

    Raises ValueError if the network does not look its symbols up.
    """
    source = task.shapes().source
    assert source is not None
    numbers = next(network.parameters())
    symbols = functional.one_hot(batch.inputs[0], len(source)).to(numbers.dtype).requires_grad_()  # (time, symbols)
    places = torch.arange(1, len(symbols) + 1, device=numbers.device)
    with ByPlace(symbols) as by_place:
        outputs: Tensor = network(replace(batch, inputs=-places.unsqueeze(0)))
    if not by_place.used:
        raise ValueError(DEPENDENCE_UNTRACEABLE())
    return symbols, outputs


class ByPlace(TorchFunctionMode):
    """While it lasts, -1, -2, ... are the places of ``symbols`` (time, symbols), and are looked up there.

    So whatever a network reads more than once, or in another order, leads back to the same row, and the gradient by
    that row is the sum over all paths.
    """

    def __init__(self, symbols: Tensor) -> None:
        super().__init__()
        self.symbols, self.used = symbols, False

    def __torch_function__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        if func not in (functional.one_hot, functional.embedding) or not bool((args[0] < 0).all()):
            return func(*args, **(kwargs or {}))
        self.used = True
        rows = self.symbols[-1 - args[0]]  # (batch, time, symbols)
        return rows if func is functional.one_hot else rows @ args[1]
