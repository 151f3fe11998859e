"""A model card: front matter that a parser of YAML reads, what the run measured, and what is left for people to say."""

import json
import re

from models.events import Checkpoint
from tests.server.fakes import FakeExecutor
from tests.server.world import World


async def test_a_card_has_what_the_run_knows_and_asks_for_the_rest(world: World, executor: FakeExecutor) -> None:
    (run,) = await world.make()
    worker = await executor.worker(run)
    worker.run()
    worker.snapshot(4)
    worker.say(Checkpoint(step=4, epoch=0.4, bytes=1))
    worker.measure(4, 0.75)
    worker.measure(4, 0.5, "test")
    worker.end()
    await world.state(run)
    answer = await world.http.get(f"/api/runs/{run}/export/model-card.md")
    assert answer.headers["content-disposition"].endswith('.md"')
    _, front, card = answer.text.split("---\n", 2)
    (index,) = json.loads(re.search(r"^model-index: (.*)$", front, re.MULTILINE)[1])  # type: ignore[index]
    found = {one["name"]: one["value"] for one in index["results"][0]["metrics"]}
    assert found == {"exact (validation)": 0.75, "exact (test)": 0.5}
    assert json.loads(re.search(r"^tags: (.*)$", front, re.MULTILINE)[1]) == ["schoolyard", "addition", "recurrent"]  # type: ignore[index]
    assert "| architecture.hidden | 8 |" in card
    assert "| validation | exact | 0.75 |" in card
    assert "| test | exact | 0.5 |" in card
    assert re.findall(r"^## (.*)\n\n\*", card, re.MULTILINE) == [
        "Intended use", "Data: what is missing", "Limitations", "Authors",
    ]  # fmt: skip
