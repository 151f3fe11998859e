"""People's own data: uploaded, listed, learnt from, taken away, deleted when nobody needs them."""

import hashlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from models.catalogue import find
from models.events import Points
from models.training.loop import train
from server.exports.pytorch.program import TrainedRun, script
from tests import specs
from tests.own_files import drawings, packed, table
from tests.server.exports.test_script import again, rows_of
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served
from tests.specs import spec_json

ZIP, CSV = {"content-type": "application/zip"}, {"content-type": "text/csv"}
SMALL = {"architecture": {"name": "mlp", "hidden": [4]}, "training": {"epochs": 1}}


async def upload(world: World, content: bytes, name: str = "bars.zip", kind: dict[str, str] = ZIP) -> Any:
    answer = await world.http.post("/api/data", params={"name": name}, content=content, headers=kind)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_zip_is_answered_with_what_it_holds(world: World) -> None:
    content = packed(drawings(5))
    told = await upload(world, content)
    assert told["data"] == hashlib.sha256(content).hexdigest()
    assert (told["form"], told["title"], told["classes"]) == ("pictures", "bars", {"lying": 5, "standing": 5})
    assert (world.parts.settings.uploads / told["data"]).read_bytes() == content
    file = await world.http.get(f"/api/data/{told['data']}")
    assert (file.content, file.headers["content-disposition"]) == (content, 'attachment; filename="bars.zip"')


async def test_uploads_are_listed_newest_first_and_the_same_twice_is_one(world: World) -> None:
    first = await upload(world, packed(drawings()))
    second = await upload(world, table(), "weather.csv", CSV)
    assert await upload(world, packed(drawings()), "again.zip") == first
    listed = (await world.http.get("/api/data")).json()
    assert listed == {"limit": 20_000_000, "data": [second, first]}
    assert (second["columns"], second["rows"]) == (["hour", "temperature"], 60)


async def test_what_cannot_be_used_is_refused_with_a_sentence_and_leaves_nothing(world: World) -> None:
    bad = {
        packed({"lying/1.png": b"x"}): "Two or more folders",
        packed({**drawings(), "../x/1.png": b"x"}): "leads out of the ZIP",
        packed({**drawings(3), "lying/1.png": b"x"}): "It cannot be read as a picture",
        b"": "The file is empty",
        b"\x89PNG\r\n\x1a\n\0\0": "This is a single picture",
    }
    for content, words in bad.items():
        answer = await world.http.post("/api/data?name=x.zip", content=content, headers=ZIP)
        assert answer.status_code == 422
        assert words in answer.json()["detail"]
    assert (await world.http.get("/api/data")).json()["data"] == []


async def test_damaged_notes_and_files_that_are_gone_fail_no_list_and_no_other_download(world: World) -> None:
    folder = world.parts.settings.uploads
    first, gone, whole = [(await upload(world, packed(drawings(each)), f"{each}.zip"))["data"] for each in (3, 4, 5)]
    (folder / f"{first}.json").write_bytes(b"")
    (folder / gone).unlink()
    listed = {one["data"]: one["damaged"] for one in (await world.http.get("/api/data")).json()["data"]}
    assert ["damaged" in listed[first]["text"], "gone" in listed[gone]["text"], listed[whole]] == [True, True, None]
    statuses = [(await world.http.get(f"/api/data/{data}")).status_code for data in (first, gone, whole)]
    assert statuses == [200, 404, 200]
    answer = await world.http.post("/api/plan", json={**SMALL, "task": {"name": "pictures", "data": first}})
    assert (answer.status_code, answer.json()["detail"]) == (422, listed[first]["text"])


async def test_a_table_by_another_name_is_refused_by_line_and_column(world: World) -> None:
    content = table().replace(b"29.719", b"warm")
    answer = await world.http.post("/api/data?name=weather.csv", content=content, headers=CSV)
    assert "Line 6, column 2 (temperature): 'warm' is not a number" in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data", "application/json", ""])
async def test_a_type_that_any_page_could_send_or_that_is_no_file_is_refused(world: World, kind: str) -> None:
    answer = await world.http.post("/api/data?name=x.zip", content=packed(drawings()), headers={"content-type": kind})
    assert answer.status_code == 415
    assert "application/zip" in answer.json()["allowed"]


