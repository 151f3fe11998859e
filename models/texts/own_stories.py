"""Stories of a person's own, from files in the form of the bAbI tasks (Weston et al. 2015), read once."""

from functools import lru_cache

import torch

from models.data.story_format import Asked, asked_in, read_stories
from models.data.uploads.texts import text_of_own
from models.spec.kinds import Alphabet
from models.spec.seeds import generator as seeded
from models.texts.sentences_of_stories import alphabet_of, words_of

Parts = tuple[list[Asked], list[Asked], list[Asked]]
"""Questions to learn from, to choose by, and of the test."""


@lru_cache(4)
def own_questions(data: str, kind: int) -> list[list[Asked]]:
    """The questions of a person's own file, story by story. Raises Unusable, which names the line."""
    return [questions for story in read_stories(text_of_own(data)) if (questions := asked_in(story, kind))]


@lru_cache(4)
def own_parts(data: str, test_data: str, seed: int) -> Parts:
    """Those of a person's own, by stories in an order that is drawn; a file for the test is that and nothing else."""
    stories = own_questions(data, 0)
    rows = torch.randperm(len(stories), generator=seeded(seed, "data")).tolist()
    held_out = max(1, len(stories) // 10)
    parts = [rows[2 * held_out :], rows[:held_out], rows[held_out : 2 * held_out]]
    if test_data:
        parts = [rows[held_out:], rows[:held_out], []]
    train, validation, test = ([one for row in part for one in stories[row]] for part in parts)
    return train, validation, [one for story in own_questions(test_data, 0) for one in story] if test_data else test


def all_own(data: str, test_data: str) -> list[Asked]:
    """All questions of both files."""
    return [one for file in (data, test_data) if file for story in own_questions(file, 0) for one in story]


@lru_cache(4)
def own_answers(data: str, test_data: str) -> tuple[str, ...]:
    """All answers, in the order of the alphabet."""
    return tuple(sorted({one.answer for one in all_own(data, test_data)}))


@lru_cache(4)
def own_alphabet(data: str, test_data: str) -> Alphabet:
    """All words and answers."""
    asked = all_own(data, test_data)
    sentences = dict.fromkeys(sentence for one in asked for sentence in (*one.sentences, one.question))
    return alphabet_of(sentences, own_answers(data, test_data))


@lru_cache(4)
def own_size(data: str, test_data: str) -> tuple[int, int]:
    """Sentences of the longest story, and words of the longest sentence."""
    asked = all_own(data, test_data)
    sentences = {sentence for one in asked for sentence in (*one.sentences, one.question)}
    return max(len(one.sentences) for one in asked), max(len(words_of(sentence)) for sentence in sentences)
