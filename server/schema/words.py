"""What people write beside runs: shown to everybody, so it holds nothing that cannot be seen or turns text round."""

import re
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator

from models.spec.typed import DIRECTIONS

CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
NOTHING = "\u2060-\u2064\u206a-\u206f\ufeff\ud800-\udfff"
UNSEEN = re.compile(f"[{CONTROLS}{DIRECTIONS}{NOTHING}]")
"""What cannot be seen, or turns the text after it round. What joins letters and pictures stays."""
BREAKS = re.compile("[\t\n\r\u2028\u2029\x85]+")


def line(text: str) -> str:
    """``text`` on one line."""
    return UNSEEN.sub("", BREAKS.sub(" ", text)).strip()


def lines(text: str) -> str:
    """``text`` as it is broken into lines."""
    return UNSEEN.sub("", re.sub("\r\n?|[\u2028\u2029\x85]", "\n", text))


Line = Annotated[str, AfterValidator(line)]
Lines = Annotated[str, AfterValidator(lines)]
FileName = Annotated[str, Query(max_length=300), AfterValidator(line)]
"""How a file that comes was called."""
