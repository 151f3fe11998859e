"""What a worker takes while it trains the largest preset for a classroom stays under what is promised."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_layout import ROOT

MOST = 1500
"""Megabytes."""
TRAIN_THE_LARGEST = """
import sys
from pathlib import Path

from models.catalogue import find
from models.data.sets import digits
from models.plan.plan import plan
from models.training.loop import train
from tests import small_digits

SIZE = "classroom"
digits.DATASET = small_digits.place(Path(sys.argv[1]), 1300, 1100)
found = find()


def short(spec):
    task = {**spec["task"], "examples": 200, "validation": 1000}
    return found.parse({**spec, "task": task, "training": {**spec["training"], "batches": 2}})


parsed = [(one, found.parse(one.spec)) for one in found.presets]
sized = [(plan(spec).memory, one.name, one) for one, spec in parsed if getattr(spec.architecture, "size", "") == SIZE]
_, name, largest = max(sized)
for event in train(short(largest.spec), device="cpu"):
    pass
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(name, len(sized), int(peak.split()[1]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is read as Linux says it")
def test_a_worker_that_trains_the_largest_classroom_preset_stays_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    command = [sys.executable, "-c", TRAIN_THE_LARGEST, str(tmp_path)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    name, count, peak = found.stdout.split()
    assert int(count) >= 5
    assert int(peak) < MOST, f"{name} takes {peak} MB"
