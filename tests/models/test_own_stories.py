"""Stories of a person's own, however long they are: what is remembered, and what is refused in a sentence."""

from pathlib import Path
from random import Random

import pytest

from models.data.sets.stories.asking import made_up
from models.data.story_format import Asked, asked_in, read_stories, write_stories
from models.data.uploads import files, intake
from models.data.uploads.unusable import Unusable
from models.spec_error import SpecError
from models.texts.sentences_of_stories import facts_tensor, too_large
from tests.specs import spec


def test_of_more_facts_than_are_kept_the_first_remain() -> None:
    asked = Asked(tuple(f"{number}" for number in range(12)), "Which?", "x", tuple(range(9)))
    assert facts_tensor([asked], 12, 8).tolist() == [list(range(8))]
    assert facts_tensor([asked], 10, 8).tolist() == [[0, 1, 2, 3, 4, 5, 6, -1]]


def test_a_line_that_begins_with_nought_is_named_and_a_story_without_end_is_read_to_what_is_remembered() -> None:
    with pytest.raises(Unusable, match="Line 1 is none of a story"):
        read_stories("01 Joe went.\n")
    long = "".join(f"{number} Joe went.\n" for number in range(1, 501))
    (story,) = read_stories(f"{long}501 Where is Joe?\tgarden\t500 100\n")
    (asked,) = asked_in(story)
    assert (len(asked.sentences), asked.facts) == (320, (319,))


def test_stories_that_would_fill_the_memory_are_refused_with_what_fills_it() -> None:
    asked = Asked(("word " * 1000,) * 300, "Which?", "x", ())
    assert too_large([[asked]]) is None
    words = too_large([[asked] * 200])
    assert words is not None
    assert "200 questions, up to 300 sentences before each, up to 1,000 words" in words


def test_test_stories_without_stories_to_learn_from_are_refused_at_their_own_setting(tmp_path: Path) -> None:
    own = write_stories([made_up("two facts", 8, Random(seed)) for seed in range(30)])
    with files.looking_in(tmp_path / "uploads"):
        data = intake.keep(own.encode(), "own.txt", tmp_path / "uploads", form="text").data
        with pytest.raises(SpecError) as refused:
            spec("stories/memory_network", task={"test_data": data})
    assert refused.value.pointer == "/task/test_data"
