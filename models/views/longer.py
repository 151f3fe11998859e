"""Sums of longer numbers than any that was learnt from: has the network learnt to add, or only these sums?"""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from models.layers.meta import unallocated
from models.look.pictures import Picture, Share, Shares
from models.look.view import View, to_device
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Shapes, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task
from models.tasks.addition import Addition, in_words

SUMS = 200
"""Sums drawn of each length."""
MORE = (1, 2)
"""Digits more than were trained on."""


class Longer(View):
    """Right answers to held-out sums, and to sums of two numbers with one and with two digits more.

    The network is built anew for the longer sums and given the same weights: that works where none of them belongs to
    a place in the question or in the answer.
    """

    title = "Longer sums"
    text = (
        "The same network, asked for sums of longer numbers than any that it has learnt from, below the held-out sums "
        "of the usual length. Whoever adds on paper can go on as long as there is paper; a network that cannot has "
        "learnt these sums, not how to add."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        if not isinstance(task, Addition) or not isinstance(architecture, Architecture):
            return False
        known, longest = task.shapes(), longer(task, max(MORE)).shapes()
        if any(architecture.fits(task.kind, shapes) is not None for shapes in (known, longest)):
            return False
        return sizes(architecture, known) == sizes(architecture, longest)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task = spec.task
        assert isinstance(task, Addition)
        found = {in_words(task.digits): right(network, batches(task, splits.validation))}
        for more in MORE:
            harder = longer(task, more)
            again = rebuilt(network, spec.architecture, harder.shapes())
            found[in_words(harder.digits)] = right(again, [to_device(drawn(harder), network)])
        return Shares(
            titles=[f"right answers, trained on {in_words(task.digits)}", "right symbols of the answers"],
            groups=[
                [Share(label=label, right=int(one.all(1).sum()), of=len(one)) for label, one in found.items()],
                [Share(label=label, right=int(one.sum()), of=one.numel()) for label, one in found.items()],
            ],
        )


def longer(task: Addition, more: int) -> Addition:
    """The same task with numbers of so many digits more, which a person may not be able to choose."""
    return task.model_copy(update={"digits": task.digits + more})


def sizes(architecture: Architecture, shapes: Shapes) -> dict[str, torch.Size]:
    """The shapes of all weights of the network that would be built."""
    with unallocated():
        return {name: tensor.shape for name, tensor in architecture.network(shapes).state_dict().items()}


def rebuilt(network: nn.Module, architecture: Architecture, shapes: Shapes) -> nn.Module:
    """The network with its weights, for other lengths."""
    again = architecture.build(shapes, generator(0, "views"))
    again.load_state_dict(network.state_dict())
    return again.to(next(network.parameters()).device).eval()


def drawn(task: Addition) -> Batch:
    """Sums of two numbers that have all their digits, always the same ones."""
    least = 10 ** (task.digits - 1)
    operands = torch.randint(least, 10 * least, (SUMS, 2), generator=generator(task.digits, "views"))
    return Batch(*task.encode(operands))


def right(network: nn.Module, asked: Iterable[Batch]) -> Tensor:
    """(sums, places): which symbols of the answers are right, on the host."""
    return torch.cat([(network(batch).argmax(-1) == batch.targets).cpu() for batch in asked])
