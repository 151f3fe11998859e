"""Two digits on top of each other, taken apart: each drawn from its own capsule in a colour of its own.

As in figure 5 of Sabour, Frosst and Hinton 2017. A pixel may belong to both; nothing says where one digit ends.
"""

import torch
from torch import Tensor, nn

from models.images.boxes import ANSWER_COLOUR, TRUE_COLOUR
from models.layers.capsules import CapsuleDecoder
from models.look.capsules import capsules_of, drawn_from
from models.look.marks import displayable, image_grid, marks_of
from models.look.pictures import Mark, Picture
from models.look.questions import example_question, question_or_example
from models.look.view import View, parted, probabilities, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

COLUMNS_ARE = Sentence(
    "taken-apart-columns",
    "In each row: the picture; what is drawn from the {count} longest capsules, each in its colour; then each of them "
    "alone, with how long its capsule is. The first row is the one that you asked for.",
)
BOTH = Sentence("taken-apart-both", "both")
ROWS = 8


class TakenApart(View):
    """Rows of scenes: the picture, both drawings in two colours, and each by itself."""

    title = "Taken apart"
    text = (
        "Two digits overlap. The network draws each from its own capsule, one blue, one orange: it has to say which "
        "stroke belongs to which. Draw two on top of each other yourself."
    )
    group = "answers"
    asks = True
    has_example = True
    needs = CapsuleDecoder

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.CLASSES

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, (posed, _) = spec.task, parted(question)
        first = question_or_example(task, splits, network, posed)
        held_out = to_device(next(batches(task, splits.test.rows(0, ROWS - 1))), network)
        batch = Batch(torch.cat([first.inputs, held_out.inputs]), torch.cat([first.targets, held_out.targets]))
        found = capsules_of(network, batch)
        chances = probabilities(found.outputs, network)
        marks = marks_of(task, batch, chances)
        questions = [posed, *(example_question(splits, "test", row) for row in range(len(held_out.inputs)))]
        count = int(task.answered(chances[:1]).sum())
        rows = [
            row_of(network, task, picture, capsules, chance, mark.model_copy(update={"question": question}))
            for picture, capsules, chance, mark, question in zip(
                displayable(batch.inputs), found.made, chances, marks, questions, strict=True
            )
        ]
        grid = image_grid(torch.cat([pictures for pictures, _ in rows]), count + 2)
        return grid.model_copy(
            update={
                "marks": [mark for _, marks in rows for mark in marks],
                "aligned": True,
                "remarks": [COLUMNS_ARE(count=count)],
            }
        )


def row_of(
    network: nn.Module, task: Task, picture: Tensor, capsules: Tensor, chances: Tensor, mark: Mark
) -> tuple[Tensor, list[Mark]]:
    """Of one scene (channels, height, width), its capsules (classes, outputs) and chances (classes): the pictures of a
    row (count, 3, height, width), and a mark for each.
    """
    numbers = task.answered(chances.unsqueeze(0))[0].nonzero().flatten().tolist()
    drawn = [drawn_from(network, capsules[number].unsqueeze(0), number)[0] for number in numbers]
    inks = [ink_of(one, colour) for one, colour in zip(drawn, (TRUE_COLOUR, ANSWER_COLOUR), strict=False)]
    both = torch.stack(inks).sum(0).clamp(0, 1)
    names = task.class_names()
    alone = [Mark(answer=Text.read(names[number]), sure=round(float(chances[number]), 6)) for number in numbers]
    return torch.stack([picture.expand(3, -1, -1), both, *inks]), [mark, Mark(answer=BOTH()), *alone]


def ink_of(drawn: Tensor, colour: tuple[float, float, float]) -> Tensor:
    """A picture (channels, height, width) of 0 to 1 for ink, as (3, height, width) of that much of everything but the
    colour.
    """
    return drawn.mean(0, keepdim=True) * (1 - drawn.new_tensor(colour).view(3, 1, 1))
