"""Other programs ask a trained network: batches, refusals that name the input, and OpenAPI's examples as they are."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from models.look.predicting import WrongInput, predictions
from models.look.questions import example_question
from models.spec.seeds import generator
from models.spec.spec import Spec
from scripts import node
from server.app import create_app
from tests.server.world import World, served
from tests.specs import pairs_by_kind, smallest, spec_json


def parts(spec: Spec) -> tuple[Any, Spec, Any]:
    network = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
    return network, spec, spec.task.splits(generator(spec.task.seed, "data"))


@pytest.mark.parametrize("names", pairs_by_kind(), ids="-".join)
def test_every_network_answers_a_held_out_example_in_plain_values(names: tuple[str, str], mnist: None) -> None:
    network, small, splits = parts(smallest(*names))
    asked = example_question(splits, "validation", 0)
    (one,) = predictions(network, small, splits, [asked])
    assert (one["answer"] is None) == (one["values"] is not None) == (not small.task.kind.markable)
    assert one == predictions(network, small, splits, [asked, asked])[1]


def test_numbers_are_answered_as_the_same_picture_is(mnist: None) -> None:
    network, small, splits = parts(smallest("digits", "mlp"))
    picture = (splits.validation["images"][3].float() / 255).tolist()
    named, grey, bare = predictions(
        network, small, splits, [example_question(splits, "validation", 3), [picture], picture]
    )
    assert named == grey == bare
    assert sum(named["chances"].values()) == pytest.approx(1)
    assert next(iter(named["chances"])) == named["answer"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ([[0.5]], "1 x 28 x 28 numbers"),
        ([[["a"]]], "nested lists of numbers"),
        ([[1, 2], [3]], "nested lists of numbers"),
        ([[[float("nan")] * 28] * 28], "1 x 28 x 28 numbers"),
    ],
)
def test_a_wrong_input_is_named_with_what_would_do(wrong: Any, words: str, mnist: None) -> None:
    network, small, splits = parts(smallest("digits", "mlp"))
    with pytest.raises(WrongInput, match=words) as raised:
        predictions(network, small, splits, [[[[0.0] * 28] * 28], wrong])
    assert raised.value.place == 1


@pytest.fixture(scope="module")
async def trained(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[World, str]]:
    async with served(tmp_path_factory.mktemp("data"), None, workers=1) as world:
        (run,) = await world.make(spec=spec_json("addition/recurrent", hidden=8, epochs=1, task={"examples": 500}))
        assert (await world.state(run))["state"] == "finished"
        yield world, run


async def test_answers_come_with_their_step_and_a_wrong_one_names_its_field(trained: tuple[World, str]) -> None:
    world, run = trained
    address = f"/api/runs/{run}/predict"
    answer = (await world.http.post(address, json={"inputs": ["47+38", "9+5"]})).json()
    assert (answer["run"], answer["step"], len(answer["answers"])) == (run, (await world.run(run))["step"], 2)
    assert 0 < answer["answers"][0]["sure"] < 1
    for body, status, field in (
        ({"inputs": ["47+38", "x"]}, 422, "/inputs/1"),
        ({"inputs": [[1, 2]]}, 422, "/inputs/0"),
        ({"inputs": []}, 422, "/inputs"),
        ({"inputs": ["1+1"] * 101}, 422, "/inputs"),
        ({}, 422, "/inputs"),
        ({"inputs": ["1+1"], "at": 7777}, 404, "/at"),
    ):
        refused = await world.http.post(address, json=body)
        assert (refused.status_code, refused.json().get("field")) == (status, field), body
    assert (await world.http.post(address, json={"inputs": ["1" * 2**20]})).status_code == 413
    assert (await world.http.post("/api/runs/nobody/predict", json={"inputs": ["1+1"]})).status_code == 404


async def test_the_examples_of_openapi_run_as_they_are(trained: tuple[World, str], tmp_path: Path) -> None:
    world, run = trained
    described = (await world.http.get(create_app(world.parts.settings).openapi_url or "")).json()["paths"][
        "/api/runs/{run}/predict"
    ]["post"]
    wanted = (await world.http.post(f"/api/runs/{run}/predict", json={"inputs": ["47+38"], "at": "best"})).json()
    commands = {"Python": [sys.executable], "JavaScript": [str(node.find().folder / "node")]}
    endings = {"Python": "py", "JavaScript": "mjs"}
    assert {one["lang"] for one in described["x-codeSamples"]} == {*commands}
    for one in described["x-codeSamples"]:
        file = tmp_path / f"ask.{endings[one['lang']]}"
        file.write_text(one["source"].replace("localhost:8000", f"127.0.0.1:{world.port}").replace("RUN_ID", run))
        done = await anyio.run_process([*commands[one["lang"]], str(file)], check=False)
        assert done.returncode == 0, done.stderr.decode()
        assert done.stdout.decode().split()[0] == wanted["answers"][0]["answer"]
        assert len(done.stdout.decode().splitlines()) == 2
