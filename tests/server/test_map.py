"""The map as a page asks for it: small drawings of the things themselves, and what they take on this machine."""

import pytest

from models.plan.plan import counted
from server.answers import maps
from server.machine import estimates
from server.schema.places import Drawing, Drawings
from tests.server.world import World
from tests.specs import FOUND

SEVEN = [
    {"sort": "architecture", "name": "lenet"},
    {"sort": "preset", "name": "addition-rnn-demo"},
    {"sort": "task", "name": "sunspots"},
    {"sort": "laboratory", "name": "losses"},
    {"sort": "laboratory", "name": "shapes"},
    {"sort": "lesson", "name": "what-a-mistake-costs"},
    {"sort": "lesson", "name": "a-window-slides"},
]


async def drawings(world: World, *cards: dict[str, str]) -> list[Drawing | None]:
    answer = await world.http.post("/api/map", json={"cards": cards})
    assert answer.status_code == 200, answer.text
    return Drawings.model_validate_json(answer.content).drawings


async def test_a_card_is_drawn_from_the_thing_itself(world: World) -> None:
    lenet, addition, sunspots, losses, shapes, costs, window = [one for one in await drawings(world, *SEVEN) if one]
    assert lenet.parameters == 60_000
    assert [sheet.output for sheet in lenet.sheets][:4] == [[1, 28, 28], [6, 28, 28], [6, 14, 14], [16, 10, 10]]
    assert [sheet.weights for sheet in lenet.sheets][:3] == [False, True, True]
    assert addition.parameters == 154_380
    assert [sheet.output for sheet in addition.sheets] == [[5], [128], [3, 128], [3, 12]]
    assert sunspots.sheets[0].output == [15, 1]
    assert (losses.sheets, losses.cells, losses.parameters, losses.seconds) == ([], [], None, None)
    assert len(losses.lines) == 3
    for line in losses.lines:
        assert all(-0.05 <= share <= 1.05 for point in line for share in point)
    assert len(shapes.cells) == len(shapes.cells[0]) == 14
    assert costs.parameters == 33_400
    assert window.lines, "a lesson that plays in a laboratory is drawn as that laboratory"
    assert window.sheets == []


async def test_every_card_there_is_can_be_drawn(world: World) -> None:
    catalogue = (await world.http.get("/api/catalogue")).json()
    cards = [
        {"sort": sort, "name": one["name"]}
        for sort, entries in (("task", "tasks"), ("architecture", "architectures"), ("laboratory", "laboratories"))
        for one in catalogue[entries]
    ]
    for first in range(0, len(cards), 40):
        some = cards[first : first + 40]
        found = await drawings(world, *some)
        for card, drawing in zip(some, found, strict=True):
            assert drawing, card
            assert drawing.sheets or drawing.lines or drawing.cells, card
            assert card["sort"] == "laboratory" or (drawing.parameters is not None and drawing.seconds), card


async def test_what_is_not_here_has_no_drawing_and_stops_none_of_the_others(world: World) -> None:
    none, lesson, lenet = await drawings(
        world, {"sort": "task", "name": "chess"}, {"sort": "lesson", "name": "nothing"}, SEVEN[0]
    )
    assert (none, lesson) == (None, None)
    assert lenet
    assert (await world.http.post("/api/map", json={"cards": [SEVEN[0]] * 41})).status_code == 422


async def test_a_network_is_planned_once_however_often_it_is_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = await drawings(world, *SEVEN)

    def refuse(*_: object) -> None:
        raise AssertionError("planned again")

    monkeypatch.setattr(maps, "small_drawing", refuse)
    monkeypatch.setattr(maps, "small_picture", refuse)
    after = await drawings(world, *SEVEN)
    assert [one and one.sheets for one in after] == [one and one.sheets for one in before]


async def test_seconds_follow_from_the_work_until_the_first_epoch_is_scored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maps, "of_narrow_layers", lambda: 1e9)
    monkeypatch.setattr(maps, "seconds_per_call", lambda: 1e-3)
    spec = FOUND.parse(next(one.spec for one in FOUND.presets if one.name == "digits-lenet"))
    _, _, multiply_adds, _ = counted(spec.task, spec.architecture)
    (lenet,) = await drawings(world, {"sort": "preset", "name": "digits-lenet"})
    assert lenet
    assert not lenet.measured
    sums = 3 * multiply_adds * spec.task.counts()[0] / 1e9
    assert lenet.seconds is not None
    assert sums < lenet.seconds < 1.1 * sums + 20, "and the calls of its layers"
    assert estimates.until_scored(10, 1000, 1e9, 1e-3) == pytest.approx(1.0), "small layers take the time of calls"
