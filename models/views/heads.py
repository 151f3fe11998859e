"""Where the heads of a memory write and read, step by step (Graves, Wayne and Danihelka 2014)."""

import torch
from torch import Tensor, nn

from models.layers.memory import MemoryHead
from models.look.arrays import panel
from models.look.examples import longest_example
from models.look.memory_heads import head_weights
from models.look.pictures import HeatMap, Panel, Picture
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec

READ, WANTED = Sentence("bits-read", "Given"), Sentence("bits-wanted", "To be written")
WRITTEN = Sentence("bits-written", "Written")


class Heads(View):
    """The weights of every head for one sequence of the test split; of bits also those given, wanted and written."""

    title = "Heads"
    text = (
        "Time runs to the right. A machine that has understood writes each step into a place of its own, and later "
        "reads those places in the same order: two slopes, side by side."
    )
    group = "memory"
    needs = MemoryHead

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(longest_example(spec.task, splits.test), network)
        outputs, weights = head_weights(network, batch)
        kind = spec.task.kind
        bits = sequences(batch, outputs) if kind.inputs is kind.targets is Form.BITS else {}
        whole = {**bits, **{title: one[0] for title, one in weights.items()}}
        return HeatMap(panels=[over_time(title, values) for title, values in whole.items()], mark=None)


def sequences(batch: Batch, scores: Tensor) -> dict[Text, Tensor]:
    """The first example of the batch: bits (time, bits) given and wanted, and probabilities of those written."""
    counts = torch.ones_like(scores[0, :, 0]) if batch.mask is None else batch.mask[0].float()  # (time)
    written = scores[0].sigmoid() * counts.unsqueeze(-1)
    return {READ(): batch.inputs[0], WANTED(): batch.targets[0], WRITTEN(): written}


def over_time(title: Text, values: Tensor) -> Panel:
    """(time, places) of 0 to 1 with time to the right."""
    steps, places = values.shape
    return panel(title, values.T, [str(row + 1) for row in range(places)], [str(step + 1) for step in range(steps)])
