"""What it says of a picture, and where it looked for each word (Xu et al., "Show, attend and tell", 2015, figure 3).

Greedy decoding stands beside a beam (Lowerre 1976) with the scores of both.
"""

from torch import nn

from models.layers.decoding import StepDecoder
from models.look.asking import knob_values
from models.look.caption_by_word import caption_of
from models.look.pictures import Knob, Picture
from models.look.questions import example_question, question_batch
from models.look.view import View, parted
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

EXAMPLE = Sentence("caption-example", "Held-out picture")

MOST = 200
"""Held-out pictures to choose from."""


class CaptionView(View):
    """One's own picture or a held-out one."""

    title = "Caption"
    text = (
        "The sentence that the network writes about a picture. Point at a word to see which part of the picture it "
        "looked at while it wrote that; point at a part of the picture to see which words looked there. A dashed box "
        "is the thing that the right word names: nobody told the network where that is. A square ends the sentence."
    )
    group = "looks"
    asks = True
    has_example = True
    needs = StepDecoder
    rank = 0

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.PICTURE and task.kind.targets is Form.SYMBOLS and task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the part makes no sense."""
        assert isinstance(network, StepDecoder)
        posed, part = parted(question)
        count = min(MOST, len(splits.validation))
        (knob,) = knob_values([Knob(name="example", title=EXAMPLE(), value=1, lowest=1, highest=count, step=1)], part)
        row = int(knob.value) - 1
        batch = question_batch(spec.task, splits, network, posed or example_question(splits, "validation", row))
        alphabet = spec.task.shapes().target
        assert alphabet is not None
        return caption_of(network, alphabet, batch, [] if posed else [knob])
