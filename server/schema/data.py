"""What the calls for people's own data carry."""

from typing import Literal

from models.sentences import Text
from server.schema.base import Body


class LeftOut(Body):
    """A file within a ZIP, or a column of a table, that is not learnt from."""

    name: str
    reason: Text
    """In a sentence."""


class CellRead(Body):
    """A cell, and the number that it is."""

    cell: str
    number: float


class Way(Body):
    """One way to read a column of a table."""

    answer: Literal["decimals", "thousands"]
    """By which it is chosen where there are two."""
    decimal: str
    group: str
    """What parts thousands; empty for nothing."""
    unit: str
    samples: list[CellRead]
    curve: list[int]
    """The column from 0, its least, to 100, its most, in the order of the file."""
    least: float
    most: float


class TableColumn(Body):
    """A column that holds numbers."""

    name: str
    place: int
    """In the file, from 0."""
    kind: Literal["number", "index", "year", "constant"]
    """"number", or what is hardly worth foretelling."""
    ways: list[Way]
    """More than one where only a person knows."""


class TableContent(Body):
    """What a table holds, before it is learnt from."""

    answers: list[Literal["decimals", "thousands", "columns"]]
    """Answers for which the file is cut into these columns; none where there is only one way."""
    encoding: str
    separator: str
    names: list[str]
    """Of all columns of the file."""
    head: list[list[str]]
    """The first rows below the heading."""
    columns: list[TableColumn]
    first: int
    """The column that is chosen first, from 1."""
    falls: str
    """The column by which the file goes from the newest to the oldest; empty where it does not."""


class OwnData(Body):
    """A person's own file, checked and kept. ``data`` is what a setting of the format "data" holds."""

    data: str
    """SHA-256 of the content."""
    form: Literal["pictures", "table", "text", "labelled", "weights"]
    title: str
    name: str
    """Of the file as it came."""
    bytes: int
    added: str
    classes: dict[str, int]
    """Pictures in each class, or lines with each label; none of a table of numbers."""
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
    tables: list[TableContent]
    """Of a table what it holds; two where its lines may be one number or several cells."""
    characters: int
    """Of a text."""
    beginning: str
    """The first characters of a text."""
    network: str
    """Of weights, the name of the architecture whose network they are of."""
    learnt: str
    """Of weights, the name of the task that the network has learnt."""
    parameters: int
    """Of weights, how many numbers."""
    damaged: Text | None
    """Why it cannot be used any more, in a sentence; null where it can."""


class Uploads(Body):
    """``GET /api/data``."""

    limit: int
    """Bytes that a file may have."""
    data: list[OwnData]
    """Newest first."""
