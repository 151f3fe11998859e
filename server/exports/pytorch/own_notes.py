"""What the notes beside files of a person's own say, as a script has it: written in, for it has no notes."""

from collections.abc import Callable, Sequence

from models.data.uploads.encoding_of import encoding_of
from models.data.uploads.notes import places_of


def places(own: Sequence[str]) -> str:
    """Of files ``own``, by their SHA-256, which entries are pictures of which class."""
    return f'''def places_of(data: str) -> dict[str, list[tuple[int, int]]]:
    """Of each class, which entries of the ZIP are its pictures: from one to before another."""
    return { {data: places_of(data) for data in own}!r}[data]'''


def encodings(own: Sequence[str]) -> str:
    """Of texts ``own``, by their SHA-256, in which encoding each is."""
    return f'''def encoding_of(data: str) -> str:
    """In which encoding a text of a person's own is."""
    return { {data: encoding_of(data) for data in own}!r}[data]'''


WRITTEN_IN: dict[tuple[str, str], Callable[[Sequence[str]], str]] = {
    ("models.data.uploads.notes", "places_of"): places,
    ("models.data.uploads.encoding_of", "encoding_of"): encodings,
}
"""By the module and the name of the function that reads the note."""
