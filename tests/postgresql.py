"""A PostgreSQL of the tests' own: a real one, started as an ordinary user in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

OLDEST = 15
NEEDED = "SCHOOLYARD_TEST_POSTGRESQL"
"""Set where tests on PostgreSQL must not be left out: there they fail."""


@cache
def programs() -> Path | None:
    """The folder of initdb and postgres, of the newest that is installed; None where there is none."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    found = shutil.which("postgres")
    folders += [Path(found).resolve().parent] if found else []
    versions = {folder: _version(folder) for folder in folders if (folder / "initdb").exists()}
    newest = max(versions, key=lambda folder: versions[folder], default=None)
    return newest if newest is not None and versions[newest] >= OLDEST else None


def _version(folder: Path) -> int:
    said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.removeprefix("postgres (PostgreSQL) ").split(".")[0])


def why_not() -> str:
    """Why tests on PostgreSQL are left out; nothing where they are not, or must not be."""
    if os.environ.get(NEEDED) or programs() is not None:
        return ""
    return f"no PostgreSQL {OLDEST} or later is installed here (Debian: apt-get install postgresql)"


@dataclass
class PostgreSQL:
    """One that runs, or can."""

    folder: Path
    durable: bool = False
    """Whether a commit is on the disk when it returns; tests cut no power."""

    def url(self, database: str) -> str:
        return f"postgresql://tests@/{database}?host={self.folder}"

    def start(self) -> None:
        sync = "on" if self.durable else "off"
        options = f"-k {self.folder} -c listen_addresses='' -c fsync={sync}"
        self._run("pg_ctl", "start", "--wait", "--silent", "-l", str(self.folder / "log"), "-o", options)

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "--wait", "--silent", "-m", mode)

    def make(self) -> None:
        self._run("initdb", "--username=tests", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def _run(self, program: str, *arguments: str) -> None:
        folder = programs()
        assert folder is not None, f"{NEEDED} is set, and no PostgreSQL {OLDEST} or later is installed"
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        said = self.folder / "said"
        with said.open("w") as output:
            ended = subprocess.run(
                [folder / program, "-D", self.folder / "data", *arguments],
                env=environment | {"LC_ALL": "C"}, cwd="/", user=ORDINARY, stdin=subprocess.DEVNULL, stdout=output,
                stderr=output,
            )  # fmt: skip
        assert ended.returncode == 0, said.read_text()


ORDINARY = "nobody" if hasattr(os, "getuid") and os.getuid() == 0 else None
"""PostgreSQL does not run as root."""


@contextmanager
def running(durable: bool = False) -> Iterator[PostgreSQL]:
    """One that was just made, and is deleted afterwards. Where there is none, the test is left out."""
    if reason := why_not():
        pytest.skip(reason)
    # Not in pytest's folder: its path may be too long for a socket, and an ordinary user may not reach into it.
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        if ORDINARY is not None:
            shutil.chown(folder, ORDINARY)
        database = PostgreSQL(Path(folder), durable)
        database.make()
        database.start()
        try:
            yield database
        finally:
            with suppress(AssertionError):  # a test may have stopped it
                database.stop("immediate")


@contextmanager
def made(database: PostgreSQL) -> Iterator[str]:
    """The address of a new, empty database."""
    name = f"test_{uuid4().hex[:12]}"
    database.execute(f"CREATE DATABASE {name}")
    try:
        yield database.url(name)
    finally:
        database.execute(f"DROP DATABASE {name} WITH (FORCE)")
