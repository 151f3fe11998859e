"""Sentences about drawn digits, by rule from what is measured: "a thin seven leaning left".

Each digit is compared with its own kind, because a seven's stem leans however it is written: among the training
pictures of MNIST that show the same digit, the thinner third is thin, the thicker third is thick, and so it is with the
lean.
``python -m scripts.measure_strokes`` measures where the thirds begin.
"""

import torch
from torch import Tensor

from models.images.described import Condition
from models.images.strokes import lean, stroke_width
from models.sentences import Sentence

NO_DIGIT_NAMED = Sentence("no-digit-named", "Name one digit, from zero to nine, as in “a thin seven leaning left”.")
UNKNOWN_WORD = Sentence("unknown-word-of-digit", "“{word}” is no word that this network has read: it knows {words}.")

PADDING = "·"
"""Stands where nothing is said."""
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WIDTHS = ("thin", "medium", "thick")
LEANS = ("left", "upright", "right")
WORDS = (PADDING, "a", *WIDTHS, *DIGITS, "leaning", "standing", *LEANS)
TIME = 5
"""Every word has its place: a, how thick, which digit, leaning or standing, how."""
WIDTH, DIGIT, LEAN = 1, 2, 4
"""The places of what can be chosen."""
UNSAID = 0

THIRDS = torch.tensor(
    [
        [
            [2.485, 3.072], [2.239, 2.732], [2.365, 2.902], [2.240, 2.694], [2.187, 2.658],
            [2.093, 2.509], [2.297, 2.836], [2.239, 2.707], [2.265, 2.749], [2.173, 2.610],
        ],
        [
            [0.119, 0.312], [0.084, 0.356], [-0.021, 0.208], [-0.051, 0.159], [-0.081, 0.191],
            [0.063, 0.352], [-0.069, 0.121], [-0.080, 0.144], [0.066, 0.288], [-0.108, 0.110],
        ],
    ]
)  # fmt: skip
"""(width or lean, digit, where the second and the third third begin)."""

ALSO = {str(number): word for number, word in enumerate(DIGITS)} | {
    "an": "a", "slim": "thin", "bold": "thick", "normal": "medium", "straight": "upright",
    "细": "thin", "中": "medium", "粗": "thick", "左": "left", "直": "upright", "右": "right",
    "零": "zero", "〇": "zero", "一": "one", "二": "two", "两": "two", "三": "three", "四": "four", "五": "five",
    "六": "six", "七": "seven", "八": "eight", "九": "nine",
}  # fmt: skip
"""What else people type for a word."""
CHINESE_IDLE = "一个的地向斜倾笔画等着站立歪，。、 "
"""Characters of Chinese sentences that say nothing more."""


CONDITIONS = (
    Condition("digit", "Digit", DIGITS),
    Condition("width", "Width", WIDTHS),
    Condition("lean", "Lean", LEANS),
)


def thirds(values: Tensor, digits: Tensor, edges: Tensor) -> Tensor:
    """In which third (batch) of their digit values (batch) lie: 0, 1 or 2, by ``edges`` (10, 2)."""
    of_digit = edges.to(values)[digits]  # (batch, 2)
    return (values.unsqueeze(1) >= of_digit).sum(1)


def width_and_lean(pictures: Tensor, digits: Tensor) -> tuple[Tensor, Tensor]:
    """The thirds of width and of lean, each (batch), of pictures (batch, 1, 28, 28) of ``digits`` (batch)."""
    return thirds(stroke_width(pictures), digits, THIRDS[0]), thirds(lean(pictures), digits, THIRDS[1])


def described(digits: Tensor, widths: Tensor, leans: Tensor) -> Tensor:
    """Sentences (batch, time) int64 of digits, widths and leans, each (batch) from 0."""
    first = {word: number for number, word in enumerate(WORDS)}
    standing = torch.where(leans == 1, first["standing"], first["leaning"])
    words = [torch.full_like(digits, first["a"]), widths + first["thin"], digits + first["zero"], standing]
    return torch.stack([*words, leans + first["left"]], 1)


def asked_for(sentences: Tensor) -> Tensor:
    """Digits, widths and leans, (batch, 3) from 0, of sentences (batch, time); -1 where one says nothing of it."""
    words = sentences[:, [DIGIT, WIDTH, LEAN]]
    first = torch.tensor([WORDS.index(one.words[0]) for one in CONDITIONS], device=words.device)
    return torch.where(words == UNSAID, -1, words - first)


def silenced(sentences: Tensor, share: float, generator: torch.Generator) -> Tensor:
    """Sentences (batch, time) of which this share says nothing of the width, and this share nothing of the lean."""
    unsaid = torch.rand(len(sentences), 2, generator=generator, device=sentences.device) < share  # (batch, 2)
    said = sentences.clone()
    said[:, WIDTH] = said[:, WIDTH].masked_fill(unsaid[:, 0], UNSAID)
    said[:, LEAN - 1 :] = said[:, LEAN - 1 :].masked_fill(unsaid[:, 1:], UNSAID)
    return said


def read_sentence(typed: str) -> Tensor:
    """What somebody typed, in English or Chinese, as a sentence (1, time): a digit, and how it looks, or not.

    Raises ValueError, in a sentence, if there is no digit or more than one, or a word is unknown.
    """
    words = [known(word) for word in split_words(typed)]
    chosen = [next((word for word in words if word in choice), "") for choice in (WIDTHS, DIGITS, LEANS)]
    if not chosen[1] or sum(word in DIGITS for word in words) > 1:
        raise ValueError(NO_DIGIT_NAMED())
    width, digit, leaning = chosen
    verb = {"": "", "upright": "standing"}.get(leaning, "leaning")
    return torch.tensor([[WORDS.index(word or PADDING) for word in ("a", width, digit, verb, leaning)]])


def split_words(typed: str) -> list[str]:
    """The words of a sentence; of a Chinese one the characters that say something."""
    if typed.isascii():
        return "".join(one if one.isalnum() else " " for one in typed.lower()).split()
    plain = typed.replace("一个", "").replace("一支", "")
    return [one for one in plain if one not in CHINESE_IDLE.replace("一", "")]


def known(word: str) -> str:
    """The word as the network knows it. Raises ValueError if it does not."""
    plain = ALSO.get(word, word)
    if plain not in WORDS or plain == PADDING:
        raise ValueError(UNKNOWN_WORD(word=word, words=", ".join(WORDS[1:])))
    return plain
