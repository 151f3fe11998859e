"""Romeo and Juliet (William Shakespeare, about 1597): all that is spoken, each speech below the name of who speaks.

The text is in the public domain; it is the play of the data set ``plays``, without headings and stage directions.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("romeo_and_juliet.txt")


@cache
def load() -> str:
    """The whole play."""
    return FILE.read_text("ascii")
