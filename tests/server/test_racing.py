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
    made = await world.make(spec=PICTURES, vary={"/architecture/filters": rows})
    assert [(await world.run(run))["varied"] for run in made] == [{"/architecture/filters": row} for row in rows]
    networks = [{"name": "mlp", "hidden": [16]}, {"name": "convnet", "filters": [4], "hidden": [16]}]
    made = await world.make(spec=PICTURES, vary={"/architecture": networks, "/training/seed": [0, 1]})
    bodies = [await world.run(run) for run in made]
    names = ["Dense network", "Convolutional network"]
    assert [one["title"] for one in bodies] == [f"{name} · seed {seed}" for seed in (0, 1) for name in names]
    assert [one["spec"]["architecture"]["hidden"] for one in bodies] == [[16]] * 4


@pytest.mark.parametrize(
    ("vary", "field"),
    [
        ({"/architecture": [{"name": "mlp"}, "convnet"]}, "/vary/~1architecture/1"),
        ({"/architecture": [{"name": "mlp"}, {"name": "recurrent"}]}, "/vary/~1architecture/1"),
        ({"/training/seed": [0, 1], "/architecture": [{"name": "mlp", "hidden": 0}]}, "/vary/~1architecture/0/hidden"),
        ({"/architecture": [{"name": "mlp"}, {"name": "what"}]}, "/vary/~1architecture/1/name"),
        ({"/architecture/filters": [[4], [8, 10**6]]}, "/architecture/filters/1"),
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
