"""Which symbols of a held-out text surprise the network: where the information is (Shannon 1951)."""

from torch import nn

from models.look.arrays import floats
from models.look.drawn import Choice
from models.look.examples import excerpt, running_text
from models.look.passages import Passage
from models.look.pictures import Picture
from models.look.surprise import surprise
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

BITS_OF_EACH = Sentence("bits-of-each-symbol", "bits of surprise")
OF_PASSAGE = Sentence(
    "bits-of-passage",
    "This passage: {bits:figure} bits a symbol, a perplexity of {perplexity:figure}. Half of all the surprise is in "
    "{share:percent} of its symbols.",
)
NO_SUCH_PASSAGE = Sentence("no-such-passage", "Ask for one of the passages 1 to {count}, not {part}.")

PASSAGES = 6
LENGTH = 700
"""Symbols of a passage, fewer where less is held out."""
AHEAD = 200
"""Symbols that are read before a passage begins."""
FULL = 8.0
"""Bits that are drawn in full colour."""


class Surprise(View):
    """Passages of the validation split, each symbol coloured by how little it was expected."""

    title = "Surprise"
    text = (
        "Held-out text, read by the network: the darker a symbol, the less it was expected. Words surprise at their "
        "first letters; the rest of a word, and the blank after it, are nearly certain. The figure on the chart is the "
        "mean of this."
    )
    group = "answers"
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.NEXT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if no such passage is asked for."""
        passage = int(question) if question.isdecimal() and 1 <= int(question) <= PASSAGES else 0
        if question and not passage:
            raise ValueError(NO_SUCH_PASSAGE(count=PASSAGES, part=question))
        text = running_text(spec.task, splits)
        length = min(LENGTH, len(text.inputs[0]))
        start = (len(text.inputs[0]) - length) * max(0, passage - 1) // (PASSAGES - 1)
        ahead = min(AHEAD, start)
        batch = to_device(excerpt(text, start - ahead, start + length), network)
        bits = surprise(network, spec.task, batch)[ahead:]
        known = bits[~bits.isnan()]
        ordered = known.sort(descending=True).values.cumsum(0)
        half = int((ordered < ordered[-1] / 2).sum()) + 1
        mean = float(known.mean())
        return Passage(
            pieces=spec.task.pieces(batch.inputs[0, ahead:].tolist()),
            values=floats(bits),
            scale=FULL,
            unit=BITS_OF_EACH(),
            groups=[Choice(name=str(number), title=Text(str(number))) for number in range(1, PASSAGES + 1)],
            group=str(passage or 1),
            remarks=[OF_PASSAGE(bits=mean, perplexity=2 ** min(mean, 1000), share=half / len(known))],
        )
