"""One's own sentence, drawn from several noises (after Reed et al., "Generative adversarial text to image", 2016)."""

from torch import nn

from models.images.described import Described
from models.look.described import FIRST, described_pictures
from models.look.pictures import Picture
from models.look.questions import plain_text
from models.look.view import View, parted
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task


class DescribedPictures(View):
    """Pictures of one sentence, and which of them do what it asks for, as measured."""

    title = "Say what to draw"
    text = (
        "One sentence, drawn from 24 noises. What is asked for is measured: the digit by a judge that is always the "
        "same, how thick the strokes are and how they lean dot by dot. What you leave unsaid the network chooses."
    )
    group = "answers"
    asks = True
    has_example = True

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Described)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the sentence cannot be read."""
        assert isinstance(spec.task, Described)
        posed, _ = parted(question)
        sentence = spec.task.pose(plain_text(posed)).inputs if posed else spec.task.sentence(FIRST)
        return described_pictures(network, spec.task, sentence)
