"""Stores as earlier versions left them: made by those versions with real runs, kept as packed SQL."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

STORES = sorted((Path(__file__).parent / "stores").glob("*.sql.gz"))


def unpack(packed: Path, path: Path) -> Path:
    """The store of ``packed`` as a database at ``path``."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(gzip.decompress(packed.read_bytes()).decode())
        connection.commit()
    return path
