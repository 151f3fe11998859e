"""How files are called that somebody takes away: by task, network, what was raced, and seed."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from models.catalogue import Catalogue
from models.spec.settings import for_page
from server.runs.grid import SEED
from server.schema.base import SpecJson
from server.schema.runs import Run

MOST_LETTERS = 100
"""Of what was raced: the rest of a name still fits where files are kept."""


def stem(catalogue: Catalogue, run: Run) -> str:
    """``addition-recurrent-GRU-seed-0``: settings that have colours of their own always speak."""
    spec = run.spec
    chosen = _coloured(catalogue, spec) | run.varied
    raced = [_word(at, value) for at, value in chosen.items() if at != SEED and not at.endswith("/name")]
    seed = spec["training"].get("seed", 0)
    parts = [spec["task"]["name"], spec["architecture"]["name"], "-".join(raced)[:MOST_LETTERS], f"seed-{seed}"]
    return "-".join(filter(None, map(_plain, parts))) or "run"


def several(runs: Sequence[Any]) -> list[str]:
    """Names of stored runs, each another one: two alike have their ids behind them."""
    stems = [stem(stored.catalogue, stored.run) for stored in runs]
    counts = Counter(stems)
    return [
        name if counts[name] == 1 else f"{name}-{_plain(stored.run.id)}"
        for name, stored in zip(stems, runs, strict=True)
    ]


def _coloured(catalogue: Catalogue, spec: SpecJson) -> dict[str, Any]:
    settings = spec["architecture"]
    known = catalogue.architectures.get(settings["name"])
    fields = known.model_fields.items() if known else ()
    coloured = (name for name, one in fields if for_page(one).get("colours"))
    return {f"/architecture/{name}": settings[name] for name in coloured if name in settings}


def _word(pointer: str, value: Any) -> str:
    """A word by itself where it speaks, else with the name of its setting."""
    if isinstance(value, str):
        return value
    name = pointer.rpartition("/")[2]
    if isinstance(value, bool):
        return name if value else f"no-{name}"
    return f"{name}-{'-'.join(map(str, value)) if isinstance(value, list) else value}"


def _plain(words: str) -> str:
    """Letters and figures that every file system keeps."""
    return re.sub(r"[^A-Za-z0-9._]+", "-", words).strip("-.")
