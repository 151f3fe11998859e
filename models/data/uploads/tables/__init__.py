"""Tables of a person's own: lines of numbers, one for each moment, as spreadsheet programs of all countries write them.

``reading`` calls the others in this order: ``encodings`` makes text of bytes, ``separators`` and ``grid`` rows and
columns of text, ``headings`` names; ``judging`` finds which ways of writing numbers one column allows, ``agreeing``
which of them the columns of a table share, and ``numbers`` converts. ``asking`` words what is left open, and ``recipe``
is what of all this a script needs.
"""

from models.data.uploads.tables.reading import read_table

__all__ = ["read_table"]
