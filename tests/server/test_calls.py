"""The HTTP calls: what they give, and how they refuse."""

import json
from pathlib import Path
from typing import Any

import pytest

from models.tasks.digits import Digits
from scripts import page
from server.api import assets
from server.app import create_app
from server.schema.problem import Problem
from server.settings import Settings
from tests.server.fakes import FakeExecutor, until
from tests.server.store.sqlite_file import execute
from tests.server.world import SPEC, World, served
from tests.specs import spec_json


async def test_the_server_says_that_it_is_well(world: World) -> None:
    health = (await world.http.get("/healthz")).json()
    assert (health["status"], health["workers"]) == ("ok", 3)


async def test_the_catalogue_has_everything_a_form_is_made_of(world: World) -> None:
    catalogue = (await world.http.get("/api/catalogue")).json()
    addition = next(task for task in catalogue["tasks"] if task["name"] == "addition")
    assert "recurrent" in addition["architectures"]
    assert addition["question"]["form"] == "text"
    assert [one["headline"] for one in addition["series"].values()].count(True) == 1
    assert catalogue["training"]["settings"]["properties"]["learning_rate"]["live"] is True
    assert [preset["name"] for preset in catalogue["presets"] if preset["first"]] == ["addition-race"]
    views = {view["name"]: view for view in catalogue["views"]}
    assert (views["answers"]["asks"], views["ask"]["asks"]) == (False, True)
    assert "recurrent" in views["ask"]["fits"]["addition"]
    assert catalogue["broken"] == []


