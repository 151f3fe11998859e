"""A caption word by word, as it is drawn: what was written, where each word looked, and the same by a beam."""

import torch
from torch import Tensor

from models.images.captioning import on_things
from models.layers.decoding import Found, StepDecoder, beam_search
from models.look.arrays import fine_shares
from models.look.captions import Area, Caption, CaptionText, CaptionWord
from models.look.marks import image_grid
from models.look.pictures import Knob
from models.sentences import Sentence, Text
from models.spec.kinds import Alphabet, Batch

GREEDY = Sentence("caption-greedy", "greedy")
BEAM = Sentence("caption-beam", "beam of {width}: {place}.")
NO_ATTENTION = Sentence(
    "caption-without-attention",
    "This network got one vector of the whole picture before the first word: it looks nowhere while it writes.",
)
HITS = Sentence(
    "caption-hits", "Of {count} words for things, {hits} were written looking most at the thing that is meant."
)

WIDTH, NORMALISATION = 3, 0.0


def caption_of(network: StepDecoder, alphabet: Alphabet, batch: Batch, knobs: list[Knob]) -> Caption:
    """What ``network`` writes about the picture of a batch of one."""
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
        knobs=knobs,
        remarks=remarks(words, looks),
    )


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
