"""Settings that have other names today: lessons, presets and stored runs of version 0.1.0 say the same as they did."""

import json
from pathlib import Path
from typing import cast

from models.catalogue import find
from server.catalogue.lessons import read
from server.runs.records import restored
from server.runs.standing import standing_of
from server.store.rows import AttemptRow, RunRow, StoredRuns
from server.weights.protocol import WeightStore

CATALOGUE = find()
LESSON = """+++
title = "T"
text = "t"
minutes = 5
[task]
name = "digits"
[architecture]
name = "mlp"
+++
## One
```step
set = { "/architecture/name" = "convnet", "/architecture/filters" = [4], "/architecture/kernel" = 3 }
hide = ["/architecture/pool", "/training"]
```
## Two
```step
race = { "/architecture/filters" = [[2], [2, 4]], "/training/seed" = [0, 1] }
```
Other [filters](#/architecture/filters) and [epochs](#/training/epochs).
"""
PRESET = """title = "P"
text = "p"
[task]
name = "digits"
[architecture]
name = "convnet"
filters = [4]
padding = "same"
[vary]
"/architecture/pool" = ["max", "average"]
[[published]]
series = "accuracy"
value = 0.9
source = "somebody"
where = { "/architecture/pool" = "average" }
"""


class NoWeights:
    def steps(self, run: str) -> list[int]:
        return []


def test_a_lesson_sets_races_hides_and_links_to_what_its_settings_are_called_today() -> None:
    one, two = read("x", LESSON, CATALOGUE).steps
    assert one.set == {"/architecture/name": "convnet", "/architecture/blocks": "4k3 max2 drop"}
    assert one.hide == ["/architecture/blocks", "/training"]
    assert two.race == {
        "/architecture/blocks": ["2k3 max2 drop", "2k3 max2 drop 4k3 max2 drop"],
        "/training/seed": [0, 1],
    }
    assert 'href="#/architecture/blocks"' in two.html
    assert 'href="#/training/epochs"' in two.html


def test_a_preset_of_a_persons_own_is_offered_by_todays_names(tmp_path: Path) -> None:
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "old.toml").write_text(PRESET, "utf-8")
    found = find([tmp_path])
    assert not found.broken
    (preset,) = (one for one in found.presets if one.name == "old")
    assert preset.spec["architecture"] == {"name": "convnet", "blocks": "4k5-same max2 drop"}
    assert preset.vary == {"/architecture/blocks": ["4k5-same max2 drop", "4k5-same avg2 drop"]}
    assert preset.published[0].where == {"/architecture/blocks": "4k5-same avg2 drop"}


def test_a_stored_run_opens_with_its_blocks_and_is_told_apart_by_them() -> None:
    spec = {"task": {"name": "digits"}, "architecture": {"name": "convnet", "filters": [8, 16], "dropout": 0.5}}
    varied = {"/architecture/filters": [8, 16], "/training/seed": 1}
    row = RunRow(
        "a", "", None, "filters 8, 16", json.dumps(spec), json.dumps(varied), "2026-11-21T00:00:00Z", 1, facts="{}"
    )
    stored = StoredRuns(runs=[row], attempts=[AttemptRow("a", 1, "finished")])
    standing = standing_of(CATALOGUE, spec, varied)
    records = restored(stored, [standing], cast(WeightStore, NoWeights()))
    record = records.get("a")
    assert record is not None
    assert record.run.problem is None
    blocks = "8k5 max2 drop 16k5 max2 drop"
    assert record.run.spec["architecture"] == {"name": "convnet", "blocks": blocks, "dropout": 0.5}
    assert record.run.varied == {"/architecture/blocks": blocks, "/training/seed": 1}
