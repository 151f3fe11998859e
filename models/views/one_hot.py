"""How a right answer is written down for a network that scores each possible one: "1-of-N" (Bridle 1990)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.look.arrays import panel
from models.look.pictures import HeatMap, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

SEVERAL_AT_ONCE = Sentence(
    "several-answers-at-once", "Here several things can be right at once: then their column has a 1 for each of them."
)

SHOWN = 10
MOST = 120
"""Rows that are drawn whether anything stands in them or not."""


class OneHot(View):
    """Each column is one answer; the row that is dark says which."""

    title = "One-hot"
    text = (
        "What is to come out, as the network is told it: for each right answer, or each symbol of one, a column of "
        "noughts with a single 1, in its row. The network gives a column too, of probabilities; the loss says how "
        "little it gives that row."
    )
    of_data = True
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets in (Form.CLASS, Form.CLASSES, Form.SYMBOLS, Form.NEXT)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, split = spec.task, splits.train
        device = next(iter(split.tensors.values())).device
        rows = torch.randperm(len(split), generator=generator(0, "views"))[:SHOWN].to(device)
        targets = task.batch(split, rows, generator(0, "views", device), training=False).targets.cpu()
        alphabet = task.shapes().target
        if task.kind.targets is Form.CLASSES:
            return of_several(task.class_names(), targets)
        if alphabet is None or task.kind.targets is Form.CLASS:
            names, numbers = task.class_names(), targets
        else:
            names, numbers = list(alphabet.symbols), targets[0]
        if len(names) > MOST:  # rows of nothing but noughts, for words that do not occur
            shown, numbers = torch.unique(numbers, return_inverse=True)
            names = [names[number] for number in shown.tolist()]
        values = functional.one_hot(numbers, len(names)).T.float()  # (classes, answers)
        columns = [names[number] for number in numbers.tolist()]
        return HeatMap(panels=[panel("", values, names, columns)], mark=None)


def of_several(names: list[str], targets: Tensor) -> HeatMap:
    """Answers (answers, classes) of which several can be right."""
    columns = ["+".join(names[number] for number in row.nonzero().flatten().tolist()) for row in targets]
    return HeatMap(panels=[panel("", targets.T.float(), names, columns)], mark=None, remarks=[SEVERAL_AT_ONCE()])
