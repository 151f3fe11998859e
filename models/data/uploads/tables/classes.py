"""A column of classes in a table of a person's own, and the columns of numbers beside it."""

from dataclasses import dataclass
from functools import lru_cache

from models.data.uploads.tables.numbers import Style
from models.data.uploads.tables.reading import Table, tables_of
from models.data.uploads.tables.recipe import Recipe, columns_by

MOST_CLASSES = 20


@dataclass(frozen=True)
class ClassRecipe:
    """How the numbers and the classes of a table are read."""

    classes: Recipe
    numbers: tuple[Recipe, ...]


def column_of_classes(table: Table, column: int) -> int | None:
    """The place of the chosen column of the file, which counts from 1; of none (0) the last that may hold classes:
    a few entries that come again and again. None where there is none.
    """
    if column:
        return column - 1
    numeric = {one.place for one in table.details}
    places = [place for place in range(len(table.names)) if 2 <= len(set(entries(table, place))) <= MOST_CLASSES]
    return max(places, key=lambda place: (place not in numeric, place), default=None)


def entries(table: Table, place: int) -> list[str]:
    """The cells of a column below its heading, in the order of the file."""
    return [cell.strip() for cell in table.grid.columns[place].split("\n", table.headings)[-1].split("\n")]


@lru_cache(32)
def classes_of(data: str, label: int, numbers: str, oldest_first: bool) -> ClassRecipe:
    """How a kept file is read whose classes stand in the column ``label``. Raises ValueError where there is none."""
    table = tables_of(data)[-1 if numbers == "columns" else 0]
    place = column_of_classes(table, label)
    if place is None:
        raise ValueError("the table has no column of classes")
    turned = oldest_first and bool(table.falls)
    own = Recipe(table.encoding, table.separator, len(table.grid.columns), table.headings, place, Style(), turned)
    read = [at for at, one in enumerate(table.details, 1) if one.place != place and one.kind == "number"]
    return ClassRecipe(own, tuple(table.recipe(at, numbers, oldest_first) for at in read))


def words_by(data: str, recipe: Recipe) -> list[str]:
    """The cells of one column of the file whose SHA-256 is ``data``, oldest first where it is turned round."""
    cells = columns_by(data, recipe.encoding, recipe.separator, recipe.wide)[recipe.place]
    words = [cell.strip() for cell in cells.split("\n", recipe.headings)[-1].split("\n")]
    return words[::-1] if recipe.turned else words
