"""One's own question, and the probability of each answer: scores through a softmax (Bridle 1990)."""

import base64

import torch
from torch import nn

from models.images.boxes import Boxes
from models.look.boxes import answered_boxes
from models.look.marks import image_grid, marks_of
from models.look.pictures import Bars, Picture
from models.look.questions import pose
from models.look.view import View, probabilities, to_device
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

MOST, LIKELIEST = 120, 3
"""Of more answers than anybody reads, as the words of a language, those are drawn that are likely at some place."""


class Ask(View):
    """Probabilities of every class, or of every symbol at every place of the answer."""

    title = "Ask"
    text = (
        "Your own question. Each bar is the probability that the network gives to one answer; it says the "
        "likeliest. An even row of bars means that it is guessing."
    )
    group = "answers"
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and (task.kind.markable or isinstance(task, Boxes))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = pose(spec.task, splits, question)
        outputs = network(to_device(batch, network))
        if isinstance(spec.task, Boxes):
            return answered_boxes(batch, outputs)
        chances = probabilities(outputs, network)
        alphabet = spec.task.shapes().target
        labels = list(alphabet.symbols) if alphabet else spec.task.class_names()
        table = chances[0] if chances.dim() == 3 else chances  # (places, labels)
        if len(labels) > MOST:
            likeliest = torch.unique(table.topk(LIKELIEST).indices)
            labels, table = [labels[number] for number in likeliest.tolist()], table[:, likeliest]
        return Bars(
            labels=labels,
            groups=[str(place + 1) for place in range(len(table))] if len(table) > 1 else [""],
            values=base64.b64encode((table * 255).round().byte().numpy().tobytes()).decode(),
            mark=marks_of(spec.task, batch, chances)[0],
            asked=image_grid(batch.inputs) if spec.task.kind.inputs is Form.PICTURE else None,
        )
