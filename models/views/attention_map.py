"""Where a translator looks while it writes."""

import torch
from torch import Tensor, nn

from models.architectures.attention import Attention, Translator
from models.look.arrays import panel
from models.look.pictures import HeatMap, Picture
from models.look.questions import pose
from models.look.view import View, probabilities, to_device
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task
from models.views.answers import mark


class AttentionMap(View):
    """The attention weights of one's own question: what was read across, what was written down."""

    title = "Attention"
    text = (
        "Each row is a character that the network wrote, each column one that it read; the darker, the more it looked "
        "there. Names are followed along a slope; where the order of words changes, the slope jumps."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        attends = isinstance(architecture, Attention) and architecture.attention != "none"
        return attends and task.kind.translates and task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(pose(spec.task, splits, question), network)
        scores, weights = attended(network, batch)
        source, target = spec.task.shapes().source, spec.task.shapes().target
        assert source is not None
        assert target is not None
        wrote = scores.argmax(-1)  # (1, places)
        rows = int(target.counted(wrote).sum())
        columns = int(batch.more["lengths"][0]) if "lengths" in batch.more else batch.inputs.shape[1]
        drawn = panel(
            "",
            weights[0, :rows, :columns],
            [target.symbols[number] for number in wrote[0, :rows].tolist()],
            [source.symbols[number] for number in batch.inputs[0, :columns].tolist()],
        )
        return HeatMap(panels=[drawn], mark=mark(spec.task, batch, probabilities(scores))[0])


def attended(network: nn.Module, batch: object) -> tuple[Tensor, Tensor]:
    """Scores of a translator, and the weights (batch, places, time) with which it looked back."""
    weights: list[Tensor | None] = []
    if not isinstance(network, Translator):
        raise ValueError("This network has no attention to look at.")
    hook = network.attention.register_forward_hook(lambda module, given, output: weights.append(output[1]))
    try:
        scores = network(batch)
    finally:
        hook.remove()
    if weights[0] is None:
        raise ValueError("This network has no attention: everything went through one state.")
    return scores, torch.cat([one for one in weights if one is not None], 1)
