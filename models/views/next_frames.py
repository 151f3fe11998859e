"""A held-out clip: the true frames, those drawn from the frame before, and those drawn from the network's own drawings.

Srivastava, Mansimov and Salakhutdinov 2015 (figure 5) and Shi et al. 2015 (figure 3) lay frames out so.
"""

import torch
from torch import Tensor, nn

from models.layers.next_frames import NextFrames
from models.look.arrays import floats
from models.look.clips import chosen_clip, clip_knob
from models.look.drawn import Knob
from models.look.pictures import Lines, NamedLine, Picture, PictureRow, PictureRows
from models.look.sheet_rows import rows_of
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits
from models.spec.spec import Spec

TRUE = Sentence("next-true", "True frame")
ONE = Sentence("next-one", "Drawn from all true frames before")
ROLLED = Sentence("next-rolled", "From frame {frame} on drawn from its own drawings")
REPEATED = Sentence("next-repeated", "Rival: frame {frame} again")
UNTIL = Sentence("next-until", "True frames until")
FRAME = Sentence("next-frame", "Frame")
ERRORS = Sentence("next-errors", "Squared error of each frame")
ONE_LINE, ROLLED_LINE = Sentence("next-one-line", "one frame ahead"), Sentence("next-rolled-line", "from its own")
REPEATED_LINE = Sentence("next-repeated-line", "last frame repeated")
BEATS = Sentence(
    "next-beats", "On its own drawings it stays below the rival for {count} of {of} frames: {own:figure} against "
    "{rival:figure} in the mean."
)  # fmt: skip


class NextFramesDrawn(View):
    """True frames, drawn ones, and the last one repeated; the error of each below."""

    title = "Next frames"
    text = (
        "A clip that was never learnt from, beside what the network draws: each frame from the true ones before it, "
        "and below, from some frame on, from its own drawings, however wrong they are. A rival says the last frame "
        "again. Play it, take another clip, or let it draw on its own from an earlier frame."
    )
    group = "answers"
    rank = 0
    needs = NextFrames

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if there is no such clip or frame."""
        assert isinstance(network, NextFrames)
        frames = spec.task.shapes().inputs[0]
        half = (frames + 1) // 2
        until = Knob(name="until", title=UNTIL(), value=half, lowest=1, highest=frames, step=1)
        knobs = clip_knob(splits.test, question, until)
        batch = chosen_clip(spec, splits.test, knobs[0].value, network)
        until_frame = int(knobs[1].value)
        true = batch.targets[0]  # (later, channels, height, width): frames 2 and on
        one, rolled, repeated = drawings(network, batch, until_frame)
        errors = [errors_of(each, true) for each in (one, rolled, repeated)]
        titles = (ONE(), ROLLED(frame=until_frame + 1), REPEATED(frame=until_frame))
        rows = [PictureRow(title=title, notes=noted(error)) for title, error in zip(titles, errors, strict=True)]
        return PictureRows(
            rows=[PictureRow(title=TRUE()), *rows],
            strip=rows_of(true, one, rolled, repeated),
            chart=chart(errors),
            knobs=knobs,
            played=True,
            first=2,
            remarks=[compared(errors[1][until_frame - 1 :], errors[2][until_frame - 1 :])],
        )


def drawings(network: NextFrames, batch: Batch, until_frame: int) -> tuple[Tensor, Tensor, Tensor]:
    """Frames 2 and on of a batch of one, each (later, channels, height, width): each drawn from the true ones before;
    from frame ``until_frame`` + 1 on from its own drawings; and the last of those repeated.
    """
    frames, later = batch.inputs.shape[1], batch.targets.shape[1]
    one = network.drawn(batch.inputs, later - frames + 1)[0].sigmoid()
    rolled = network.drawn(batch.inputs[:, :until_frame], later - until_frame + 1)[0].sigmoid()
    shown = batch.inputs[0]
    again = shown[until_frame - 1 : until_frame].expand(later - until_frame + 1, *shown.shape[1:])
    return one, rolled, torch.cat([shown[: until_frame - 1], again])


def errors_of(drawn: Tensor, true: Tensor) -> Tensor:
    """Mean squares (frames) by which drawn frames (frames, channels, height, width) are off."""
    return (drawn - true).square().flatten(1).mean(1)


def noted(errors: Tensor) -> list[str]:
    """Errors (frames) as they stand below the frames."""
    return [f"{error:.3f}" for error in errors.tolist()]


def compared(own: Tensor, rival: Tensor) -> Text:
    """In words, by errors (frames) each."""
    return BEATS(count=int((own < rival).sum()), of=len(own), own=float(own.mean()), rival=float(rival.mean()))


def chart(errors: list[Tensor]) -> Lines:
    """Errors (frames) of each way."""
    names = (ONE_LINE(), ROLLED_LINE(), REPEATED_LINE())
    return Lines(
        title=ERRORS(),
        start=2.0,
        step=1.0,
        count=len(errors[0]),
        lowest=0.0,
        highest=max(float(error.max()) for error in errors) * 1.05 or 1.0,
        unit=Text(""),
        across=FRAME(),
        at=float(len(errors[0]) + 1),
        lines=[NamedLine(name=name, values=floats(error)) for name, error in zip(names, errors, strict=True)],
    )
