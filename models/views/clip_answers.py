"""A held-out clip, frame by frame, with what the network answers after each of them.

Donahue et al., "Long-term recurrent convolutional networks for visual recognition and description", 2015.
"""

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.clips import chosen_clip, clip_knob
from models.look.pictures import Lines, NamedLine, Picture, PictureRow, PictureRows
from models.look.sheet_rows import rows_of
from models.look.view import View, probabilities
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

FRAME, ANSWERS = Sentence("clip-frame", "Frame"), Sentence("clip-answers", "Frame, and the answer after it")
CHANCES = Sentence("clip-chances", "How likely it finds each answer, after each frame")
RIGHT = Sentence("clip-answered-right", "After the last frame it answers {answer}, which is right ({sure:percent}).")
WRONG = Sentence(
    "clip-answered-wrong", "After the last frame it answers {answer} ({sure:percent}); right is {expected}."
)
LINES = 5


class ClipAnswers(View):
    """Frames, the answer after each, and the chances of the likeliest classes over the frames."""

    title = "Frame by frame"
    text = (
        "A clip that was never learnt from. The network answers after every frame as if the clip were over: watch when "
        "it knows what is there, and when it knows where that goes. Play it, or take another clip."
    )
    group = "answers"
    rank = 0

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.FRAMES and task.kind.targets is Form.CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if there is no such clip."""
        knobs = clip_knob(splits.test, question)
        batch = chosen_clip(spec, splits.test, knobs[0].value, network)
        names = [Text.read(name) for name in spec.task.class_names()]
        chances, target = chances_by_frame(network, batch), int(batch.targets)  # (frames, classes)
        sure, answers = chances.max(1)
        last = int(answers[-1])
        words = RIGHT if last == target else WRONG
        expected = {} if last == target else {"expected": names[target]}
        return PictureRows(
            rows=[PictureRow(title=ANSWERS(), notes=[names[answer] for answer in answers.tolist()])],
            strip=rows_of(batch.inputs[0]),
            chart=chart(chances, target, names),
            knobs=knobs,
            played=True,
            remarks=[words(answer=names[last], sure=float(sure[-1]), **expected)],
        )


def chances_by_frame(network: nn.Module, batch: Batch) -> Tensor:
    """What it answers to the frames until each of them, (frames, classes), of a batch of one, on the host."""
    frames = batch.inputs.shape[1]
    found = [network(Batch(batch.inputs[:, : frame + 1], batch.targets)) for frame in range(frames)]
    return probabilities(torch.cat(found), network)


def chart(chances: Tensor, target: int, names: list[Text]) -> Lines:
    """Chances (frames, classes) of the right class and of those that are the likeliest at any frame."""
    likeliest = chances.amax(0).argsort(descending=True).tolist()
    shown = [target, *(one for one in likeliest if one != target)][:LINES]
    return Lines(
        title=CHANCES(),
        start=1.0,
        step=1.0,
        count=len(chances),
        lowest=0.0,
        highest=100.0,
        unit=Text("%"),
        across=FRAME(),
        at=float(len(chances)),
        lines=[NamedLine(name=names[one], values=floats(100 * chances[:, one])) for one in shown],
    )
