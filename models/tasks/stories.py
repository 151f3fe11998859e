"""Stories: sentences, a question, and an answer of one word; it is known which sentences say so.

The tasks of Weston et al., "Towards AI-complete question answering: a set of prerequisite toy tasks" (bAbI), 2015: each
kind of question needs one more skill. Stories of our own, in the same form; the original files open as one's own. What
to watch: one fact is found at once, two have to be joined, and three take a network that looks again.
"""

from functools import lru_cache
from random import Random
from typing import Any, ClassVar, Self

import torch
from pydantic import field_validator, model_validator
from torch import Tensor

from models.data.sets.stories.asking import KINDS, QuestionKind, made_up_questions, sentences_of_world
from models.data.story_format import Asked
from models.data.uploads.intake import problem
from models.data.uploads.unusable import Unusable
from models.sentences import Sentence
from models.spec.classification import Classification
from models.spec.kinds import Alphabet, Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.seeds import generator as seeded
from models.spec.settings import refusal, setting
from models.texts.own_stories import Parts, own_alphabet, own_answers, own_parts, own_questions, own_size
from models.texts.sentences_of_stories import (
    alphabet_of,
    check_typed,
    facts_tensor,
    story_tensor,
    too_large,
    typed_story,
    words_of,
)

TOO_FEW_QUESTIONS = Sentence(
    "too-few-questions",
    "The file has {count:whole} questions in {stories:whole} stories. At least {least} questions in {few} stories are "
    "needed: some to learn from, some to choose by, some for the test.",
)
TEST_ALONE = Sentence(
    "test-stories-alone", "They need stories of your own to learn from; leave this empty, or choose those first."
)

LEAST_QUESTIONS, LEAST_STORIES, MOST_FACTS = 10, 3, 8
CHAPTER = (
    "Joe went to the kitchen. Fred went to the kitchen. Joe picked up the milk. Joe travelled to the office. "
    "Joe left the milk. Joe went to the bathroom. Where is the milk now?"
)
"""The story of a textbook's chapter on memory networks."""


