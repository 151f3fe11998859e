"""How strong a noise can it still clean? (Vincent et al. 2008.)"""

import torch
from torch import Tensor, nn

from models.images.again import Again, picture_errors
from models.look.arrays import floats
from models.look.coded import pairs_of
from models.look.passages import Knob
from models.look.pictures import Lines, NamedLine, Picture, PictureRow, PictureRows
from models.look.questions import pose
from models.look.sheet_rows import rows_of
from models.look.view import View, parted, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task

NOISE = Sentence("noise-knob", "Noise")
FED = Sentence("noisy-row", "What goes in")
MADE = Sentence("cleaned-row", "What comes out")
CLEAN = Sentence("clean-row", "The clean picture")
TITLE = Sentence("noise-chart", "Off by, per dot, over the strength of the noise")
NETWORK = Sentence("noise-network", "what comes out")
NOTHING = Sentence("noise-nothing", "what goes in")
HELPS = Sentence("noise-helps", "From a noise of {from} on, the network makes pictures better than they came.")
NEVER = Sentence("noise-never", "At none of these strengths does the network make pictures better than they came.")
MOST, STEP, STEPS = 1.5, 0.1, 16
SHOWN, PICTURES = 10, 100


class NoiseStrength(View):
    """Error over the strength of the noise, and some pictures at the strength that is chosen."""

    title = "How much noise"
    text = (
        "Turn the noise up: what does the network still clean, and where does it only dream? It learnt at one "
        "strength, or without noise; how does it do at others?"
    )
    group = "answers"
    asks = True
    has_example = True
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Again)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, part = parted(question)
        task = spec.task
        assert isinstance(task, Again)
        clean = to_device(next(batches(task, splits.test, PICTURES)), network).targets
        if posed:
            clean = torch.cat([to_device(pose(task, splits, posed), network).targets, clean[:-1]])
        turned = strength(dict(pairs_of(part)).get("noise", ""), task.strength)
        came, made = errors(network, task, clean, splits)
        shown = clean[:SHOWN]
        seen = under_noise(task, turned).disturbed(shown, generator(0, "views", clean.device))
        outputs = network(fed(task, seen, shown, splits))
        return PictureRows(
            rows=[PictureRow(title=FED()), PictureRow(title=MADE()), PictureRow(title=CLEAN())],
            strip=rows_of(seen, outputs, shown),
            chart=chart(came, made, turned),
            knobs=[Knob(name="noise", title=NOISE(), value=turned, lowest=0.0, highest=MOST, step=0.05)],
            remarks=[remark(came, made)],
        )


def fed(task: Again, seen: Tensor, clean: Tensor, splits: Splits) -> Batch:
    """Disturbed and clean pictures, each (batch, channels, height, width), as a batch."""
    return Batch(task.preprocessed(seen, splits.train.shared), clean)


def under_noise(task: Again, strong: float) -> Again:
    """The task with so strong a noise, whatever it was learnt with."""
    return task.model_copy(update={"disturbance": "noise", "strength": strong})


def strength(wanted: str, otherwise: float) -> float:
    """The strength that is asked for, within its bounds."""
    try:
        return min(MOST, max(0.0, round(float(wanted), 2)))
    except ValueError:
        return otherwise


def errors(network: nn.Module, task: Again, clean: Tensor, splits: Splits) -> tuple[Tensor, Tensor]:
    """Root mean squares (strengths) of clean pictures (count, channels, height, width) as they came, and as made."""
    came, made = [], []
    for place in range(STEPS):
        at = under_noise(task, place * STEP)
        seen = at.disturbed(clean, generator(0, "views", clean.device))
        came.append(picture_errors(seen, clean).mean().sqrt())
        made.append(picture_errors(network(fed(task, seen, clean, splits)), clean).mean().sqrt())
    return torch.stack(came).cpu(), torch.stack(made).cpu()


def chart(came: Tensor, made: Tensor, at: float) -> Lines:
    """Both (strengths) over the strength."""
    return Lines(
        title=TITLE(),
        start=0.0,
        step=STEP,
        count=STEPS,
        lowest=0.0,
        highest=float(torch.cat([came, made]).max()) * 1.05,
        unit=TITLE(),
        across=NOISE(),
        at=at,
        lines=[NamedLine(name=NETWORK(), values=floats(made)), NamedLine(name=NOTHING(), values=floats(came))],
    )


def remark(came: Tensor, made: Tensor) -> Text:
    """From which strength on it helps, of errors (strengths)."""
    helps = (made < came).nonzero().flatten().tolist()
    return HELPS(**{"from": f"{helps[0] * STEP:.1f}"}) if helps else NEVER()
