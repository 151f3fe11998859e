"""What one example costs a network is counted once, however many runs have it."""

import pytest

from server.answers import specs
from server.answers.loaded import Loaded
from server.schema.base import SpecJson
from tests.server.fakes import until
from tests.server.world import SPEC, World


async def test_runs_that_differ_in_their_training_alone_are_counted_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(loaded: Loaded, spec: SpecJson) -> int:
        asked.append(spec["architecture"]["hidden"])
        return 10 * asked[-1]

    monkeypatch.setattr(specs, "multiply_adds", counted)
    made = await world.make(spec=SPEC, vary={"/training/seed": [0, 1, 2], "/architecture/hidden": [4, 8]})
    records = [record for record in world.parts.runs.records if record.id in made]
    await until(lambda: all(record.run.multiply_adds for record in records))
    assert sorted(asked) == [4, 8]
    for record in records:
        assert record.run.multiply_adds == 10 * record.run.spec["architecture"]["hidden"]