class Stories(Classification):
    """Stories (sentences + 1, words), int64, whose last row is the question, and the class of the answer."""

    title: ClassVar[str] = "Stories"
    text: ClassVar[str] = "Reads a short story and answers a question about it with one word."
    place: ClassVar[Place] = Place(
        "memory",
        chapters=("architectures",),
        effects=("several-looks", "addressing"),
        sources=(Source("Weston and others", 2015, "Towards AI-complete question answering: prerequisite toy tasks"),),
        after=("task/sentiment",),
    )
    smallest: ClassVar[dict[str, Any]] = {"examples": 200, "sentences": 6}
    kind: ClassVar[Kind] = Kind.STORY_TO_ANSWER
    guess: ClassVar[str] = "always giving the commonest answer"
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy of the answer."),
        "accuracy": Series(
            "Right answers",
            better="higher",
            range=(0, 1),
            percent=True,
            headline=True,
            text="Share of questions whose answer is right.",
        ),
    }

    data: str = setting(
        "",
        "Stories of your own",
        "What is learnt from: a text file in the form of the bAbI tasks. Without one, stories are made up.",
        length=(0, 64),
        format="data",
        form="text",
        group="Data",
    )
    test_data: str = setting(
        "",
        "Test stories of your own",
        "What is scored once, at the end: a second file in the same form. Without one, a tenth of the first.",
        length=(0, 64),
        format="data",
        form="text",
        group="Data",
        advanced=True,
    )
    kinds: tuple[QuestionKind, ...] = setting(
        ("one fact",),
        "Kinds of question",
        "How many sentences an answer has to be put together from, or what is asked. With several, stories of each "
        "come in turn.",
        length=(1, len(KINDS)),
        group="Data",
    )
    examples: int = setting(
        1000,
        "Questions",
        "How many questions are made up: nine of ten to learn from, one to choose by; as many again are held out.",
        between=(40, 20_000),
        scale="log",
        role="amount of data",
        group="Data",
    )
    sentences: int = setting(
        10, "Sentences in a story", "The longest stories have so many; more of them say nothing about what is asked.",
        between=(4, 50), group="Data",
    )  # fmt: skip
    memory: int = setting(
        50,
        "Sentences remembered",
        "Of a longer story only the last sentences are read. More take longer.",
        between=(4, 320),
        scale="log",
        group="Data",
        advanced=True,
    )

    @field_validator("data", "test_data")
    @classmethod
    def it_is_here(cls, data: str, info: Any) -> str:
        """Raises a refusal if the file is not here, is none of stories, or has too few questions."""
        wrong = problem(data, "text")
        if wrong:
            raise refusal(info.field_name, wrong, None)
        try:
            stories = own_questions(data, 0) if data else []
        except Unusable as error:
            raise refusal(info.field_name, str(error), None) from error
        if beyond := too_large(stories):
            raise refusal(info.field_name, beyond, None)
        count = sum(len(one) for one in stories)
        if data and (count < LEAST_QUESTIONS or len(stories) < LEAST_STORIES):
            few = {"least": LEAST_QUESTIONS, "few": LEAST_STORIES}
            raise refusal(info.field_name, TOO_FEW_QUESTIONS(count=count, stories=len(stories), **few), None)
        return data

    @model_validator(mode="after")
    def a_test_has_something_to_learn_from(self) -> Self:
        """Raises a refusal of test stories of one's own beside stories that are made up."""
        if self.test_data and not self.data:
            raise refusal("test_data", TEST_ALONE(), "")
        return self

    def parts(self) -> Parts:
        """The questions to learn from, to choose by and to be scored at the end; no story is in two parts."""
        if self.data:
            return own_parts(self.data, self.test_data, self.seed)
        return made_up_parts(self.kinds, self.counts(), min(self.sentences, self.memory), self.seed)

    def alphabet(self) -> Alphabet:
        """All words, and all answers."""
        return own_alphabet(self.data, self.test_data) if self.data else alphabet_of_world()

    def answers(self) -> tuple[str, ...]:
        """All answers, one for each class."""
        if self.data:
            return own_answers(self.data, self.test_data)
        return tuple(dict.fromkeys(answer for kind in self.kinds for answer in KINDS[kind].answers))

    def class_names(self) -> list[str]:
        return list(self.answers())

    def shapes(self) -> Shapes:
        sentences, words = self.size()
        answers = self.answers()
        return Shapes((sentences + 1, words), (), len(answers), self.alphabet(), Alphabet(answers))

    def size(self) -> tuple[int, int]:
        """The most sentences that are remembered, and words of one."""
        if self.data:
            sentences, words = own_size(self.data, self.test_data)
            return min(sentences, self.memory), words
        return min(self.sentences, self.memory), longest_of_world()

    def counts(self) -> tuple[int, int, int]:
        if self.data:
            train, validation, test = own_parts(self.data, self.test_data, self.seed)
            return len(train), len(validation), len(test)
        held_out = self.examples // 10
        return self.examples - held_out, held_out, held_out

    def splits(self, generator: torch.Generator) -> Splits:
        train, validation, test = (self.split(part) for part in self.parts())
        return Splits(train, validation, test)

    def split(self, asked: list[Asked]) -> Split:
        """These questions as tensors."""
        shapes, place = self.shapes(), {answer: number for number, answer in enumerate(self.answers())}
        assert shapes.source is not None
        return Split(
            {
                "stories": story_tensor(asked, shapes.source, shapes.inputs),
                "labels": torch.tensor([place[one.answer] for one in asked]),
                "facts": facts_tensor(asked, shapes.inputs[0] - 1, MOST_FACTS),
                "kinds": torch.tensor([one.kind for one in asked]),
            }
        )

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        more = {"facts": split.take("facts", rows).long(), "kinds": split.take("kinds", rows)}
        return Batch(split.take("stories", rows).long(), split.take("labels", rows), more=more)

    def read(self, batch: Batch) -> list[str]:
        """The stories as people write them: a sentence after the other, the question last."""
        return [" ".join(sentences_read(self.alphabet(), story)) for story in batch.inputs.tolist()]

    def question(self) -> Question:
        if not self.data:
            return Question("text", "A story, and a question at its end", CHAPTER, most=2000)
        first = own_parts(self.data, self.test_data, self.seed)[1][0]
        return Question(
            "text", "A story, and a question at its end", " ".join((*first.sentences, first.question)), most=40_000
        )

    def pose(self, question: str) -> Batch:
        """A story and its question as a batch of one. Raises ValueError if it is none, or has an unknown word."""
        asked, shapes = typed_story(question, CHAPTER), self.shapes()
        assert shapes.source is not None
        check_typed(asked, shapes.source, shapes.inputs)
        story = story_tensor([asked], shapes.source, shapes.inputs).long()
        return Batch(
            story, torch.full((1,), -1), more={"facts": torch.full((1, MOST_FACTS), -1), "kinds": torch.zeros(1)}
        )


def sentences_read(alphabet: Alphabet, story: list[list[int]]) -> list[str]:
    """A story (sentences + 1, words) as sentences with their marks; the last is the question."""
    texts = [alphabet.decode(row) for row in story]
    return [f"{text}." for text in texts[:-1] if text] + [f"{texts[-1]}?"]


@lru_cache(1)
def alphabet_of_world() -> Alphabet:
    """Every word of the made-up stories, and every answer."""
    return alphabet_of(sorted(sentences_of_world()), (answer for kind in KINDS.values() for answer in kind.answers))


@lru_cache(1)
def longest_of_world() -> int:
    """Words of the longest sentence of the made-up stories."""
    return max(len(words_of(sentence)) for sentence in sentences_of_world())


@lru_cache(4)
def made_up_parts(kinds: tuple[QuestionKind, ...], counts: tuple[int, int, int], sentences: int, seed: int) -> Parts:
    """Made-up questions of these kinds, in three parts."""
    draws = Random(int(torch.randint(2**62, (), generator=seeded(seed, "data"))))
    train, validation, test = made_up_questions(kinds, counts, sentences, draws)
    return train, validation, test
