"""Own data and opened weights have owners: one file may have several, and each deletes only what is theirs."""

import errno
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import save

from models.data.uploads import intake
from server.people.person import Person, Role
from server.uploads.service import forget
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor
from tests.server.test_data import SMALL, ZIP
from tests.server.test_people import ANN, BOB, ByHeader
from tests.server.test_weights import RAW, weights
from tests.server.world import SPEC, World, served

TEACHER: dict[str, str] = {}
BARS = packed(drawings(4))


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, people=ByHeader()) as world:
        yield world


async def upload(world: World, person: dict[str, str], name: str, content: bytes = BARS, status: int = 201) -> Any:
    answer = await world.http.post(f"/api/data?name={name}", content=content, headers={**ZIP, **person})
    assert answer.status_code == status, answer.text
    return answer.json()


async def titles(world: World, person: dict[str, str]) -> list[str]:
    return [one["title"] for one in (await world.http.get("/api/data", headers=person)).json()["data"]]


async def delete(world: World, person: dict[str, str], data: str) -> int:
    return (await world.http.delete(f"/api/data/{data}", headers=person)).status_code


def spec_of(data: str) -> dict[str, Any]:
    return {**SMALL, "task": {"name": "pictures", "data": data}}


async def test_a_file_of_several_goes_with_its_last_owner_and_each_has_their_own_name_for_it(world: World) -> None:
    data = (await upload(world, ANN, "anns.zip"))["data"]
    assert (await titles(world, BOB), await titles(world, TEACHER)) == ([], ["anns"])
    bobs = await upload(world, BOB, "bobs.zip")
    assert (bobs["title"], bobs["name"]) == ("bobs", "bobs.zip")
    assert await upload(world, BOB, "again.zip") == bobs
    assert (await titles(world, ANN), await titles(world, BOB)) == (["anns"], ["bobs"])
    table = {**spec_of(data), "task": {"name": "series", "data": data}, "architecture": {"name": "forecaster"}}
    assert "bobs is pictures" in (await world.http.post("/api/plan", json=table, headers=BOB)).json()["detail"]
    assert await delete(world, ANN, data) == 204
    assert await delete(world, ANN, data) == 404
    assert (await titles(world, ANN), await titles(world, BOB)) == ([], ["bobs"])
    assert await delete(world, BOB, data) == 204
    assert list(world.parts.settings.uploads.iterdir()) == []


async def test_what_was_there_before_there_were_owners_is_the_teachers(world: World) -> None:
    """Folders of version 0.1.0 and later have no notes of owners."""
    data = intake.keep(BARS, "old.zip", world.parts.settings.uploads).data
    assert (await titles(world, TEACHER), await titles(world, ANN)) == (["old"], [])
    assert (await world.http.post("/api/plan", json=spec_of(data))).status_code == 200
    assert (await world.http.post("/api/plan", json=spec_of(data), headers=ANN)).status_code == 422
    await upload(world, ANN, "anns.zip")
    assert await delete(world, TEACHER, data) == 204
    assert await titles(world, ANN) == ["anns"]
    opened = world.parts.settings.imported_weights
    opened.mkdir()
    (opened / f"{'0' * 64}.safetensors").write_bytes(save(weights()))
    fit = f"/api/weights/{'0' * 64}/fit"
    assert (await world.http.post(fit, json=SPEC)).status_code == 200
    assert (await world.http.post(fit, json=SPEC, headers=ANN)).status_code == 404


async def test_where_there_is_only_the_teacher_nothing_is_noted(world: World) -> None:
    await upload(world, TEACHER, "bars.zip")
    await world.http.post("/api/weights", content=save(weights()), headers=RAW)
    folders = (world.parts.settings.uploads, world.parts.settings.imported_weights)
    assert [file for folder in folders for file in folder.iterdir() if file.suffix == ".owners"] == []


async def test_a_run_keeps_its_data_and_names_nobody_elses_runs(world: World) -> None:
    data = (await upload(world, ANN, "anns.zip"))["data"]
    asked = {"spec": spec_of(data), "title": "Ann's bars"}
    (run,) = (await world.http.post("/api/runs", json=asked, headers=ANN)).json()["runs"]
    await upload(world, BOB, "bobs.zip")
    answer = await world.http.delete(f"/api/data/{data}", headers=ANN)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "Runs have learnt from it: Ann's bars. Delete them first.",
    )
    assert await delete(world, BOB, data) == 204
    assert await titles(world, ANN) == ["anns"]
    assert (await world.http.post("/api/runs", json={"spec": spec_of(data)})).status_code == 201
    await world.http.delete(f"/api/runs/{run}", headers=ANN)
    assert await delete(world, ANN, data) == 204, "what the teacher's run needs becomes the teacher's"
    assert (await titles(world, ANN), len(await titles(world, TEACHER))) == ([], 1)
    assert await delete(world, TEACHER, data) == 409


async def test_a_teacher_deletes_what_only_others_own_for_all(world: World) -> None:
    data = (await upload(world, ANN, "anns.zip"))["data"]
    await upload(world, BOB, "bobs.zip")
    assert await delete(world, TEACHER, data) == 204
    assert (await titles(world, ANN), await titles(world, BOB)) == ([], [])


async def test_a_full_disk_or_a_crash_gives_nobody_a_file_of_anothers_and_loses_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def crash(*written: object) -> None:
        raise KeyboardInterrupt

    folder = world.parts.settings.uploads
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        await upload(world, ANN, "anns.zip", status=507)
    assert list(folder.iterdir()) == []
    data = (await upload(world, ANN, "anns.zip"))["data"]
    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        await upload(world, BOB, "bobs.zip", status=507)
    assert (await titles(world, ANN), await titles(world, BOB)) == (["anns"], [])
    with monkeypatch.context() as power:
        power.setattr(world.parts.uploads, "forget", crash)
        with pytest.raises(KeyboardInterrupt):
            forget(world.parts.uploads, Person("ann", Role.STUDENT), data, [])
    assert [file.name for file in folder.iterdir()] == [f"{data}.owners"], "the note goes last"
    assert await titles(world, ANN) == []
    await upload(world, BOB, "bobs.zip")
    assert (await titles(world, ANN), await titles(world, BOB)) == ([], ["bobs"])
    assert list(json.loads((folder / f"{data}.owners").read_bytes())) == ["bob"]


async def test_a_note_that_cannot_be_read_hides_its_file_from_all_but_the_teacher(world: World) -> None:
    data = (await upload(world, ANN, "anns.zip"))["data"]
    (world.parts.settings.uploads / f"{data}.owners").write_bytes(b"{")
    assert (await titles(world, ANN), await titles(world, TEACHER)) == ([], ["anns"])
