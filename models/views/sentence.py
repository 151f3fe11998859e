"""How likely a sentence is: the product of what a language model says of each word (Mikolov et al. 2010)."""

from collections.abc import Iterator
from dataclasses import replace

import torch
from torch import Tensor, nn

from models.look.arrays import floats
from models.look.passages import Passage
from models.look.pictures import Mark, Picture
from models.look.questions import posed_text
from models.look.surprise import surprise
from models.look.view import View, parted, to_device
from models.sentences import Sentence as Words
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

OF_EACH_WORD = Words("chance-of-each-word", "probability of each word after those before it")
WHOLE_SENTENCE = Words(
    "chance-of-sentence",
    "All of it: one in 10 to the power of {power:figure}. That is {bits:figure} bits a symbol, a perplexity of "
    "{perplexity:figure}.",
)
BACKWARDS = Words(
    "chance-of-sentence-backwards",
    "The same words from the last to the first: one in 10 to the power of {power:figure}, perplexity "
    "{perplexity:figure}.",
)
UNKNOWN_WORDS = Words(
    "unknown-symbols-in-sentence", "{count} of its symbols are not known and count as <unk>.",
    one="{count} of its symbols is not known and counts as <unk>.",
)  # fmt: skip
ONE_SYMBOL = Words("sentence-too-short", "Type at least two words.")


class HowLikely(View):
    """A person's own sentence, read from the beginning of a line, with the probability of each word."""

    title = "How likely?"
    text = (
        "The probability of your sentence, word by word: each is what the network gave to the word that came, after "
        "all before it. They are multiplied. A dark word was expected, a pale one was a surprise. The network begins "
        "as at the start of a line, where its text has lines."
    )
    group = "answers"
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind.targets is Form.NEXT

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError of a single symbol."""
        task = spec.task
        batch = to_device(task.pose(posed_text(parted(question)[0]).strip()), network)
        if batch.inputs.shape[1] < 2:
            raise ValueError(ONE_SYMBOL())
        bits = bits_of_line(network, task, batch.inputs[0], batch)
        pieces = task.pieces(batch.inputs[0].tolist())
        words = list(words_of(pieces))
        chances = torch.stack([torch.exp2(-bits[start:end].sum()) for start, end in words])
        turned = " ".join("".join(pieces[start:end]).strip() for start, end in reversed(words))
        backwards = bits_of_line(network, task, to_device(task.pose(turned), network).inputs[0], batch)
        missing = int((batch.inputs == 0).sum())
        remarks = [WHOLE_SENTENCE(**figures(bits))]
        if len(words) > 1:
            remarks.append(BACKWARDS(**{name: one for name, one in figures(backwards).items() if name != "bits"}))
        remarks += [UNKNOWN_WORDS(count=missing)] if missing else []
        power = figures(bits)["power"]
        return Passage(
            mark=Mark(given="".join(pieces), answer=f"1 : 10^{power:.1f}"),
            pieces=["".join(pieces[start:end]) for start, end in words],
            prompt=len(words),
            values=floats(chances),
            scale=1.0,
            unit=OF_EACH_WORD(),
            remarks=remarks,
        )


def figures(bits: Tensor) -> dict[str, float]:
    """Of bits (time) of each symbol: those of all as a power of ten, and their mean; what is not known is left out."""
    known = bits[~bits.isnan()]
    mean = float(known.mean())
    return {"power": float(known.sum()) * 0.30103, "bits": mean, "perplexity": 2 ** min(mean, 1000)}


def bits_of_line(network: nn.Module, task: Task, numbers: Tensor, like: Batch) -> Tensor:
    """Bits (time) of each of the symbols ``numbers`` (time), read after a line break where there is such a symbol."""
    source = task.shapes().source
    breaks = source is not None and "\n" in source.symbols
    ahead = [source.symbols.index("\n")] if source is not None and breaks else []
    whole = torch.cat([numbers.new_tensor(ahead, dtype=torch.long), numbers]).unsqueeze(0)
    return surprise(network, task, replace(like, inputs=whole))[len(ahead) :]


def words_of(pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Where each word begins and ends among the pieces: a blank belongs to the word after it, a mark to that before."""
    start = 0
    for place in range(1, len(pieces) + 1):
        if place == len(pieces) or pieces[place][:1].isspace():
            yield start, place
            start = place
