"""Tables of a person's own: lines of numbers, one for each moment, as spreadsheet programs of all countries write them.

``encodings`` makes text of bytes, ``separators`` and ``grid`` rows and columns of text, ``headings`` names, ``judging``
numbers of a column; ``reading`` puts them together, and ``recipe`` is what of all this a script needs.
"""

from models.data.uploads.tables.reading import read_table

__all__ = ["read_table"]