async def test_a_broken_file_of_a_person_is_listed_and_breaks_nothing(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    (mine / "tasks").mkdir(parents=True)
    (mine / "tasks" / "wrong.py").write_text("x = 1\nraise ValueError('half written')\n")
    async with served(tmp_path / "data", FakeExecutor(), folders=(mine,)) as world:
        catalogue = (await world.http.get("/api/catalogue")).json()
    (broken,) = catalogue["broken"]
    assert broken["file"].endswith("wrong.py")
    assert (broken["line"], broken["error"]["text"]) == (2, "ValueError: half written")
    assert catalogue["tasks"]


async def test_files_of_a_person_that_are_unfinished_or_in_another_encoding_are_listed_too(tmp_path: Path) -> None:
    head = "from models.spec.kinds import Kind\nfrom models.spec import Task\nclass Mine(Task):\n"
    whole = "".join(f"    def {name}(self, *given): ...\n" for name in ("shapes", "counts", "splits", "batch", "loss"))
    files = {
        "tasks/bare.py": head + "    kind, series = Kind.IMAGE_TO_CLASS, {}\n",
        "tasks/of_no_kind.py": head + "    series = {}\n" + whole + "    def score(self, outputs, batch): ...\n",
        "architectures/fits_nothing.py": "from models.spec import Architecture\nclass Mine(Architecture):\n"
        "    def network(self, shapes): ...\n    def fits(self, kind, shapes):\n        return shapes.nothing\n",
        "architectures/of_no_kind.py": "from models.spec import Architecture\nclass Mine(Architecture):\n"
        "    def network(self, shapes): ...\n",
        "inside/fits_nothing.py": "from models.look.view import View\nclass Mine(View):\n    title = text = 'Mine'\n"
        "    def picture(self, *given): ...\n    def fits(self, task, architecture):\n        return task.nothing\n",
        "presets/old.toml": 'title = "Café"\n',
        "lessons/old.md": "+++\ntitle = 'Café'\n+++\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "latin-1")
    async with served(tmp_path / "data", FakeExecutor(), folders=(tmp_path,)) as world:
        catalogue = (await world.http.get("/api/catalogue")).json()
    broken = {Path(one["file"]).relative_to(tmp_path).as_posix(): one["error"]["text"] for one in catalogue["broken"]}
    assert broken.keys() == files.keys()
    assert all(name in broken["tasks/bare.py"] for name in ("batch", "counts", "loss", "score", "shapes", "splits"))
    assert all("kind" in broken[f"{folder}/of_no_kind.py"] for folder in ("tasks", "architectures"))
    assert all("nothing" in broken[f"{folder}/fits_nothing.py"] for folder in ("architectures", "inside"))
    assert "utf-8" in broken["presets/old.toml"]
    assert "UTF-8" in broken["lessons/old.md"]


async def test_a_plan_tells_layers_cost_and_bounds(world: World) -> None:
    spec = spec_json("addition/recurrent", digits=1, examples=50)
    plan = (await world.http.post("/api/plan", json=spec)).json()
    assert plan["parameters"] == sum(layer["parameters"] for layer in plan["layers"])
    assert plan["bounds"]["/task/examples"] == {"maximum": 55}


async def test_a_spec_that_cannot_be_is_refused_with_what_would_do(world: World) -> None:
    spec = spec_json("addition/recurrent", digits=2, examples=5051)
    problem = (await world.http.post("/api/plan", json=spec)).json()
    assert (problem["status"], problem["field"], problem["came"]) == (422, "/task/examples", 5051)
    assert problem["nearest"] == 5050
    unknown = (
        await world.http.post("/api/plan", json={"task": {"name": "addition"}, "architecture": {"name": "x"}})
    ).json()
    assert unknown["field"] == "/architecture/name"
    assert "recurrent" in unknown["allowed"]


async def test_runs_are_listed_newest_first_and_a_link_leads_to_the_older(world: World) -> None:
    made = [(await world.make())[0] for _ in range(5)]
    await world.http.delete(f"/api/runs/{made[2]}")
    listed, path = list[str](), "/api/runs?most=2"
    while path:
        answer = await world.http.get(path)
        assert len(answer.json()) <= 2
        listed += [run["id"] for run in answer.json()]
        path = answer.links.get("next", {}).get("url", "")
    assert listed == [made[place] for place in (4, 3, 1, 0)]
    assert [run["id"] for run in (await world.http.get("/api/runs?deleted=true&most=1")).json()] == [made[2]]
    assert (await world.http.get("/api/runs?before=nobody")).status_code == 404


async def test_the_networks_of_a_race_can_be_made_equally_large(world: World) -> None:
    spec = {**SPEC, "architecture": {"name": "recurrent", "hidden": 32, "cell": "GRU"}}
    vary = {"/architecture/cell": ["SimpleRNN", "GRU", "LSTM"]}
    answer = await world.http.post("/api/runs", json={"spec": spec, "vary": vary, "equal": True})
    specs = [(await world.run(run))["spec"] for run in answer.json()["runs"]]
    sizes = [(await world.http.post("/api/plan", json=one)).json()["parameters"] for one in specs]
    assert specs[1]["architecture"]["hidden"] == 32
    assert specs[0]["architecture"]["hidden"] > 32 > specs[2]["architecture"]["hidden"]
    assert max(sizes) < 1.05 * min(sizes)


async def test_either_all_runs_of_a_race_are_made_or_none(world: World) -> None:
    vary = {"/architecture/hidden": [8, 16, 10**6]}
    answer = await world.http.post("/api/runs", json={"spec": SPEC, "vary": vary})
    assert (answer.status_code, answer.json()["field"]) == (422, "/architecture/hidden")
    assert (await world.http.get("/api/runs")).json() == []
    assert (await world.http.get("/api/races")).json() == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "/spec"),
        ({"spec": SPEC, "specs": [SPEC]}, "/spec"),
        ({"specs": [SPEC], "vary": {"/training/seed": [1]}}, "/vary"),
        ({"spec": SPEC, "vary": {"/training/seed": []}}, "/vary/~1training~1seed"),
        ({"spec": SPEC, "vary": {"/training/seed": list(range(65))}}, "/vary/~1training~1seed"),
        ({"spec": SPEC, "vary": {"training": [1]}}, "/vary"),
        ({"spec": SPEC, "vary": {"/owner/name": [1]}}, "/vary"),
        ({"spec": SPEC, "vary": {"/task/name/deeper": [1]}}, "/vary"),
        ({"spec": SPEC, "title": "x" * 201}, "/title"),
        ({"spec": SPEC, "extra": 1}, "/extra"),
        ({"specs": [SPEC] * 65}, "/specs"),
        ({"spec": "addition"}, "/spec"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused_by_field(
    world: World, asked: dict[str, Any], field: str
) -> None:
    answer = await world.http.post("/api/runs", json=asked)
    assert (answer.status_code, answer.json()["field"]) == (422, field)


async def test_data_that_are_not_there_are_said_to_be_missing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Digits, "missing", classmethod(lambda cls: "MNIST is not here. Try: schoolyard data"))
    answer = await world.http.post("/api/runs", json={"spec": spec_json("digits/mlp")})
    assert (answer.status_code, answer.json()["detail"]) == (409, "MNIST is not here. Try: schoolyard data")
    tasks = (await world.http.get("/api/catalogue")).json()["tasks"]
    missing = {task["name"]: task["missing"] for task in tasks}
    assert (missing["addition"], missing["digits"]["text"]) == (None, "MNIST is not here. Try: schoolyard data")


async def test_all_errors_are_problem_documents(world: World) -> None:
    answers = {
        404: await world.http.get("/api/runs/none"),
        405: await world.http.put("/api/runs", json={}),
        400: await world.http.post("/api/runs", content=b"{", headers={"content-type": "application/json"}),
        422: await world.http.get("/api/runs/none/points?clock=moon"),
        421: await world.http.get("/", headers={"host": "evil.example"}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert Problem.model_validate(answer.json()).status == status
    assert (await world.http.get("/nowhere")).json()["detail"] == "There is nothing at this address."
    assert answers[422].json()["field"] == "clock"


async def test_what_came_is_shown_in_a_form_that_json_has(world: World) -> None:
    body = json.dumps(spec_json("addition/recurrent", hidden=float("nan")))
    answer = await world.http.post("/api/plan", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["came"]) == (422, "nan")


async def test_curves_come_whole_in_part_thinned_and_as_a_table(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.learn(1, 1001)
    worker.learn(1001, 1002, loss=None)
    worker.end()
    await world.state(run)
    address = f"/api/runs/{run}/points?clock=batch"
    whole = (await world.http.get(address)).json()
    assert (len(whole["columns"]["step"]), whole["thinned"]) == (1001, False)
    part = (await world.http.get(address + "&from=10&to=20")).json()
    assert part["columns"]["step"] == list(range(10, 21))
    thin = (await world.http.get(address + "&most=100")).json()
    assert thin["thinned"]
    assert len(thin["columns"]["step"]) < 200
    table = (await world.http.get(address + "&format=csv")).text.splitlines()
    assert table[0] == "step,epoch,examples,seconds,train/loss"
    assert (len(table), table[-1].split(",")[-1]) == (1002, "nan")
    empty = (await world.http.get(f"/api/runs/{run}/points?clock=test")).json()
    assert empty["columns"] == {"step": []}


async def test_a_run_saved_under_other_settings_is_shown_with_the_reason(tmp_path: Path) -> None:
    executor = FakeExecutor(places=1)
    async with served(tmp_path, executor) as world:
        old, queued = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
        worker = await executor.worker(old)
        worker.run()
        worker.learn(1, 10)
        await until(lambda: world.parts.runs.records.get(old).run.step == 9)  # type: ignore[union-attr]
        await execute(world.parts.store, "UPDATE runs SET spec = replace(spec, 'hidden', 'breadth')")
    async with served(tmp_path, FakeExecutor()) as world:
        shown = await world.run(old)
        assert "breadth" in shown["problem"]["text"]
        assert (shown["state"], shown["spec"]["architecture"]["breadth"]) == ("interrupted", 8)
        assert (await world.http.get(f"/api/runs/{old}/points?clock=batch")).json()["columns"]["step"]
        assert (await world.run(queued))["state"] == "interrupted"
        assert (await world.http.post(f"/api/runs/{old}/look", json={"view": "answers"})).status_code == 409


async def test_the_page_names_what_vite_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manifest = {
        "main.tsx": {"file": "assets/main-1a.js", "css": ["assets/main-2b.css"], "imports": ["_chart.js"]},
        "_chart.js": {"file": "assets/chart-3c.js"},
    }
    static = tmp_path / "static"
    (static / ".vite").mkdir(parents=True)
    (static / "assets").mkdir()
    (static / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    (static / "assets" / "main-1a.js").write_text("1")
    (static / "theme.js").write_text("2")
    monkeypatch.setattr("server.api.page.built", lambda: assets.built(static))
    monkeypatch.setattr("server.app.STATIC", static)
    async with served(tmp_path / "data", FakeExecutor()) as world:
        page = await world.http.get("/")
        assert '<script type="module" src="/static/assets/main-1a.js">' in page.text
        assert '<link rel="stylesheet" href="/static/assets/main-2b.css">' in page.text
        assert '<link rel="modulepreload" href="/static/assets/chart-3c.js">' in page.text
        assert '<script src="/static/theme.js">' in page.text
        assert "<noscript>" in page.text
        hashed = await world.http.get("/static/assets/main-1a.js")
        assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert (await world.http.get("/static/theme.js")).headers["cache-control"] == "no-cache"


async def test_what_the_build_packed_travels_packed_to_who_takes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "assets" / "main-1a.js").write_text("let words = 'words words words words words words words'")
    page.pack(static)
    monkeypatch.setattr("server.app.STATIC", static)
    async with served(tmp_path / "data", FakeExecutor()) as world:
        packed = await world.http.get("/static/assets/main-1a.js", headers={"accept-encoding": "br, gzip"})
        plain = await world.http.get("/static/assets/main-1a.js", headers={"accept-encoding": "identity"})
        assert packed.text == plain.text
        assert packed.headers["content-type"] == plain.headers["content-type"]
        assert (packed.headers["content-encoding"], packed.headers["vary"]) == ("gzip", "accept-encoding")
        assert "content-encoding" not in plain.headers
        again = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
        assert (await world.http.get("/static/assets/main-1a.js", headers=again)).status_code == 304


async def test_a_page_that_is_not_built_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.api.page.built", lambda: None)
    monkeypatch.setattr("server.app.STATIC", tmp_path / "none")
    async with served(tmp_path / "data", FakeExecutor()) as world:
        page = await world.http.get("/")
        assert (page.status_code, "make page" in page.text) == (200, True)
        assert (await world.http.get("/static/main.js")).status_code == 404


async def test_two_servers_live_in_one_process(tmp_path: Path) -> None:
    async with served(tmp_path / "a", FakeExecutor()) as one, served(tmp_path / "b", FakeExecutor()) as other:
        await one.make()
        assert len((await one.http.get("/api/runs")).json()) == 1
        assert (await other.http.get("/api/runs")).json() == []


def test_making_an_application_touches_nothing(tmp_path: Path) -> None:
    create_app(Settings(data=tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()


def test_every_call_is_described(tmp_path: Path) -> None:
    schema = create_app(Settings(data=tmp_path)).openapi()
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            assert call.get("description"), (method, path)
            assert call["responses"]["404"]["content"]["application/problem+json"], (method, path)
