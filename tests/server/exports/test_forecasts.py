"""Scripts of forecasts give their runs again: a state that is never reset, several columns, classes of a table."""

from pathlib import Path
from typing import Any

import pytest

from models.data.uploads import files, intake
from tests import specs
from tests.models.test_signals import walking
from tests.server.exports.test_script import both

SMALL = {"window": 8, "training_windows": 40, "held_out_windows": 20}
LISTING = {
    "cell": "SimpleRNN", "hidden": 3, "stateful": False, "activation": "sigmoid", "biases": False, "truncate": 3,
    "first_weights": "uniform", "by_place": True, "optimizer": "sgd", "clip_value": 0.1,
}  # fmt: skip
SMALLEST = {"window": 3, "training_months": 60, "held_out_months": 20}


@pytest.mark.parametrize(
    ("names", "settings"),
    [
        ("sunspots/forecaster", {**SMALLEST, "reset": "never", "output": "tanh", "flavour": "keras 2018"}),
        ("cosine/forecaster", {**SMALL, **LISTING}),
        ("cosine/conv1d", {"window": 8, "halved": True, "filters": [3], "pool": "average", "moments": "mean"}),
        ("cosine/forecaster", {**SMALL, "hidden": 2, "layers": 2, "stateful": False, "bidirectional": True}),
        ("waves/forecaster", {"window": 4, "columns": 2, "horizon": 3, "wave": "chirp", "hidden": 2}),
    ],
    ids=str,
)
def test_every_forecast_is_given_again(names: str, settings: dict[str, Any], tmp_path: Path) -> None:
    run, script_rows = both(specs.spec(names, epochs=3, batch_size=20, **settings), tmp_path)
    assert script_rows == run


@pytest.mark.parametrize(
    ("names", "settings"),
    [
        ("series/forecaster", {"columns": "all", "column": 3, "hidden": 2}),
        ("signals/conv1d", {"filters": [3], "moments": "max"}),
    ],
)
def test_how_a_table_is_read_is_written_into_the_script(names: str, settings: dict[str, Any], tmp_path: Path) -> None:
    with files.looking_in(tmp_path):
        data = intake.keep(walking().encode(), "table.csv").data
        run, script_rows = both(specs.spec(names, data=data, window=4, epochs=2, **settings), tmp_path)
    assert script_rows == run
    assert "grid_of" in (tmp_path / "script.py").read_text("utf-8")