async def test_what_is_too_large_is_refused_without_reading_on(tmp_path: Path) -> None:
    async with served(tmp_path, FakeExecutor(), upload_limit=10_000) as world:
        stream = await anyio.connect_tcp("127.0.0.1", world.port)
        async with stream:
            head = "POST /api/data?name=x.zip HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/zip\r\n"
            await stream.send(f"{head}Content-Length: 10001\r\n\r\n".encode())
            with anyio.fail_after(20):
                assert b" 413 " in await stream.receive()

        async def endless() -> AsyncIterator[bytes]:
            for _ in range(20):
                yield bytes(5000)

        answer = await world.http.post("/api/data?name=x.zip", content=endless(), headers=ZIP)
        assert (answer.status_code, answer.json()["allowed"]) == (413, 10_000)
        assert (await world.http.get("/api/data")).json() == {"limit": 10_000, "data": []}


async def test_data_that_are_not_here_are_refused_at_their_field(world: World) -> None:
    data = "0123456789abcdef" * 4
    spec = {**SMALL, "task": {"name": "pictures", "data": data}}
    for call, body in (("/api/plan", spec), ("/api/runs", {"spec": spec})):
        answer = await world.http.post(call, json=body)
        assert (answer.status_code, answer.json()["field"]) == (422, "/task/data")
        assert answer.json()["detail"] == (
            "This link needs data that is not here: 01234567. Ask whoever made it for the file."
        )
    table_data = (await upload(world, table(), "weather.csv", CSV))["data"]
    answer = await world.http.post("/api/plan", json={**spec, "task": {"name": "pictures", "data": table_data}})
    assert "weather is a table of numbers" in answer.json()["detail"]


async def test_data_are_deleted_only_when_no_run_needs_them(world: World) -> None:
    data = (await upload(world, packed(drawings())))["data"]
    (run,) = await world.make(spec={**SMALL, "task": {"name": "pictures", "data": data}}, title="Bars")
    answer = await world.http.delete(f"/api/data/{data}")
    assert answer.status_code == 409
    assert answer.json()["detail"] == "Runs have learnt from it: Bars. Delete them first."
    await world.http.delete(f"/api/runs/{run}")
    assert (await world.http.delete(f"/api/data/{data}")).status_code == 204
    assert (await world.http.delete(f"/api/data/{data}")).status_code == 404
    assert (await world.http.delete("/api/data/..%2Fschoolyard.sqlite")).status_code == 404
    assert (await world.http.get(f"/api/data/{data}")).status_code == 404
    assert list(world.parts.settings.uploads.iterdir()) == []


async def test_plans_follow_the_data(world: World) -> None:
    data = (await upload(world, packed(drawings(10))))["data"]
    spec = {**SMALL, "task": {"name": "pictures", "data": data, "side": 16, "colour": "colour"}}
    plan = (await world.http.post("/api/plan", json=spec)).json()
    assert plan["layers"][0]["output"] == [3 * 16 * 16]
    assert plan["layers"][-1]["output"] == [2]
    narrow = spec_json("series/forecaster")
    narrow["task"]["data"] = (await upload(world, table(40), "few.csv", CSV))["data"]
    answer = await world.http.post("/api/plan", json={**narrow, "task": {**narrow["task"], "window": 30}})
    assert answer.json()["field"] == "/task/window"
    assert "The table has too few rows: 40" in answer.json()["detail"]
    nearest = answer.json()["nearest"]
    bounds = (await world.http.post("/api/plan", json={**narrow, "task": {**narrow["task"], "window": nearest}})).json()
    assert bounds["bounds"]["/task/window"]["maximum"] == nearest
    assert bounds["bounds"]["/task/column"]["maximum"] == 2
    assert (await world.http.post("/api/plan", json=narrow)).status_code == 200


