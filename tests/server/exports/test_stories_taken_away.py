"""Stories are taken away as files of the bAbI form, which hold the very questions and open as a person's own."""

import io
import zipfile
from random import Random

from models.data.sets.stories.asking import KINDS, made_up_questions
from models.data.story_format import asked_in, read_stories, stories_of, write_stories
from tests.server.exports.test_exporters import offered
from tests.server.fakes import FakeExecutor
from tests.server.world import World
from tests.specs import FOUND, spec_json


def test_questions_become_stories_and_the_same_questions_again() -> None:
    for kind in KINDS:
        (asked,) = made_up_questions([kind], [40], 9, Random(3))
        text = write_stories(stories_of(asked))
        stories = read_stories(text)
        again = [one for story in stories for one in asked_in(story, asked[0].kind)]
        assert again == asked
        assert len(stories) < len(asked), "several questions of a story stand in it"


async def test_a_run_has_its_stories_and_no_other_run_is_offered_any(world: World, executor: FakeExecutor) -> None:
    told = spec_json("stories/memn2n", examples=40)
    (run,), (other,) = await world.make(spec=told), await world.make()
    assert (await offered(world, run))["stories.zip"] is None
    assert "stories.zip" not in await offered(world, other)
    answer = await world.http.get(f"/api/runs/{run}/export/stories.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        learn, test = (archive.read(name).decode() for name in ("learn.txt", "test.txt"))
    asked = [one for story in read_stories(learn) for one in asked_in(story)]
    train, validation, tested = FOUND.parse(told).task.parts()  # type: ignore[attr-defined]
    assert [one.sentences for one in asked] == [one.sentences for one in (*train, *validation)]
    assert [one.answer for story in read_stories(test) for one in asked_in(story)] == [one.answer for one in tested]
