"""What the network writes when each symbol that it draws is read again (Sutskever, Martens and Hinton 2011)."""

from typing import Any
from urllib.parse import parse_qsl

import torch
from torch import nn

from models.look.arrays import fine_shares, floats
from models.look.passages import Alternatives, Knob, Passage
from models.look.pictures import Mark, Picture
from models.look.questions import posed_text
from models.look.reading import Style, Written, write
from models.look.view import View, parted, to_device
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

TEMPERATURE = Sentence("temperature-of-drawing", "Temperature")
TOP = Sentence("likeliest-symbols-drawn", "Among the likeliest (0: all)")
LENGTH = Sentence("symbols-written", "Symbols")
DRAWS = Sentence("seed-of-drawing", "Draws")
CHANCE_OF_EACH = Sentence("chance-of-each-symbol", "probability of each symbol")
WRITTEN_LIKE_THIS = Sentence(
    "written-with-this-chance",
    "The network held what it wrote for as likely as one of {alike:figure}, symbol by symbol.",
)
WRONG_PART = Sentence("writing-misasked", "Ask as in temperature=0.8&top=5&length=200&seed=1&take=12:3, not {part}.")

LONGEST = 400


class Write(View):
    """Writes on from a person's own words; a symbol may be chosen instead of the one that was drawn."""

    title = "Write"
    text = (
        "The network goes on from your words: it draws a symbol by its own probabilities, reads it, and draws the "
        "next. At a low temperature it says the likeliest and soon repeats itself; at a high one it invents. Press a "
        "symbol to see what else might have stood there, and choose another: it goes on from that."
    )
    group = "answers"
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.targets is Form.NEXT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the part makes no sense."""
        text, part = parted(question)
        style = style_of(part)
        if any(number >= len(spec.task.shapes().source or ()) for _, number in style.takes):
            raise ValueError(WRONG_PART(part=part))
        begun = to_device(spec.task.pose(posed_text(text)), network)
        written = write(network, begun, spec.task.shapes().inputs[0], style)
        pieces = spec.task.pieces(written.numbers.tolist())
        prompt = begun.inputs.shape[1]
        alike = float(torch.exp(-written.chances[prompt:].clamp_min(1e-12).log().mean()))
        return Passage(
            mark=Mark(given="".join(pieces[:prompt]), answer="".join(pieces[prompt:])),
            pieces=pieces,
            prompt=prompt,
            values=floats(written.chances),
            scale=1.0,
            unit=CHANCE_OF_EACH(),
            alternatives=alternatives(spec.task, written),
            takes=list(style.takes),
            knobs=knobs(style),
            remarks=[WRITTEN_LIKE_THIS(alike=alike)],
        )


def style_of(part: str) -> Style:
    """What a part asks for. Raises ValueError, in a sentence, if it makes no sense."""
    values: dict[str, Any] = {}
    takes: list[tuple[int, int]] = []
    try:
        for name, value in parse_qsl(part, strict_parsing=True) if part else []:
            if name == "take":
                place, number = value.split(":")
                takes.append((int(place), int(number)))
            else:
                values[name] = float(value) if name == "temperature" else int(value)
        style = Style(**values, takes=tuple(takes))
    except (TypeError, ValueError):
        raise ValueError(WRONG_PART(part=part)) from None
    good = 0 <= style.temperature <= 5 and 1 <= style.length <= LONGEST and style.top >= 0 and style.seed >= 0
    if not good or any(place < 0 or number < 0 for place, number in takes):
        raise ValueError(WRONG_PART(part=part))
    return style


def knobs(style: Style) -> list[Knob]:
    return [
        Knob(name="temperature", title=TEMPERATURE(), value=style.temperature, lowest=0, highest=2, step=0.05),
        Knob(name="top", title=TOP(), value=style.top, lowest=0, highest=20, step=1),
        Knob(name="length", title=LENGTH(), value=style.length, lowest=1, highest=LONGEST, step=1),
        Knob(name="seed", title=DRAWS(), value=style.seed, lowest=0, highest=99, step=1),
    ]


def alternatives(task: Task, written: Written) -> Alternatives:
    """What else might have stood at each place, as it travels."""
    source = task.shapes().source
    assert source is not None
    numbers, places = torch.unique(written.others, return_inverse=True)  # (labels), (symbols, shown)
    return Alternatives(
        labels=[source.symbols[number] for number in numbers.tolist()],
        numbers=numbers.tolist(),
        each=written.others.shape[1],
        places=fine_shares(places.double() / 65535),
        shares=fine_shares(written.shares),
    )
