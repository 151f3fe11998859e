"""A run goes away with the engine that trained it, and gives its curve again to the last bit."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from models.events import Points
from models.native.library import core
from models.training.loop import train
from server.exports.archive import Archive
from tests.specs import FOUND, smallest


def stored(engines: list[str], spec: Any, **run: Any) -> Any:
    """A run as exporters see it."""
    facts = {"parent": None, "problem": None, "state": "finished", "step": spec.steps, "title": "", **run}
    attempts = [SimpleNamespace(threads=1)]
    return SimpleNamespace(
        run=SimpleNamespace(attempts=attempts, **facts),
        spec=spec,
        catalogue=FOUND,
        engines=engines,
        versions={"torch": "2"},
        changes=list,
        curve=lambda clock, **more: {"step": [spec.steps]},
    )


def test_the_archive_gives_the_curve_to_the_last_bit(tmp_path: Path) -> None:
    here = core()
    assert here is not None
    spec = smallest("addition", "recurrent", epochs=2)
    points = [one for one in train(spec, device="cpu") if isinstance(one, Points)]
    own = stored([here.engine], spec)
    assert Archive().fits(own) is None
    content = Archive().write(own)
    assert isinstance(content, bytes)
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([sys.executable, "train_again.py"], cwd=tmp_path, check=True, timeout=120, env=environment)
    with open(tmp_path / "curve.csv", encoding="utf-8", newline="") as file:
        again = [(row["clock"], row["step"], row["series"], row["value"]) for row in csv.DictReader(file)]
    assert again == [
        (one.clock, str(step), name, str(values[place]))
        for one in points
        for place, step in enumerate(one.columns["step"])
        for name, values in one.columns.items()
        if "/" in name
    ]


def test_what_no_archive_gives_again_says_why() -> None:
    spec = smallest("addition", "recurrent")
    before = (["torch"], ["torch", "native/avx2.2"], ["native/avx2"])
    reasons = [Archive().fits(stored(engines, spec)) for engines in before]
    assert [str(one).partition(":")[0] for one in reasons] == [
        "PyTorch took all of its steps",
        "Several engines took its steps, one after another",
        "It was trained by an earlier build of the native core, and by this one the last digits differ",
    ]
