"""What is kept is its owner's alone, whoever made it, and nothing half written stays."""

import os
import sys
from pathlib import Path

import pytest

from models.training.checkpoints import Saved
from server.process.data_folder import tidy
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor
from tests.server.world import served
from tests.specs import spec_json

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights are set otherwise")


def open_to_others(folder: Path) -> list[str]:
    return [str(place) for place in folder.rglob("*") if place.stat().st_mode & 0o077]


async def test_store_weights_and_uploads_are_for_their_owner_alone(tmp_path: Path, executor: FakeExecutor) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    async with served(data, executor) as world:
        (run,) = await world.make()
        world.parts.runs.weights.store.write(run, 0, Saved({}))
        answer = await world.http.post(
            "/api/data?name=shapes.zip", content=packed(drawings()), headers={"content-type": "application/zip"}
        )
        assert answer.status_code == 201
        names = {place.name for place in data.rglob("*")}
        assert {"schoolyard.sqlite", "schoolyard.sqlite-wal", "uploads", run, "step-000000000.safetensors"} <= names
        assert open_to_others(data) == []


def test_the_rights_of_an_older_folder_are_taken_back_and_remains_deleted(tmp_path: Path) -> None:
    data = tmp_path / "data"
    run = data / "runs" / "0123456789ab"
    run.mkdir(parents=True)
    data.chmod(0o755)
    for file in (data / "schoolyard.sqlite", run / "step-000000001.safetensors"):
        file.touch()
        file.chmod(0o644)
    outside = tmp_path / "outside"
    outside.touch()
    outside.chmod(0o644)
    (data / "runs" / "linked").symlink_to(outside)
    others = [data / "film.part", data / "thesis" / ".tmp-notes"]
    for file in others:
        file.parent.mkdir(exist_ok=True)
        file.touch()
    taken = data / f"backup-{os.getpid()}-x.part"
    taken.mkdir()
    left = data / "backup-999999999-x.part"
    left.mkdir()
    (run / "step-000000002.part").touch()
    (data / "uploads" / "arriving-1").mkdir(parents=True)
    (data / "uploads" / "arriving-1" / "half").touch()
    tidy(data)
    assert data.stat().st_mode & 0o777 == 0o700
    (data / "runs" / "linked").unlink()
    assert all(open_to_others(data / own) == [] for own in ("runs", "uploads"))
    assert (data / "schoolyard.sqlite").stat().st_mode & 0o777 == 0o600
    assert [place.exists() for place in (*others, taken, left)] == [True, True, True, False]
    assert outside.stat().st_mode & 0o777 == 0o644
    assert not list(run.glob("*.part"))
    assert list((data / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GRU\u202egnp.exe", "GRUgnp.exe"),
        ('{"code": "all-done"}', '{"code": "all-done"}'),
        ("one\ntwo\x00\x1b[31m", "one two[31m"),
        ("\u2066left\u2069 \u200eright\u200f", "left right"),
        ("نمونه\u200cها 👩\u200d🏫", "نمونه\u200cها 👩\u200d🏫"),
    ],
)
async def test_names_and_notes_hold_nothing_that_cannot_be_seen(
    tmp_path: Path, executor: FakeExecutor, written: str, kept: str
) -> None:
    async with served(tmp_path, executor) as world:
        (run,) = await world.make(spec=spec_json("addition/recurrent"), title=written)
        assert (await world.run(run))["title"] == {"code": "", "values": {}, "text": kept}
        await world.http.patch(f"/api/runs/{run}", json={"note": written})
        note = (await world.run(run))["note"]
        assert note == ("one\ntwo[31m" if "\n" in written else kept)
