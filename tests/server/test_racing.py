"""What can be raced by HTTP: settings, rows of sizes, whole architectures; all of them, or none."""

from typing import Any

import pytest

from tests.server.world import SPEC, World
from tests.specs import spec_json

PICTURES: dict[str, Any] = spec_json("digits/convnet", epochs=1)


@pytest.fixture(autouse=True)
def there(mnist: None) -> None:
    """Digits that need no download."""


async def test_rows_of_sizes_and_whole_architectures_are_raced(world: World) -> None:
    rows = [[4], [8, 16]]
    made = await world.make(spec=PICTURES, vary={"/architecture/filters": rows})  # as version 0.1.0 had it
    blocks = ["4k5 max2 drop", "8k5 max2 drop 16k5 max2 drop"]
    assert [(await world.run(run))["varied"] for run in made] == [{"/architecture/blocks": one} for one in blocks]
    networks = [{"name": "mlp", "hidden": [16]}, {"name": "convnet", "blocks": "4k5 max2 dense16"}]
    made = await world.make(spec=PICTURES, vary={"/architecture": networks, "/training/seed": [0, 1]})
    bodies = [await world.run(run) for run in made]
    names = ["Dense network", "Convolutional network"]
    assert [one["title"]["text"] for one in bodies] == [f"{name} · seed {seed}" for seed in (0, 1) for name in names]
    settings = [{"hidden": [16]}, {"blocks": "4k5 max2 dense16"}] * 2
    assert [one["spec"]["architecture"] | own for one, own in zip(bodies, settings, strict=True)] == [
        one["spec"]["architecture"] for one in bodies
    ]


async def test_whole_networks_are_called_by_what_differs_and_can_be_made_equally_large(world: World) -> None:
    networks = [
        {"name": "mlp", "hidden": [42]},
        {"name": "mlp", "hidden": [16]},
        {"name": "rows", "hidden": 8},
        {"name": "lenet"},
    ]
    model = {**PICTURES, "architecture": {"name": "rows", "hidden": 16}}
    made = await world.make(spec=model, vary={"/architecture": networks}, equal=True)
    bodies = [await world.run(run) for run in made]
    assert [one["title"]["text"] for one in bodies] == [
        "Dense network · hidden units 42",
        "Dense network · hidden units 16",
        "Recurrent network over rows",
        "LeNet-5",
    ]
    settings = [one["spec"]["architecture"] for one in bodies]
    assert [one.get("hidden") for one in settings] == [[42], [16], 16, None]  # a row of sizes is not one number


@pytest.mark.parametrize(
    ("vary", "field"),
    [
        ({"/architecture": [{"name": "mlp"}, "convnet"]}, "/vary/~1architecture/1"),
        ({"/architecture": [{"name": "mlp"}, {"name": "recurrent"}]}, "/vary/~1architecture/1"),
        ({"/training/seed": [0, 1], "/architecture": [{"name": "mlp", "hidden": 0}]}, "/vary/~1architecture/0/hidden"),
        ({"/architecture": [{"name": "mlp"}, {"name": "what"}]}, "/vary/~1architecture/1/name"),
        ({"/architecture/blocks": ["4k5", "4k5 1000000k5"]}, "/architecture/blocks/1/filters"),
        ({"/architecture/filters": [[4], 8]}, "/architecture/filters"),
    ],
)
async def test_what_cannot_be_raced_is_named_and_nothing_is_made(
    world: World, vary: dict[str, list[Any]], field: str
) -> None:
    answer = await world.http.post("/api/runs", json={"spec": PICTURES, "vary": vary})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert (await world.http.get("/api/runs")).json() == []


async def test_a_whole_part_is_no_word(world: World) -> None:
    answer = await world.http.post("/api/runs", json={"spec": SPEC, "vary": {"/training": [{"epochs": 1}, 3]}})
    assert (answer.status_code, answer.json()["field"], answer.json()["came"]) == (422, "/vary/~1training/1", 3)
