"""Laboratories as a page asks for them."""

from pathlib import Path

import pytest

from models.look.pictures import Lines
from server.schema.laboratories import Pictures
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served

OWN = '''
from models.look.arrays import line
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, Picture
from models.spec.settings import setting
import torch


class Squares(Laboratory):
    """Squares."""

    title = "Squares"
    text = "What a square is."
    most: int = setting(3, "Most", "Up to which number.", between=(0, 9))

    def pictures(self) -> list[Picture]:
        if self.most == 9:
            raise ValueError("Nine is too many.")
        values = torch.arange(self.most + 1) ** 2
        lines = [line("n", values)]
        return [Lines(start=0, step=1, count=len(values), lowest=0, highest=81 / self.most, unit="", lines=lines)]
'''


async def test_settings_are_answered_by_pictures_and_those_left_out_are_as_they_were(world: World) -> None:
    answer = await world.http.post("/api/laboratories/gradient_descent", json={"steps": 7})
    assert answer.status_code == 200
    way, losses, _ = Pictures.model_validate_json(answer.content).pictures
    assert isinstance(way, Lines)
    assert isinstance(losses, Lines)
    assert [line.name for line in losses.lines] == ["SGD", "Momentum", "RMSprop", "Adam"]
    assert losses.count == 8


@pytest.mark.parametrize(
    ("settings", "field", "nearest"),
    [({"rate": 99}, "/rate", 3.0), ({"curve": "steep"}, "/curve", None), ({"kernel": 3}, "/kernel", None)],
)
async def test_a_setting_that_cannot_be_is_named(
    world: World, settings: dict[str, object], field: str, nearest: object
) -> None:
    answer = await world.http.post("/api/laboratories/gradient_descent", json=settings)
    assert answer.status_code == 422
    problem = answer.json()
    assert (problem["title"], problem["field"], problem["nearest"]) == ("This cannot be drawn", field, nearest)
    assert problem["came"] == settings[field.removeprefix("/")]


async def test_a_laboratory_that_is_not_here_names_those_that_are(world: World) -> None:
    answer = await world.http.post("/api/laboratories/alchemy", json={})
    assert answer.status_code == 404
    assert {"activations", "gradient_descent", "neuron"} <= set(answer.json()["allowed"])


async def test_a_laboratory_is_found_by_the_name_that_it_had_before(world: World) -> None:
    former, now = [
        await world.http.post(f"/api/laboratories/{name}", json={"w": 1.5}) for name in ("one_neuron", "neuron")
    ]
    assert former.json() == now.json()


async def test_a_laboratory_is_one_file_and_its_faults_are_sentences(tmp_path: Path) -> None:
    file = tmp_path / "laboratories" / "squares.py"
    file.parent.mkdir()
    file.write_text(OWN, "utf-8")
    async with served(tmp_path / "data", FakeExecutor(), folders=(tmp_path,)) as world:
        told = (await world.http.get("/api/catalogue")).json()
        assert told["broken"] == []
        (entry,) = [one for one in told["laboratories"] if one["name"] == "squares"]
        assert entry["title"] == "Squares"
        assert entry["settings"]["properties"]["most"]["maximum"] == 9
        drawn = await world.http.post("/api/laboratories/squares", json={"most": 2})
        assert [one["type"] for one in drawn.json()["pictures"]] == ["curves"]
        refused = await world.http.post("/api/laboratories/squares", json={"most": 9})
        assert (refused.status_code, refused.json()["detail"]) == (422, "Nine is too many.")
        failed = await world.http.post("/api/laboratories/squares", json={"most": 0})
        assert failed.status_code == 422
        assert "Squares cannot be drawn here: ZeroDivisionError" in failed.json()["detail"]
