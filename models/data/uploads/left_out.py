"""What of a person's own data is not learnt from: named, each with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.sentences import Text

MOST_NAMED = 100
LONGEST_NAME = 200


@dataclass(frozen=True)
class LeftOut:
    """A file within a ZIP, or a column of a table."""

    name: str
    reason: Text
    """Why, in a sentence."""


def shortened(all_left_out: Iterable[LeftOut]) -> tuple[list[LeftOut], int]:
    """As many as a list can show, and how many more there are."""
    everything = list(all_left_out)
    return everything[:MOST_NAMED], max(0, len(everything) - MOST_NAMED)
