"""What the calls for people's own data carry."""

from typing import Literal

from server.api.bodies import Body


class LeftOut(Body):
    """A file within a ZIP, or a column of a table, that is not learnt from."""

    name: str
    reason: str
    """In a sentence."""


class OwnData(Body):
    """A person's own file, checked and kept. ``data`` is what a setting of the format "data" holds."""

    data: str
    """SHA-256 of the content."""
    form: Literal["pictures", "table"]
    title: str
    name: str
    """Of the file as it came."""
    bytes: int
    added: str
    classes: dict[str, int]
    """Pictures in each class; none of a table."""
    columns: list[str]
    """Those with numbers; none of pictures."""
    rows: int
    left_out: list[LeftOut]
    """Files or columns that are not learnt from, each with the reason; not more than a list can show."""
    left_out_more: int
    """How many more were left out."""
    faint: int
    """Pictures that show next to nothing when they are made small."""
    thumbnails: int
    """Pictures in a row of ``GET /api/data/{data}/thumbnails``, which has a row for each class; 0: there is none."""
    damaged: str
    """Why it cannot be used any more, in a sentence; empty where it can."""


class Uploads(Body):
    """``GET /api/data``."""

    limit: int
    """Bytes that a file may have."""
    data: list[OwnData]
    """Newest first."""
