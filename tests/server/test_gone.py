"""Whatever a run refers to may be gone: its data, its weights, a folder. There is a sentence, and all goes on."""

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save

from server.weights.folder import WeightFolder
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor
from tests.server.test_data import SMALL, upload
from tests.server.world import World, served
from tests.test_docs import code

GONE = "The data of this run are not here any more: {}. Upload the file again."
STEP = 3
LESSON = """+++
title = "Mine"
text = "Of my own."
minutes = 1
[task]
name = "stripes"
[architecture]
name = "mlp"
+++
## One
"""


async def trained(world: World, executor: FakeExecutor, task: dict[str, Any]) -> str:
    """A run that has learnt ``task``, with weights."""
    (run,) = await world.make(spec={**SMALL, "task": task})
    worker = await executor.worker(run)
    worker.run()
    worker.snapshot(STEP)
    worker.learn(1, STEP + 1)
    worker.end()
    await world.state(run)
    return run


async def without_data(world: World, executor: FakeExecutor) -> tuple[str, str]:
    """A run whose data were deleted while it lay in the trash, and the data's name."""
    data = (await upload(world, packed(drawings())))["data"]
    run = await trained(world, executor, {"name": "pictures", "data": data})
    await world.http.delete(f"/api/runs/{run}")
    assert (await world.http.delete(f"/api/data/{data}")).status_code == 204
    await world.http.post(f"/api/runs/{run}/restore")
    return run, data


async def test_a_run_whose_data_were_deleted_keeps_its_curve_and_its_page_says_so(
    world: World, executor: FakeExecutor
) -> None:
    run, data = await without_data(world, executor)
    async with world.page() as page:
        await page.watch(**{f"_{run}": 0})
        await page.until(lambda frame: frame["type"] == "caught_up")
        await page.say(type="look", looks=[{"run": run, "view": "classes"}])
        refused = await page.until(lambda frame: frame["type"] == "refused")
        assert refused["detail"]["text"] == GONE.format(data[:8])
    assert page.told[run].curves["batch"]["step"] == [1, 2, 3]
    assert (await world.run(run))["problem"]["text"] == GONE.format(data[:8])
    assert (await world.http.get("/healthz")).status_code == 200


CALLS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("post", "look", {"view": "classes"}),
    ("get", "export/script.py", None),
    ("post", "extend", {"epochs": 1}),
    ("post", "continue", {"epochs": 1}),
    ("get", "fork", None),
    ("post", "fork", {"changes": {"/training/epochs": 5}}),
]


async def test_every_call_that_needs_the_data_of_a_run_names_them_and_no_other_fails(
    world: World, executor: FakeExecutor
) -> None:
    run, data = await without_data(world, executor)
    for method, call, body in CALLS:
        answer = await world.http.request(method, f"/api/runs/{run}/{call}", json=body)
        problem = answer.json()
        assert (answer.status_code, problem["field"], problem["detail"]) == (409, "/task/data", GONE.format(data[:8]))
    for call in ("points", "export/weights.safetensors", ""):
        assert (await world.http.get(f"/api/runs/{run}/{call}".rstrip("/"))).status_code == 200


async def test_data_that_come_back_make_their_runs_whole_again(world: World, executor: FakeExecutor) -> None:
    run, _ = await without_data(world, executor)
    await upload(world, packed(drawings()))
    assert (await world.run(run))["problem"] is None
    answer = await world.http.post(f"/api/runs/{run}/look", json={"view": "classes"})
    assert (answer.status_code, answer.json()["step"]) == (200, STEP)
    assert (await world.http.post(f"/api/runs/{run}/extend", json={"epochs": 1})).status_code == 202


@pytest.mark.parametrize("what", ["uploads", "weights"])
async def test_a_folder_that_somebody_deletes_while_it_serves_is_told_by_whoever_needs_it(
    world: World, executor: FakeExecutor, what: str
) -> None:
    data = (await upload(world, packed(drawings())))["data"]
    run = await trained(world, executor, {"name": "pictures", "data": data})
    shutil.rmtree(world.parts.settings.uploads if what == "uploads" else world.parts.settings.weights)
    statuses = set()
    for method, call, body in (*CALLS, ("get", "export/weights.safetensors", None), ("get", "points", None)):
        answer = await world.http.request(method, f"/api/runs/{run}/{call}", json=body)
        statuses.add(answer.status_code)
        if answer.status_code >= 400:
            assert answer.json()["detail"][-1] in ".?"
    assert statuses <= {200, 201, 202, 404, 409}
    assert (await world.http.get("/api/data")).status_code == 200
    assert (await world.http.get(f"/api/data/{data}")).status_code in (200, 404)
    assert len((await world.http.get("/api/runs")).json()) >= 1


async def test_a_folder_of_somebodys_own_tasks_and_lessons_may_go_while_it_is_served(
    tmp_path: Path, executor: FakeExecutor
) -> None:
    mine = tmp_path / "mine"
    for name, text in (("tasks/stripes.py", code("add-a-task.md")), ("lessons/mine.md", LESSON)):
        (mine / name).parent.mkdir(parents=True)
        (mine / name).write_text(text, "utf-8")
    async with served(tmp_path / "data", executor, folders=(mine,)) as world:
        run = await trained(world, executor, {"name": "stripes"})
        shutil.rmtree(mine)
        script = await world.http.get(f"/api/runs/{run}/export/script.py")
        assert (script.status_code, script.json()["title"]) == (409, "Not possible any more")
        assert (await world.http.get("/api/lessons/mine")).status_code == 200
        assert (await world.http.get("/api/catalogue")).status_code == 200
        spec = {**SMALL, "task": {"name": "stripes"}}
        assert (await world.http.post("/api/plan", json=spec)).status_code == 200
        assert (await world.http.post(f"/api/runs/{run}/look", json={"view": "classes"})).status_code == 200
        assert (await world.http.post(f"/api/runs/{run}/extend", json={"epochs": 1})).status_code == 202


async def test_a_file_that_goes_at_the_moment_it_is_asked_for_is_not_there_any_more(
    world: World, executor: FakeExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await trained(world, executor, {"name": "pictures"})
    shutil.rmtree(world.parts.settings.weights)
    monkeypatch.setattr(WeightFolder, "steps", lambda *_: [STEP])
    answer = await world.http.get(f"/api/runs/{run}/export/weights.safetensors")
    assert (answer.status_code, answer.json()["detail"]) == (404, "This file is not there any more.")


async def test_opened_weights_that_are_damaged_or_gone_are_told(world: World) -> None:
    content = save({"a": torch.zeros(3)})
    headers = {"content-type": "application/octet-stream"}
    weights = (await world.http.post("/api/weights", content=content, headers=headers)).json()["weights"]
    (file,) = world.parts.settings.imported_weights.iterdir()
    file.write_bytes(content[:20])
    spec = {**SMALL, "task": {"name": "pictures"}}
    damaged = await world.http.post(f"/api/weights/{weights}/fit", json=spec)
    file.unlink()
    gone = await world.http.post("/api/runs", json={"spec": spec, "weights": weights})
    assert [(one.status_code, one.json()["field"]) for one in (damaged, gone)] == [(404, "/weights")] * 2


async def test_a_disk_that_does_not_answer_is_told_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path) -> list[object]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("models.data.uploads.intake.list_data", broken)
    answer = await world.http.get("/api/data")
    assert (answer.status_code, "Input/output error" in answer.json()["detail"]) == (503, True)
