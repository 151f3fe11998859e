"""Longer questions than any that was learnt from: has the network learnt to add, or only these sums?

Kaiser and Sutskever, "Neural GPUs learn algorithms", 2015, ask it of sums; Graves et al. 2014 of copying.
"""

from collections.abc import Iterable
from functools import lru_cache

import torch
from torch import Tensor, nn

from models.look.pictures import Picture, Share, Shares
from models.look.view import View, meta_network, to_device
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Form, Shapes, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

RIGHT_ANSWERS = Sentence("right-answers-trained-on", "right answers, trained on {digits}")
RIGHT_SYMBOLS = Sentence("right-symbols-of-answers", "right symbols of the answers")

EXAMPLES = 200
"""Asked of each length."""
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
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        longest = task.longer(max(MORE))
        if longest is None or task.kind.targets is not Form.SYMBOLS or not isinstance(architecture, Architecture):
            return False
        known, more = task.shapes(), longest.shapes()
        if any(architecture.fits(task.kind, shapes) is not None for shapes in (known, more)):
            return False
        return weights_alike(architecture, known, more)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task = spec.task
        found = {Text.read(task.length_in_words()): right(network, batches(task, splits.validation))}
        for more in MORE:
            harder = task.longer(more)
            assert harder is not None
            again = rebuilt(network, spec.architecture, harder.shapes())
            asked = to_device(harder.longest_examples(EXAMPLES), network)
            found[Text.read(harder.length_in_words())] = right(again, [asked])
        return Shares(
            titles=[RIGHT_ANSWERS(digits=task.length_in_words()), RIGHT_SYMBOLS()],
            groups=[
                [Share(label=label, right=int(one.all(1).sum()), of=len(one)) for label, one in found.items()],
                [Share(label=label, right=int(one.sum()), of=one.numel()) for label, one in found.items()],
            ],
        )


@lru_cache(maxsize=1024)
def weights_alike(architecture: Architecture, one: Shapes, other: Shapes) -> bool:
    """Whether the networks for these two shapes have weights of the same shapes."""
    first, second = (meta_network(architecture, shapes) for shapes in (one, other))
    return first is not None and second is not None and sizes(first) == sizes(second)


def sizes(network: nn.Module) -> dict[str, torch.Size]:
    """The shapes of all weights."""
    return {name: tensor.shape for name, tensor in network.state_dict().items()}


def rebuilt(network: nn.Module, architecture: Architecture, shapes: Shapes) -> nn.Module:
    """The network with its weights, for other lengths."""
    again = architecture.build(shapes, generator(0, "views"))
    again.load_state_dict(network.state_dict())
    return again.to(next(network.parameters()).device).eval()


def right(network: nn.Module, asked: Iterable[Batch]) -> Tensor:
    """(examples, places): which symbols of the answers are right, on the host."""
    return torch.cat([(network(batch).argmax(-1) == batch.targets).cpu() for batch in asked])
