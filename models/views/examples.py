"""Examples drawn by chance, each with its right answer: data are looked at first (Tukey 1977)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.images.boxes import Boxes
from models.look.boxes import true_boxes
from models.look.marks import image_grid, together
from models.look.pictures import ImageGrid, Mark, MarkedText, Picture
from models.look.view import View
from models.spec.kinds import Batch, Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

SHOWN, COLUMNS = 25, 5
HEIGHT, WIDTH, EDGE = 32, 48, 3
"""Pixels of a curve's picture, which may be wider, and of the paper around it."""
OTHERS = 9_999


class Examples(View):
    """25 training examples, always the same; a question that is a number draws others."""

    title = "Examples"
    text = (
        "25 examples drawn by chance from those that are learnt from, each with its right answer. Would you know it? "
        "Is one wrong?"
    )
    of_data = True
    rank = 0

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, split = spec.task, splits.train
        draws = generator(int(question) % OTHERS if question.isdecimal() else 0, "views")
        rows = torch.randperm(len(split), generator=draws)[:SHOWN]
        device = next(iter(split.tensors.values())).device
        batch = task.batch(split, rows.to(device), generator(0, "views", device), training=False)
        answers = answers_of(task, batch)
        if task.kind.inputs in (Form.SYMBOLS, Form.STORY):
            marks = [Mark(given=given, answer=answer) for given, answer in zip(task.read(batch), answers, strict=True)]
            return MarkedText(marks=marks, right=0, of=0)
        return pictures_of(task, batch).model_copy(update={"marks": [Mark(answer=answer) for answer in answers]})


def answers_of(task: Task, batch: Batch) -> list[str]:
    """The right answers as people write them; none where they are pictures or numbers."""
    if task.kind.targets is Form.CLASS:
        names = task.class_names()
        return [names[number] for number in batch.targets.tolist()]
    if task.kind.targets is Form.CLASSES:
        return [together(task.class_names(), target) for target in batch.targets]
    alphabet = task.shapes().target
    if task.kind.targets is Form.NEXT and alphabet is not None:
        return [alphabet.symbols[number] for number in batch.targets[:, -1].tolist()]  # what comes after the window
    if task.kind.targets is Form.SYMBOLS and alphabet is not None:
        return [alphabet.decode(row) for row in batch.targets.tolist()]
    if task.kind.inputs is Form.NOISE:  # what describes a picture, where anything does
        return [said for said in task.read(batch) if said]
    return []


def pictures_of(task: Task, batch: Batch) -> ImageGrid:
    """Examples that are no texts, side by side: pictures, bits as squares, or curves that end in what comes next."""
    if task.kind.inputs is Form.FRAMES:
        clips = batch.inputs if task.kind.targets is Form.CLASS else torch.cat([batch.inputs[:, :1], batch.targets], 1)
        return image_grid(clips, COLUMNS)
    if task.kind.inputs is Form.PICTURE:
        return image_grid(true_boxes(batch) if isinstance(task, Boxes) else batch.inputs, COLUMNS)
    if task.kind.targets is Form.PICTURE:
        return image_grid(batch.targets, COLUMNS)
    if task.kind.inputs is Form.BITS:
        return image_grid(batch.inputs.transpose(1, 2).unsqueeze(1), COLUMNS)
    values = batch.inputs
    if task.kind.forecasts:
        values = torch.cat([values, batch.targets], 1)  # (batch, time + horizon, features)
    return image_grid(curves(values[:, :, 0]), COLUMNS)


def curves(values: Tensor) -> Tensor:
    """(batch, time) as pictures (batch, 1, height, width), all on one scale: below each value all is ink."""
    least, most = values.min(), values.max()
    level = (values - least) / (most - least).clamp_min(1e-12) * (HEIGHT - 1)
    heights = torch.arange(HEIGHT - 1, -1, -1, device=values.device)
    drawn = (heights.view(1, -1, 1) <= level.unsqueeze(1)).float()  # (batch, height, time)
    wide = drawn.repeat_interleave(-(-WIDTH // drawn.shape[2]), 2)
    return functional.pad(wide, (EDGE, EDGE, EDGE, EDGE)).unsqueeze(1)
