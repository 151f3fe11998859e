"""Next frames: a clip of digits that move, frame by frame. What does the next frame show, and those after the last?

Clips as in Srivastava, Mansimov and Salakhutdinov 2015, asked as Shi et al. 2015 did. What to watch: a network that
cannot know what comes draws the mean of all that may come, a blur; and what it draws of its own drawings fades.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor
from torch.nn import functional

from models.images.clips import DigitClips, Moves
from models.spec.kinds import Batch, Kind, Series, Shapes, Split, Splits
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.place import Place, Source
from models.spec.settings import setting

NONE = 1e-3
"""What is said of ink where there is none for sure: the loss of a rival that says 0 or 1 would have no end."""


class MovingDigitsNext(DigitClips):
    """Clips, and the frame after each of their frames; after the last as many more as are asked for."""

    title: ClassVar[str] = "Next frames"
    text: ClassVar[str] = "Watches digits move and draws the next frame, and the frames after it."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("convolution",),
        effects=("motion", "blur"),
        sources=(
            Source(
                "Srivastava, Mansimov and Salakhutdinov",
                2015,
                "Unsupervised learning of video representations using LSTMs",
            ),
            Source(
                "Shi and others",
                2015,
                "Convolutional LSTM network: a machine learning approach for precipitation nowcasting",
            ),
        ),
        after=("task/moving_digits",),
    )
    guess: ClassVar[str] = "repeating the last frame"
    kind: ClassVar[Kind] = Kind.FRAMES_TO_FRAMES
    smallest: ClassVar[dict[str, Any]] = {**DigitClips.smallest, "ahead": 2}
    series: ClassVar[dict[str, Series]] = {
        "loss": Series(
            "Loss",
            text="How far the drawn frames are from the true ones: cross-entropy of each pixel, or its squared error.",
        ),
        "error": Series(
            "Squared error",
            headline=True,
            text="Mean of the squared differences between drawn and true pixels, which lie from 0 to 1, over all "
            "frames that are asked for.",
        ),
        "sharpness": Series(
            "Sharpness",
            better="higher",
            range=(0, 1.2),
            text="How strongly pixels of drawn frames differ from their neighbours, where 1 is as strongly as in the "
            "true ones. A blur has little of it.",
        ),
    }

    ahead: int = setting(
        1,
        "Frames drawn at the end",
        "After the clip so many frames are drawn: the first from the clip, each further one from those drawn before.",
        between=(1, 10),
        group="Data",
    )
    turns: float = setting(
        0.0,
        "Chance of a turn",
        "How often, at a frame, a digit turns by a quarter to its left or its right. Nobody can know that before.",
        between=(0.0, 1.0),
        group="Data",
    )
    measure: Literal["cross-entropy", "squared error"] = setting(
        "cross-entropy",
        "Loss of a pixel",
        "Both are least where a pixel is drawn as grey as it is dark on average; cross-entropy learns faster at first.",
        group="Data",
        advanced=True,
    )

    def stored_frames(self) -> int:
        return self.frames + self.ahead

    def shapes(self) -> Shapes:
        frame = (1, self.pixels_across(), self.pixels_across())
        return Shapes((self.frames, *frame), (self.frames + self.ahead - 1, *frame))

    def moves(self, shape: torch.Size, generator: torch.Generator) -> Moves:
        """Every digit goes by its own angle."""
        angles = 2 * torch.pi * torch.rand(shape, generator=generator)
        return Moves(self.speed * torch.stack([angles.cos(), angles.sin()], -1), self.turns)

    def labels(self, digits: Tensor, steps: Tensor) -> Tensor:
        """The digits (clips, digits)."""
        return digits

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        """The clips ``rows`` (batch) as frames (batch, frames, 1, side, side), and those after each."""
        clips = split.take("clips", rows).unsqueeze(2).float().div_(255)  # (batch, frames + ahead, 1, side, side)
        return Batch(clips[:, : self.frames], clips[:, 1:])

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Logits (batch, frames, 1, side, side) -> mean of the batch, ()."""
        if self.measure == "squared error":
            return functional.mse_loss(outputs.sigmoid(), batch.targets)
        return functional.binary_cross_entropy_with_logits(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Logits (batch, frames, 1, side, side) -> (sum, count) of each, (2)."""
        drawn, count = outputs.detach().sigmoid(), len(outputs)
        error = functional.mse_loss(drawn, batch.targets)
        edges, true = edges_of(drawn), edges_of(batch.targets)
        return {"error": weighted_sum(error, count), "sharpness": torch.stack([edges * count, true * count])}

    def baseline(self, splits: Splits) -> dict[str, float]:
        """Each frame is said to come again, and the last one for all that follow."""
        metrics = MetricAccumulator()
        for batch in batches(self, splits.validation):  # all clips at once may be a gigabyte
            said = repeated(batch.inputs, batch.targets.shape[1])
            loss = self.loss(torch.logit(said, NONE), batch)
            metrics.add({"loss": weighted_sum(loss, len(said)), **self.score(torch.logit(said, 1e-7), batch)})
        return metrics.means()


def repeated(clips: Tensor, frames: int) -> Tensor:
    """(batch, time, …) and its last frame until there are ``frames``: (batch, frames, …)."""
    return torch.cat([clips, clips[:, -1:].expand(-1, frames - clips.shape[1], *clips.shape[2:])], 1)


def edges_of(clips: Tensor) -> Tensor:
    """The mean square by which pixels of (batch, frames, 1, height, width) differ from those beside them, ()."""
    down, across = clips.diff(dim=3).square().mean(), clips.diff(dim=4).square().mean()
    return (down + across) / 2
