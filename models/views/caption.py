"""What it says of a picture, and where it looked for each word (Xu et al., "Show, attend and tell", 2015, figure 3).

Greedy decoding stands beside a beam (Lowerre 1976) with the scores of both.
"""

from urllib.parse import parse_qsl

import torch
from torch import Tensor, nn

from models.images.captioning import on_things
from models.layers.decoding import Found, StepDecoder, beam_search
from models.look.arrays import fine_shares
from models.look.captions import Area, Caption, CaptionText, CaptionWord
from models.look.marks import image_grid
from models.look.pictures import Knob, Picture
from models.look.questions import example_question, question_batch
from models.look.view import View, parted
from models.sentences import Sentence, Text
from models.spec.kinds import Alphabet, Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

EXAMPLE = Sentence("caption-example", "Held-out picture")
GREEDY = Sentence("caption-greedy", "greedy: the likeliest word each time")
BEAM = Sentence("caption-beam", "beam of {width}, place {place}")
NO_ATTENTION = Sentence(
    "caption-without-attention",
    "This network got one vector of the whole picture before the first word: it looks nowhere while it writes.",
)
HITS = Sentence(
    "caption-hits", "Of {count} words for things, {hits} were written looking most at the thing that is meant."
)
WRONG_PART = Sentence("caption-misasked", "Ask as in example=3, not {part}.")

WIDTH, NORMALISATION = 3, 0.0
MOST = 200
"""Held-out pictures to choose from."""


class CaptionView(View):
    """One's own picture or a held-out one."""

    title = "Caption"
    text = (
        "The sentence that the network writes about a picture. Point at a word to see which part of the picture it "
        "looked at while it wrote that; point at a part of the picture to see which words looked there. A dashed box "
        "is the thing that the right word names: nobody told the network where that is."
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
        row = chosen_row(part, count)
        batch = question_batch(spec.task, splits, network, posed or example_question(splits, "validation", row))
        alphabet = spec.task.shapes().target
        assert alphabet is not None
        end = alphabet.symbols.index(alphabet.end)
        greedy, beam = (beam_search(network, batch, width, end, NORMALISATION) for width in (1, WIDTH))
        looks = looked_at(greedy)
        grid: tuple[int, int] = getattr(network, "grid", (0, 0)) if looks is not None else (0, 0)
        words = written_words(greedy, batch, alphabet, looks, grid)
        known = int(batch.targets[0, 0]) >= 0
        expected = alphabet.decode(batch.targets[0].tolist()) if known else ""
        return Caption(
            asked=image_grid(batch.inputs),
            words=words,
            grid=grid,
            looks="" if looks is None else fine_shares(looks / looks.amax(1, keepdim=True)),
            expected=expected,
            texts=ways(greedy, beam, alphabet, expected),
            knobs=[]
            if posed
            else [Knob(name="example", title=EXAMPLE(), value=row + 1, lowest=1, highest=count, step=1)],
            remarks=remarks(words, looks),
        )


def chosen_row(part: str, count: int) -> int:
    """Which held-out picture "example=3" asks for, from 0. Raises ValueError, in a sentence, if it makes no sense."""
    try:
        asked = dict(parse_qsl(part, strict_parsing=True)) if part else {}
        row = int(asked.get("example", "1")) - 1
    except ValueError:
        raise ValueError(WRONG_PART(part=part)) from None
    if not 0 <= row < count:
        raise ValueError(WRONG_PART(part=part))
    return row


def looked_at(found: Found) -> Tensor | None:
    """Where each symbol of the only text looked, (symbols, parts); None without attention."""
    rows = [move.attention[0, 0] for move in found.moves if move.attention is not None]
    return torch.stack(rows) if rows else None


def written_words(
    found: Found, batch: Batch, alphabet: Alphabet, looks: Tensor | None, grid: tuple[int, int]
) -> list[CaptionWord]:  # fmt: skip
    """The words of a search of width 1 one by one, with the end; ``looks`` (words, parts)."""
    height, width = batch.inputs.shape[2:]
    boxes = batch.more["boxes"][0] if "boxes" in batch.more else torch.zeros(batch.targets.shape[1], 4)
    things = batch.more["things"][0].tolist() if "things" in batch.more else [False] * len(boxes)
    sizes = boxes.new_tensor([width, height, width, height])
    words = []
    for place, move in enumerate(found.moves):
        symbol, target = int(move.symbols[0, 0]), int(batch.targets[0, place])
        left, top, right, bottom = (boxes[place] * sizes).tolist()
        named = bool(things[place])
        hit = bool(on_things(boxes[place], grid)[looks[place].argmax()]) if named and looks is not None else None
        words.append(
            CaptionWord(
                word=alphabet.symbols[symbol],
                chance=float(move.log_probabilities[0, 0, symbol].exp()),
                most=0.0 if looks is None else float(looks[place].max()),
                right=symbol == target if target >= 0 else None,
                thing=Area(left=left, top=top, width=right - left, height=bottom - top) if named else None,
                hit=hit,
            )
        )
    return words


def ways(greedy: Found, beam: Found, alphabet: Alphabet, expected: str) -> list[CaptionText]:
    """The greedy text, then those of the beam, with their scores."""
    rows = [(GREEDY(), greedy, 0), *((BEAM(width=WIDTH, place=place + 1), beam, place) for place in range(WIDTH))]
    texts = []
    for how, found, place in rows:
        text = alphabet.decode(found.symbols[0, place].tolist())
        texts.append(
            CaptionText(
                how=how,
                text=text,
                chance=float(found.totals[0, place].exp()),
                score=max(float(found.scores[0, place]), -1e6),
                right=text == expected if expected else None,
            )
        )
    return texts


def remarks(words: list[CaptionWord], looks: Tensor | None) -> list[Text]:
    """How often it looked at what it named; ``looks`` (words, parts)."""
    if looks is None:
        return [NO_ATTENTION()]
    known = [word.hit for word in words if word.hit is not None]
    return [HITS(count=len(known), hits=sum(known))] if known else []
