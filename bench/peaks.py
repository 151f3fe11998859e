"""The most memory that a worker takes, preset by preset

A run of each preset, made two batches short: all of its data, steps as large as it asks for, the validation examples
scored after each of them and before the first, and the test examples once. Megabytes that the worker had at its height,
those that it shares with others among them. `make bench ARGS="--only fashion-augmented peaks"` measures one.
"""

from collections.abc import Iterator

from bench.figures import Figure
from bench.serving import LAST, Page, Server, descendants, served, status
from models.catalogue import find

BATCHES = 2
GOAL = 1500
"""Megabytes."""


def measure(only: str = "") -> Iterator[Figure]:
    """Every preset, or the one that ``only`` names, each on a server of its own: a worker may take up a used place."""
    for preset in find().presets:
        if only and only != preset.name:
            continue
        training = {**preset.spec.get("training", {}), "batches": BATCHES}
        with served("--workers", "1") as server:
            size = at_most(server, {**preset.spec, "training": training})
        yield Figure(preset.name, f"{size:.0f} MB", f"below {GOAL} MB", {"MB": size})


def at_most(server: Server, spec: dict[str, object]) -> float:
    """The most that any process below the server has had, looked at with every frame until the run is over."""
    page = Page(server)
    (run,) = server.post(spec)
    page.watch(run)
    size = 0.0
    for _, frame in page.frames():
        size = max([size, *(status(process, "VmHWM") for process in descendants(server.process.pid))])
        if frame["type"] == "runs" and any(one["id"] == run and one["state"] in LAST for one in frame["runs"]):
            break
    page.close()
    return size
