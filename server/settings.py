"""What a server is told when it starts. Nothing here reads the environment at import time."""

import os
import re
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

NAME = "schoolyard"
GIGABYTE = 1_000_000_000
MEGABYTE = 1_000_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def data_folder() -> Path:
    """Where runs are kept: ``SCHOOLYARD_DATA``, or the user's data folder."""
    chosen = os.environ.get("SCHOOLYARD_DATA")
    return Path(chosen) if chosen else user_data_path(NAME, appauthor=False)


def snapshot_limit() -> int:
    """Bytes: ``SCHOOLYARD_SNAPSHOT_LIMIT`` gigabytes, or two. Raises ValueError."""
    chosen = os.environ.get("SCHOOLYARD_SNAPSHOT_LIMIT") or "2"
    try:
        limit = int(float(chosen) * GIGABYTE)
    except (ValueError, OverflowError):
        limit = -1
    if limit < 0:
        raise ValueError(f"SCHOOLYARD_SNAPSHOT_LIMIT is a number of gigabytes, and not {chosen!r}")
    return limit


def trusted_proxies() -> tuple[str, ...]:
    """``SCHOOLYARD_TRUSTED_PROXIES``: addresses and networks, with commas between them."""
    return tuple(os.environ.get("SCHOOLYARD_TRUSTED_PROXIES", "").replace(",", " ").split())


def ray_address() -> str:
    """``RAY_ADDRESS``, which Ray's own programs read too, or the cluster that this machine is part of."""
    return os.environ.get("RAY_ADDRESS") or "auto"


def root_path() -> str:
    """``SCHOOLYARD_ROOT_PATH``, or nothing."""
    return os.environ.get("SCHOOLYARD_ROOT_PATH", "")


def executor_name() -> str:
    """``SCHOOLYARD_EXECUTOR``, or the processes of this machine."""
    return os.environ.get("SCHOOLYARD_EXECUTOR") or "local"


def postgresql_address(database: str) -> str:
    """The address of a PostgreSQL database, or nothing for ``sqlite``. Raises ValueError."""
    if database in ("", "sqlite"):
        return ""
    if database.startswith(("postgresql://", "postgres://")):
        return database
    raise ValueError("a database is postgresql://user@host/name, or sqlite for the file in the data folder")


def server_name() -> str:
    """``SCHOOLYARD_SERVER``, or the name that a lone server has. Raises ValueError."""
    name = os.environ.get("SCHOOLYARD_SERVER") or NAME
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", name) is None:
        raise ValueError(f"SCHOOLYARD_SERVER is a name of letters, digits, dots and dashes, and not {name!r}")
    return name


def embed_in() -> tuple[str, ...]:
    """``SCHOOLYARD_EMBED_IN``: addresses of sites, with commas between them."""
    return tuple(os.environ.get("SCHOOLYARD_EMBED_IN", "").replace(",", " ").split())


ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?")


def embeddable(origins: tuple[str, ...]) -> tuple[str, ...]:
    """``origins``. Raises ValueError if one is none: what else stands there would change the policy."""
    for origin in origins:
        if not ORIGIN.fullmatch(origin):
            raise ValueError(f"{origin!r} is no address such as https://moodle.school.example")
    return origins


@dataclass(frozen=True)
class Settings:
    """Everything a server can be told."""

    host: str = "127.0.0.1"
    port: int = 8000
    data: Path = field(default_factory=data_folder)
    postgresql: str = field(default_factory=lambda: postgresql_address(os.environ.get("SCHOOLYARD_DATABASE", "")))
    """Address of the database that has the runs; empty for the SQLite file in the data folder."""
    server: str = field(default_factory=server_name)
    """What this server is called among those that share a database."""
    workers: int | None = None
    """Attempts at once; None for as many as suit the machine."""
    executor: str = field(default_factory=executor_name)
    """Who trains: the name of a folder in ``server/executors/``, or in ``executors/`` of one of ``folders``."""
    ray_address: str = field(default_factory=ray_address)
    """Of the cluster, for the executor ``ray``."""
    snapshot_limit: int = field(default_factory=snapshot_limit)
    """Bytes of weights that are kept, of all runs together; 0 for as many as there are."""
    upload_limit: int = 20 * MEGABYTE
    """Bytes of one uploaded file."""
    folders: tuple[Path, ...] = ()
    """A person's own tasks, architectures, views, presets, laboratories, exporters, executors and lessons."""
    names: tuple[str, ...] = ()
    """Host names by which the server may be reached, beside its own."""
    trusted_proxies: tuple[str, ...] = field(default_factory=trusted_proxies)
    """Addresses and networks of servers before this one, which say truly whom they speak for."""
    root_path: str = field(default_factory=root_path)
    """What a proxy has put before every path."""
    embed_in: tuple[str, ...] = field(default_factory=embed_in)
    """Addresses of pages that may show our curves in a frame: ``https://moodle.school.example``."""
    sockets_per_address: int = 2000
    """Pages at once from one address: a whole school may be behind one."""

    @property
    def database(self) -> Path:
        """The file of the store, where that is one."""
        return self.data / "schoolyard.sqlite"

    @property
    def weights(self) -> Path:
        """One folder a run."""
        return self.data / "runs"

    @property
    def imported_weights(self) -> Path:
        """Weights from files that people open."""
        return self.data / "opened"

    @property
    def uploads(self) -> Path:
        """A person's own data, one file each."""
        return self.data / "uploads"

    @property
    def local(self) -> bool:
        """True where only this machine can reach the server."""
        return self.host in LOOPBACK

    def but(self, **changes: Any) -> "Settings":
        return replace(self, **changes)


def own_version() -> str:
    try:
        return version(NAME)
    except PackageNotFoundError:
        return "0"
