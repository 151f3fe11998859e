"""Runs and events of small tests of stores."""

from server.store.protocol import Store
from server.store.pyramid import table
from server.store.rows import AttemptRow, Entry, RaceRow, RunRow


def row(name: str, race: str | None = None) -> RunRow:
    return RunRow(name, "teacher", race, name, "{}", "{}", "2026-01-01", 1, "{}")


def entry(run: str, attempt: int = 1, step: int = 0, last: bool = False) -> Entry:
    return Entry(run, attempt, "notice", b'{"type":"notice"}', "2026-01-01", step, "{}", last=last)


def points(run: str, first: int, last: int, attempt: int = 1) -> Entry:
    rows = table({"step": list(range(first, last)), "loss": [1 / (1 + step) for step in range(first, last)]})
    return Entry(run, attempt, "points", b'{"type":"points"}', "2026-01-01", last - 1, "{}", ("batch", rows))


async def make(store: Store, *names: str) -> None:
    """Runs with their first attempt and its first event; several are a race."""
    race = RaceRow("race", "teacher", "", "") if len(names) > 1 else None
    rows = [row(name, "race" if race else None) for name in names]
    await store.create(race, rows, [AttemptRow(name, 1, "queued") for name in names], [entry(name) for name in names])
