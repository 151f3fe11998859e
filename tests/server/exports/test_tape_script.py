"""Scripts of the tape: every exercise, and heads as they are printed, give the run's curve again to the last bit."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.exports.test_script import both
from tests.specs import FOUND

PRINTED = {"sharpening": False, "strength": "at least 1", "weights": "raw shift scores", "first_weights": "normal 0.5"}


@pytest.mark.parametrize(
    ("exercise", "architecture"),
    [
        ("repeat copy", {"name": "recurrent", "cell": "LSTM", "hidden": 4}),
        ("associative recall", {"name": "ntm", "slots": 4, "width": 3, "hidden": 8}),
        ("priority sort", {"name": "ntm", "slots": 4, "width": 3, "hidden": 8, **PRINTED}),
    ],
)
def test_an_exercise_gives_its_curve_again(exercise: str, architecture: dict[str, Any], tmp_path: Path) -> None:
    task = {"name": "tape", "exercise": exercise, "bits": 2, "longest": 3, "tested": 4, "examples": 60}
    training = {"batch_size": 20, "epochs": 1, "engine": "torch"}
    run, script_rows = both(FOUND.parse({"task": task, "architecture": architecture, "training": training}), tmp_path)
    assert script_rows == run
