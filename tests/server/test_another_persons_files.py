"""Every call that can name a file, made by another person: it is answered as if there were no such file."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import save

from models.data.uploads.intake import checked
from server.people.person import Person, Role
from server.uploads.service import store
from tests.own_files import drawings, packed
from tests.server.fakes import FakeExecutor
from tests.server.test_another_person import calls
from tests.server.test_data import SMALL
from tests.server.test_people import ANN, BOB, ByHeader
from tests.server.test_weights import weights
from tests.server.world import SPEC, World, served

LESSON = """+++
title = "Bars"
text = "Lying or standing."
minutes = 5

[task]
name = "pictures"
data = "{data}"

[architecture]
name = "mlp"
hidden = [4]
+++
Which is it?

## Train it
Press [Train](#start).
"""


@pytest.fixture
async def world(tmp_path: Path, executor: FakeExecutor) -> AsyncIterator[World]:
    async with served(tmp_path, executor, people=ByHeader()) as world:
        yield world


async def brought(world: World, person: Person) -> dict[str, str]:
    """A file of own data and one of weights, by the names that calls have for them."""
    content = packed(drawings(4))
    own = store(world.parts.uploads, person, content, checked(content, "anns.zip"))
    opened = world.parts.runs.weights.imported.add(person, save(weights()), "anns.safetensors")
    return {"data": own.data, "weights": opened.weights}


def bodies(files: dict[str, str]) -> dict[str, list[Any]]:
    """What each call that sends something, and is not about a run, can say of ``files``."""
    spec = {**SMALL, "task": {"name": "pictures", "data": files["data"]}}
    return {
        "POST /api/data": [],
        "POST /api/laboratories/{name}": [{"data": files["data"]}],
        "POST /api/lessons": [{"text": LESSON.format(data=files["data"])}],
        "POST /api/look": [{"spec": spec, "view": "examples"}],
        "POST /api/map": [],
        "POST /api/plan": [spec],
        "POST /api/sets/{name}/fetch": [],
        "POST /api/runs": [
            {"spec": spec},
            {"specs": [SPEC, spec]},
            {"spec": spec, "vary": {"/task": [spec["task"]]}},
            {"spec": SPEC, "weights": files["weights"]},
        ],
        "POST /api/weights": [],
        "POST /api/weights/kernel": [{"spec": {**spec, "architecture": {"name": "convnet"}}, "kernel": "blur"}],
        "POST /api/weights/{weights}/fit": [SPEC, spec],
    }


async def answers(world: World, person: dict[str, str], files: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Of every call that can name ``files``: the status, and the text without what it names."""
    found = {}
    for method, path in sorted(await calls(world), key=lambda call: call[0] == "DELETE"):
        if "{run}" in path or "{race}" in path:
            continue
        call = f"{method} {path}"
        address = re.sub(r"{(\w+)}", lambda match: files.get(match[1], "convolution"), path)
        unnamed: list[Any] = [None] if "{data}" in path or "{weights}" in path else []
        for place, body in enumerate(unnamed if method in ("GET", "DELETE") else bodies(files)[call]):
            answer = await world.http.request(method, address, headers=person, json=body)
            text = answer.text
            for name in files.values():
                text = text.replace(name, "FILE").replace(name[:8], "FILE")
            found[f"{call} {place}"] = answer.status_code, text
    return found


async def test_no_call_tells_another_person_of_a_file(world: World) -> None:
    hers = await brought(world, Person("ann", Role.STUDENT))
    missing = {"data": "0" * 64, "weights": "1" * 64}
    told = await answers(world, BOB, hers)
    assert told == await answers(world, BOB, missing)
    assert len(told) >= 12
    assert {status for status, _ in told.values()} <= {404, 422}
    listed = (await world.http.get("/api/data", headers=BOB)).text
    assert "anns" not in listed
    assert hers["data"] not in listed
    before = (await world.http.get("/api/data", headers=ANN)).json()["data"]
    assert [one["data"] for one in before] == [hers["data"]]


async def test_who_brought_a_file_is_answered_by_all_of_these_calls(world: World) -> None:
    """So that the test above compares calls which do name a file."""
    told = await answers(world, ANN, await brought(world, Person("ann", Role.STUDENT)))
    refused = {call for call, (status, _) in told.items() if status >= 400}
    assert refused == {
        "POST /api/laboratories/{name} 0",  # none has a setting for data
        "POST /api/weights/{weights}/fit 1",  # these weights are of another network
        "DELETE /api/data/{data} 0",  # the runs that were just made need it
    }
