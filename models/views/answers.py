"""Answers to test examples, right and wrong; ticks and crosses as in the addition example of Keras (Chollet 2015)."""

import torch
from torch import nn

from models.images.boxes import Boxes
from models.look.boxes import answered_boxes
from models.look.marks import predict_examples, predict_images
from models.look.pictures import MarkedText, Picture
from models.look.view import View, to_device
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task


class Answers(View):
    """The first examples of the test split with the network's answers."""

    title = "Answers"
    text = (
        "Examples that the network never learnt from, with what it answers now. A tick is right, a cross is wrong; "
        "they are always the same examples, so that you can watch one change its mind."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.shown > 0 and (task.kind.markable or isinstance(task, Boxes))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        rows = torch.arange(min(spec.task.kind.shown, len(splits.test)))
        if isinstance(spec.task, Boxes):
            batch = next(batches(spec.task, splits.test.rows(0, len(rows))))
            return answered_boxes(batch, network(to_device(batch, network)))
        if spec.task.kind.drawable:
            grid = predict_images(network, spec, splits, "test", rows)
            right = sum(bool(one.right) for one in grid.marks)
            return grid.model_copy(update={"right": right, "of": len(grid.marks)})
        _, marks, _ = predict_examples(network, spec, splits, "test", rows)
        return MarkedText(marks=marks, right=sum(bool(one.right) for one in marks), of=len(marks))
