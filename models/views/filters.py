"""The filters of every convolution, and of every unit that reads the whole picture (Krizhevsky et al. 2012)."""

import torch
from torch import nn

from models.layers.receptive_fields import Passage, passages
from models.look.kernels import CONVOLUTIONS, has_filters, kernels_of, layer_choice
from models.look.pictures import Filters as Drawn
from models.look.pictures import Picture
from models.look.recurrent import RECURRENT
from models.look.view import View, has_layer
from models.spec.kinds import Form, Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task


class Filters(View):
    """The filters of one layer, the first unless another is asked for by its name."""

    title = "Filters"
    text = (
        "What each filter looks for: blue asks for ink there, orange for paper. At first they are noise; edges and "
        "strokes appear. A deeper filter has a layer of weights for each map that it reads; its mean is shown, and all "
        "of them where you point. A dense unit that reads the picture has one filter as large as the picture."
    )

    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        if has_layer(task, architecture, nn.Conv2d):
            return True
        reads_whole = task.kind.inputs is Form.PICTURE and not has_layer(task, architecture, RECURRENT)
        return reads_whole and has_layer(task, architecture, nn.Linear)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no layer has filters that can be drawn."""
        device = next(network.parameters()).device
        row = torch.zeros(1, dtype=torch.long, device=device)
        batch = spec.task.batch(splits.validation.to(device), row, generator(0, "views", device), training=False)
        found = passages(network, batch.inputs, lambda: spec.architecture.trace(network, batch))
        layers = {name: passage for name, passage in found.items() if looks_for(passage)}
        if not layers:
            raise ValueError("No layer of this network has filters that can be drawn.")
        chosen = layers.get(question) or next(iter(layers.values()))
        choices = [layer_choice(passage, asked=False) for passage in layers.values()]
        return Drawn(layers=choices, kernels=kernels_of(chosen))


def looks_for(passage: Passage) -> bool:
    """Of dense layers only those that read the picture itself."""
    return has_filters(passage.module) and (isinstance(passage.module, CONVOLUTIONS) or passage.source == "")
