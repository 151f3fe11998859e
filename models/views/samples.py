"""What a network draws from noise, always the same (as in Goodfellow et al. 2014 and Radford et al. 2015)."""

import torch
from torch import nn

from models.look.pictures import ImageGrid, Picture
from models.look.png import ink, sheet
from models.look.view import View
from models.spec.kinds import Form, Splits, run
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

SHOWN, COLUMNS = 64, 16


class Samples(View):
    """The first pictures that the network draws when it is asked for some."""

    title = "Samples"
    text = (
        "Pictures that the network makes up, always from the same noise, so that you can watch each take shape. If "
        "many look alike, it has found one that passes and draws nothing else."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.NOISE and task.kind.targets is Form.PICTURE

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = next(batches(spec.task, splits.validation, SHOWN))
        drawn, _ = run(network, batch)
        assert isinstance(drawn, torch.Tensor)
        height, width = drawn.shape[-2:]
        pictures = sheet(ink(drawn), columns=COLUMNS)
        return ImageGrid(sheet=pictures, columns=COLUMNS, height=height, width=width, marks=[], right=0, of=0)
