"""From one noise to another on the arc between them: what lies between pictures (Radford et al. 2015, White 2016)."""

import torch
from torch import Tensor, nn

from models.layers.adversaries import Adversaries
from models.look.asking import knob_values
from models.look.pictures import ImageGrid, Knob, Picture
from models.look.png import ink, sheet
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec

FROM = Sentence("morph-from", "From noise")
TO = Sentence("morph-to", "To noise")
NOISES, STEPS, ROWS = 64, 12, 6
"""Noises to choose among, those of the samples; pictures from one to the other; rows, the first of which is chosen."""


class Morphs(View):
    """Pictures of the noises between two: the two that are chosen, and five pairs more."""

    title = "Morphs"
    text = (
        "From one noise to another in small steps. The first row goes from and to the noises that you choose, numbered "
        "as the samples. Where a picture turns into another by way of others that could be real, the network has "
        "learnt what pictures are like; where it jumps, or goes through blots, it knows single ones."
    )
    group = "answers"
    rank = 1
    needs = Adversaries

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the question makes no sense."""
        assert isinstance(network, Adversaries)
        knobs = [
            Knob(name="from", title=FROM(), value=1, lowest=1, highest=NOISES, step=1),
            Knob(name="to", title=TO(), value=2, lowest=1, highest=NOISES, step=1),
        ]
        knobs = knob_values(knobs, question)
        batch = next(batches(spec.task, splits.validation, NOISES))
        noise = network.fixed_noise(batch)
        chosen = [int(one.value) - 1 for one in knobs]
        ends = [chosen, *([2 * row, 2 * row + 1] for row in range(1, ROWS))]
        between = torch.cat([arc(noise[one], noise[other]) for one, other in ends])  # (rows * steps, noise)
        drawn = network.drawn(between, one_sentence(batch, len(between)))
        height, width = drawn.shape[-2:]
        pictures = sheet(ink(drawn), columns=STEPS)
        return ImageGrid(
            sheet=pictures, columns=STEPS, height=height, width=width, marks=[], right=0, of=0, knobs=knobs
        )


def arc(one: Tensor, other: Tensor) -> Tensor:
    """From one noise to another, each (noise), on the arc between them: (steps, noise). Straight on it would shrink."""
    angle = torch.acos((one @ other / (one.norm() * other.norm())).clamp(-1, 1))
    parts = torch.linspace(0, 1, STEPS, device=one.device).unsqueeze(1)
    if angle < 1e-3:
        return one + parts * (other - one)
    return (((1 - parts) * angle).sin() * one + (parts * angle).sin() * other) / angle.sin()


def one_sentence(batch: Batch, count: int) -> Batch:
    """So many times what the first example of the batch asks for."""
    return Batch(batch.inputs[:1].expand(count, *batch.inputs.shape[1:]), batch.targets[:1])
