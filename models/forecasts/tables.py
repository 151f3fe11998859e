"""What tasks on a table of a person's own share: the settings of how it is read, and what is asked before it is."""

from collections.abc import Sequence
from typing import Any, Literal

from models.data.uploads.intake import problem
from models.data.uploads.tables.asking import question_of_cells, question_of_marks
from models.data.uploads.tables.reading import Column, Table, tables_of
from models.data.uploads.unusable import Unusable
from models.spec.settings import refusal, setting

GROUP = "Data"
Numbers = Literal["automatic", "decimals", "thousands", "columns"]
"""How a person answers what a table leaves open."""


def numbers_setting() -> Any:
    """What points and commas mean; its annotation is :data:`Numbers`."""
    return setting(
        "automatic",
        "Points and commas",
        "What 1.234 or 10,25 means where the table itself leaves it open: decimals, thousands or two columns.",
        names={
            "automatic": "As the table shows",
            "decimals": "Decimals",
            "thousands": "Thousands",
            "columns": "Columns",
        },
        picks="numbers",
        group=GROUP,
        advanced=True,
    )


def oldest_first_setting() -> Any:
    """Whether a table that goes from the newest to the oldest is turned round."""
    return setting(
        True,
        "Oldest first",
        "A table whose dates or years go from the newest to the oldest is turned round.",
        picks="order",
        group=GROUP,
        advanced=True,
    )


def with_table(data: str) -> str:
    """``data``. Raises a refusal if they are not here or hold no table."""
    wrong = problem(data, "table")
    if wrong:
        raise refusal("data", wrong, None)
    try:
        if data:
            tables_of(data)
    except Unusable as error:  # kept by another version, or changed on the disk
        raise refusal("data", str(error), None) from error
    return data


def table_by(data: str, numbers: str) -> Table:
    """The table as the answer ``numbers`` cuts it."""
    return tables_of(data)[-1 if numbers == "columns" else 0]


def check_cut(data: str, numbers: str) -> None:
    """Raises a refusal if a line may be one number or several cells, and nobody has said which."""
    tables = tables_of(data)
    if len(tables) > 1 and numbers == "automatic":
        raise refusal("numbers", question_of_cells(tables), None)


def check_marks(columns: Sequence[Column], numbers: str) -> None:
    """Raises a refusal if a mark in one of the ``columns`` may mean two things, and nobody has said which."""
    for column in columns:
        if column.asked and numbers == "automatic":
            raise refusal("numbers", question_of_marks(column), None)