async def test_real_workers_learn_from_what_was_uploaded_and_a_reader_answers_with_its_classes(tmp_path: Path) -> None:
    async with served(tmp_path, None, workers=1) as world:
        bad = {"lying/!.png": b"no picture", "standing/5!.png": b"no picture"}
        data = (await upload(world, packed(dict(sorted({**drawings(12), **bad}.items())))))["data"]
        spec = spec_json(
            "pictures/mlp", data=data, side=16, hidden=[16], epochs=25, batch_size=8, learning_rate=0.01, engine="torch"
        )
        (run,) = await world.make(spec=spec)
        ended = await world.state(run)
        assert ended["state"] == "finished", ended["reason"]["text"]
        assert ended["best"]["value"] == 1
        look = {"view": "classes", "question": ""}
        picture = (await world.http.post(f"/api/runs/{run}/look", json=look)).json()["picture"]
        assert [share["label"]["text"] for share in picture["groups"][0]] == ["lying", "standing"]
        text = (await world.http.get(f"/api/runs/{run}/export/script.py")).text
        assert data in text
        points = [one for one in train(find().parse(ended["spec"])) if isinstance(one, Points)]
        assert again(text, tmp_path) == rows_of(points)


async def test_a_script_asks_for_the_file_and_takes_no_other(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = packed(drawings())
    data = (await upload(world, content))["data"]
    spec = find().parse({**SMALL, "task": {"name": "pictures", "data": data}})
    text = script(TrainedRun(spec, spec.steps, (spec.steps,))).replace(str(world.parts.settings.uploads), "/nowhere")
    (tmp_path / "other.zip").write_bytes(packed(drawings(9)))
    (tmp_path / "bars.zip").write_bytes(content)
    for files in ([], [str(tmp_path / "other.zip")]):
        monkeypatch.setattr("sys.argv", ["script.py", *files])
        with pytest.raises(SystemExit, match=data):
            again(text, tmp_path)
    monkeypatch.setattr("sys.argv", ["script.py", str(tmp_path / "bars.zip")])
    assert again(text, tmp_path)[0][:2] == ("epoch", 0)


async def test_the_note_of_a_table_says_how_each_column_is_read_and_what_is_open(world: World) -> None:
    rows = [f"{place};{place % 7 + 1}.23{place % 3};n/a" for place in range(30)]
    told = await upload(world, "\n".join(["Tag;Preis;Ort", *rows]).encode(), "preise.csv", CSV)
    (content,) = told["tables"]
    assert [(one["name"], one["kind"], len(one["ways"])) for one in content["columns"]] == [
        ("Tag", "index", 1),
        ("Preis", "number", 2),
    ]
    assert (content["first"], content["separator"], content["head"][1]) == (2, ";", ["1", "2.231", "n/a"])
    samples = {way["answer"]: way["samples"][0] for way in content["columns"][1]["ways"]}
    assert samples == {
        "decimals": {"cell": "1.230", "number": 1.23},
        "thousands": {"cell": "1.230", "number": 1230},
    }
    (left_out,) = told["left_out"]
    assert (left_out["name"], left_out["reason"]["text"]) == ("Ort", "Not numbers, e.g. 'n/a' in line 2.")
    spec = spec_json("series/forecaster", data=told["data"], window=4)
    answer = await world.http.post("/api/plan", json=spec)
    assert (answer.status_code, answer.json()["field"]) == (422, "/task/numbers")
    spec["task"]["numbers"] = "thousands"
    assert (await world.http.post("/api/plan", json=spec)).status_code == 200


async def test_a_note_of_an_older_version_is_brought_up_to_date(world: World) -> None:
    told = await upload(world, table(), "weather.csv", CSV)
    note = world.parts.settings.uploads / f"{told['data']}.json"
    old = {name: value for name, value in json.loads(note.read_text()).items() if name != "tables"}
    note.write_text(json.dumps(old))
    assert (await world.http.get("/api/data")).json()["data"] == [told]
    assert json.loads(note.read_text())["tables"] == told["tables"]


async def test_a_script_reads_a_table_as_its_run_did(world: World, tmp_path: Path) -> None:
    rows = [f"2024-12-{31 - place};{900 + place * 37 % 400:,}" for place in range(30)]
    data = (await upload(world, "\n".join(["Tag;Besucher", *rows]).encode(), "besucher.csv", CSV))["data"]
    spec = specs.spec("series/forecaster", data=data, window=4, epochs=2, engine="torch")
    points = [one for one in train(spec) if isinstance(one, Points)]
    assert again(script(TrainedRun(spec, spec.steps, (spec.steps,))), tmp_path) == rows_of(points)
