"""Shares of right answers, in groups: one more kind of picture."""

from typing import Literal

from pydantic import Field

from models.look.drawn import Drawn
from models.sentences import Text


class Share(Drawn):
    """How many of how many are right; ``of`` none where that is not measured until it is asked for by ``name``."""

    label: Text
    right: int
    of: int
    name: str | None = None
    """What asks for this share; null where it cannot be asked for."""


class Shares(Drawn):
    type: Literal["shares"] = "shares"
    titles: list[Text]
    groups: list[list[Share]]
    chosen: str = ""
    """The name of the share that was asked for."""
    remarks: list[Text] = Field(default_factory=list)
