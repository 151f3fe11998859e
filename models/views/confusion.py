"""Which classes are taken for which: the confusion matrix of the validation split, and the pictures behind a cell.

Such matrices were first counted of people who read letters shown for a moment (Townsend 1971).
"""

import torch
from torch import nn

from models.look.arrays import counts, panel
from models.look.marks import predict_classes, predict_images
from models.look.pictures import Cells, HeatMap, ImageGrid, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

AXES = Sentence("actual-and-predicted-class", "what it is, and what it was taken for")
IN_CELL = Sentence("taken-for-in-cell", "{row} taken for {column}: {count} of {of}")
NO_SUCH_CELL = Sentence(
    "no-such-cell",
    "Ask for two of the classes {first} to {last}, what it is and what it was taken for: {example}.",
)

SHOWN = 24
"""Pictures shown of a cell."""
ARROW = "→"


class Confusion(View):
    """Rows are what it is, columns what the network said; each row adds up to all of that class.

    A question such as ``5→3`` asks for the pictures of a 5 that are taken for a 3.
    """

    title = "Confusion"
    text = (
        "Each row is what it is, each column what the network said. A good network is dark on the "
        "diagonal; a dark cell beside it is a pair that it confuses. Rare mistakes are shaded more than their share, "
        "so that they can be seen."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.drawable and task.kind.targets is Form.CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        names = spec.task.class_names()
        asked = cell(question, names) if question else None
        targets, answers, sure = predict_classes(network, spec, splits)
        table = torch.bincount(targets * len(names) + answers, minlength=len(names) ** 2).view(len(names), len(names))
        examples: ImageGrid | None = None
        if asked is not None and table[asked]:
            rows = ((targets == asked[0]) & (answers == asked[1])).nonzero().squeeze(1)
            surest = rows[sure[rows].argsort(descending=True, stable=True)][:SHOWN]
            right = len(rows) if asked[0] == asked[1] else 0
            examples = predict_images(network, spec, splits, "validation", surest)
            examples = examples.model_copy(update={"right": right, "of": len(rows)})
        cells = Cells(
            counts=counts(table),
            question=f"{{row}}{ARROW}{{column}}",
            words=IN_CELL.unfilled(),
            names=names,
            chosen=question,
            examples=examples,
        )
        shares = table / table.sum(1, keepdim=True).clamp_min(1)
        drawn = panel(AXES(), shares, names, names)
        return HeatMap(panels=[drawn], mark=None, cells=cells)


def cell(question: str, names: list[str]) -> tuple[int, int]:
    """The row and the column that a question names. Raises ValueError if it names none."""
    # Names are people's own and may hold an arrow themselves.
    cells = {
        f"{name}{ARROW}{other}": (row, column) for row, name in enumerate(names) for column, other in enumerate(names)
    }
    if question not in cells:
        raise ValueError(NO_SUCH_CELL(first=names[0], last=names[-1], example=ARROW.join(names[:2])))
    return cells[question]
