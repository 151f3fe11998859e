"""Bytes of a table as text, in whatever encoding a spreadsheet program wrote them."""

import re
from collections.abc import Sequence

import chardet

from models.data.uploads.unusable import Unusable
from models.sentences import Sentence

NOT_PLAIN_TEXT = Sentence(
    "not-plain-text",
    "This is neither a ZIP of pictures nor a table in plain text. Save a table as CSV.",
)

MARKS = ((b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""What a file begins with that says its encoding."""
LOOKED_AT = 200_000
"""Bytes from the first that is not ASCII on, by which an encoding is found."""
NEAR = 0.6
"""An encoding that is nearly as sure as the surest one may be the right one: other signs decide."""
FEW = 3
"""Of Western encodings only where there are so few letters."""
UNSURE = 0.1
"""Where none is surer than that, a Western one of the reader's own language may be the right one too."""
ALIASES = {"TIS-620": "CP874", "EUC-KR": "CP949", "SHIFT_JIS": "CP932", "GB2312": "GB18030", "ISO-8859-1": "cp1252"}
"""Encodings that another one, as Windows has it, includes."""
PLAINEST = {"GB18030": "gb2312", "Big5": "big5", "CP932": "cp932", "CP949": "euc-kr", "Windows-1252": "cp1252"}
"""What the usual characters of an encoding are in."""
PRIVATE = re.compile("[\ue000-\uf8ff]")
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f]")


def text_of(written: bytes, languages: Sequence[str] = ()) -> tuple[str, str]:
    """The text, and the encoding that it is in. ``languages`` ("zh-CN") decide between encodings that fit alike.

    Raises :class:`Unusable` where the bytes are no text.
    """
    encoding = encoding_of(written, languages)
    text = decoded(written, encoding)
    if CONTROL.search(text):
        raise Unusable(NOT_PLAIN_TEXT())
    return text, encoding


def decoded(written: bytes, encoding: str) -> str:
    """The text without the mark at its beginning and without the end that old systems wrote."""
    return written.decode(encoding, errors="replace").removeprefix("\ufeff").removesuffix("\x1a")


def encoding_of(written: bytes, languages: Sequence[str] = ()) -> str:
    """What says so, what can be UTF-8, and else what is most likely by its letters."""
    for mark, encoding in MARKS:
        if written.startswith(mark):
            return encoding
    if b"\0" in written[:LOOKED_AT]:
        return unmarked(written[:LOOKED_AT])
    try:
        written.decode("utf-8")
    except UnicodeDecodeError as error:
        start = written.rfind(b"\n", 0, error.start) + 1
        return legacy(written[start : start + LOOKED_AT], languages)
    return "utf-8"


def unmarked(written: bytes) -> str:
    """UTF-16 that does not say so: its digits and what parts its cells have a nought before or after them."""
    before, after = written[0::2].count(0), written[1::2].count(0)
    return "utf-16-be" if before > 2 * after else "utf-16-le" if after > 2 * before else "utf-8"


def legacy(written: bytes, languages: Sequence[str]) -> str:
    """An encoding of the time before Unicode, by the lines that are not plain ASCII."""
    spoken = [language.lower().partition("-")[0] for language in languages]
    lines = b"\n".join(line for line in written.split(b"\n") if not line.isascii())
    found = chardet.detect_all(lines, ignore_threshold=True, encoding_era=chardet.EncodingEra.MODERN_WEB)
    likely: dict[str, tuple[float, str]] = {}
    for one in found:
        name = one["encoding"] or "cp1252"
        name = ALIASES.get(name, name)
        if decodes(lines, name):
            likely.setdefault(name, (one["confidence"] or 0.0, one["language"] or ""))
    if not likely:
        return "latin-1"
    best = max(sureness for sureness, _ in likely.values())
    few = sum(byte >= 0x80 for byte in lines[:1000]) <= FEW
    near = [
        name
        for name, (sureness, language) in likely.items()
        if sureness == best
        or (sureness >= NEAR * best and (few or not name.startswith("Windows")))
        or (few and best < UNSURE and name.startswith("Windows") and language in spoken)
    ]
    return min(near, key=lambda name: rank(name, lines, [*spoken, likely[name][1]].index(likely[name][1])))


def rank(name: str, lines: bytes, language: int) -> tuple[int, bool]:
    """Of encodings that are nearly as sure the least is taken: of the reader's first language, of plain letters."""
    plain = PLAINEST.get(name)
    return language, plain is None or not decodes(lines, plain)


def decodes(written: bytes, encoding: str) -> bool:
    """Whether all of it has a meaning of the standard's own; the last character may be cut off."""
    try:
        return not PRIVATE.search(written[:LOOKED_AT].decode(encoding))
    except UnicodeDecodeError as error:
        return error.start > LOOKED_AT - 4
    except LookupError:
        return False
