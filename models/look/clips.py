"""Clips as pictures: a trail, in which earlier frames are fainter, and maps of either sign in two colours."""

import torch
from torch import Tensor

from models.look.asking import knob_values
from models.look.drawn import Knob
from models.look.picture_rows import Strip
from models.look.png import sheet
from models.look.view import to_device
from models.sentences import Sentence
from models.spec.kinds import Batch, Split
from models.spec.seeds import generator
from models.spec.spec import Spec

CLIP = Sentence("clip-number", "Clip")
CLIPS = 20
"""From which one is chosen."""
FAINTEST = 0.12
POSITIVE, NEGATIVE = (31, 99, 196), (201, 92, 0)
"""Blue and orange, as everywhere."""


def trails(clips: Tensor) -> Tensor:
    """Clips (batch, frames, channels, height, width) -> pictures (batch, channels, height, width): the last frame, and
    under it the others, the earlier the fainter.
    """
    frames = clips.shape[1]
    age = torch.linspace(0, 1, frames, device=clips.device) if frames > 1 else clips.new_ones(1)
    weights = FAINTEST + (1 - FAINTEST) * age.pow(3)
    return (clips * weights.view(1, -1, 1, 1, 1)).amax(1)


def clip_knob(split: Split, question: str, *others: Knob) -> list[Knob]:
    """Which clip of the split, and other knobs, as ``question`` turns them. Raises ValueError if it cannot."""
    most = min(CLIPS, len(split))
    return knob_values([Knob(name="clip", title=CLIP(), value=1, lowest=1, highest=most, step=1), *others], question)


def chosen_clip(spec: Spec, split: Split, number: float, network: torch.nn.Module) -> Batch:
    """The clip of this number, counted from 1, as a batch of one where the network is."""
    device = next(iter(split.tensors.values())).device
    rows = torch.tensor([int(number) - 1], device=device)
    return to_device(spec.task.batch(split, rows, generator(0, "views", device), training=False), network)


def coloured(maps: Tensor, columns: int) -> Strip:
    """Maps (count, height, width) of either sign, the largest at full colour: orange is negative, blue positive."""
    maps = maps.cpu() / maps.abs().max().cpu().clamp_min(1e-9)
    inks = torch.tensor([POSITIVE, NEGATIVE]).float()
    strength = maps.abs().unsqueeze(3)  # (count, height, width, 1)
    colour = torch.where(maps.unsqueeze(3) >= 0, inks[0], inks[1])
    cells = (255 - strength * (255 - colour)).round().byte()  # (count, height, width, 3)
    return Strip(sheet=sheet(cells, columns), columns=columns, height=maps.shape[1], width=maps.shape[2])
