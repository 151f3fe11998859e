"""What tasks of stories share: words of sentences, a story that a person types, and both as numbers."""

import re
from collections.abc import Iterable, Sequence

import torch
from torch import Tensor

from models.data.story_format import Asked
from models.sentences import Sentence, Text, Value
from models.spec.kinds import Alphabet

NO_QUESTION = Sentence(
    "story-without-question", "Write a story and a question at its end, such as: {example} The last mark has to be a ?."
)
NO_SENTENCES = Sentence("question-without-story", "Write at least one sentence before the question, such as: {example}")
UNKNOWN_WORD = Sentence("word-not-in-stories", "“{word}” is not among the words of these stories. They are: {words}.")
TOO_MANY_SENTENCES = Sentence(
    "story-too-long", "This network remembers {most:whole} sentences; the story has {count:whole}."
)
SENTENCE_TOO_LONG = Sentence(
    "story-sentence-too-long",
    "“{sentence}” has {count:whole} words; the longest sentence of these stories has {most:whole}.",
)

STORIES_TOO_LARGE = Sentence(
    "stories-too-large",
    "These stories fill {count:whole} numbers: {questions:whole} questions, up to {sentences:whole} sentences before "
    "each, up to {words:whole} words in a sentence. At most {most:whole} can be learnt from; leave some out.",
)

MOST_NUMBERS = 40_000_000
"""Numbers of eight bytes in which all stories of a file are held."""
WORDS_LISTED = 120
"""Of a person's own stories there may be thousands."""
PADDING = "·"
"""The symbol of no word; it has the number 0."""
WORD = re.compile(r"[^\s.,;:!?。，；：！？]+")
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*")


def words_of(sentence: str) -> list[str]:
    """The words of a sentence, without its marks."""
    return WORD.findall(sentence)


def alphabet_of(sentences: Iterable[str], answers: Iterable[str]) -> Alphabet:
    """Every word of ``sentences`` and every answer, as first written; capitals make no other word of it."""
    written: dict[str, str] = {}
    for word in (*(word for sentence in sentences for word in words_of(sentence)), *answers):
        written.setdefault(word.lower(), word)
    return Alphabet((PADDING, *written.values()), PADDING, joint=" ")


def numbers_by_word(alphabet: Alphabet) -> dict[str, int]:
    """The number of each word, by the word in small letters."""
    return {symbol.lower(): number for number, symbol in enumerate(alphabet.symbols)}


def story_tensor(asked: Sequence[Asked], alphabet: Alphabet, shape: tuple[int, ...]) -> Tensor:
    """Stories as numbers (questions, sentences + 1, words), of the size ``shape``: the question is the last row.

    Of a longer story the last sentences remain; a shorter one is filled up before its beginning.
    """
    rows, words = shape
    number, found = numbers_by_word(alphabet), dict[str, list[int]]()  # each sentence is looked up once
    stories = torch.zeros(len(asked), rows, words, dtype=torch.long).numpy()
    for place, one in enumerate(asked):
        sentences = (*one.sentences[-(rows - 1) :], one.question)
        for row, sentence in enumerate(sentences, rows - len(sentences)):
            if sentence not in found:
                found[sentence] = [number[word.lower()] for word in words_of(sentence)]
            stories[place, row, : len(found[sentence])] = found[sentence]
    return torch.from_numpy(stories)


def facts_tensor(asked: Sequence[Asked], sentences: int, most: int) -> Tensor:
    """Rows of the supporting facts (questions, most) in stories of so many ``sentences``; -1 where there is no more.

    A fact that a longer story has before what is remembered is left out; of more than ``most`` the first remain.
    """
    facts = torch.full((len(asked), max(1, most)), -1, dtype=torch.long)
    for place, one in enumerate(asked):
        shift = sentences - len(one.sentences)
        rows = [fact + shift for fact in one.facts if fact + shift >= 0][: facts.shape[1]]
        facts[place, : len(rows)] = torch.tensor(rows, dtype=torch.long)
    return facts


def too_large(stories: Sequence[Sequence[Asked]]) -> Text | None:
    """What is said of more stories than can be held; None where they can."""
    asked = [one for story in stories for one in story]
    sentences = max((len(one.sentences) for one in asked), default=0)
    texts = {text for one in asked for text in (*one.sentences, one.question)}
    words = max((len(words_of(text)) for text in texts), default=0)
    count = len(asked) * (sentences + 1) * words
    if count <= MOST_NUMBERS:
        return None
    return STORIES_TOO_LARGE(count=count, questions=len(asked), sentences=sentences, words=words, most=MOST_NUMBERS)


def typed_story(text: str, example: str) -> Asked:
    """What a person typed as sentences and a question. Raises ValueError where there is no question, or no sentence."""
    parts = [part for part in SENTENCE_END.split(text.strip()) if words_of(part)]
    if not parts or not text.strip().endswith(("?", "？")):
        raise ValueError(NO_QUESTION(example=example))
    if len(parts) < 2:
        raise ValueError(NO_SENTENCES(example=example))
    return Asked(tuple(parts[:-1]), parts[-1], "", ())


def check_typed(asked: Asked, alphabet: Alphabet, shape: tuple[int, ...]) -> None:
    """Raises ValueError if a word is not known, or the story or a sentence is longer than the network takes."""
    rows, most = shape
    number = numbers_by_word(alphabet)
    for sentence in (*asked.sentences, asked.question):
        words = words_of(sentence)
        for word in words:
            if word.lower() not in number:
                words_known = sorted((one for one in alphabet.symbols[1:] if "," not in one), key=str.lower)
                listed: list[Value] = [*words_known[:WORDS_LISTED], *(["…"] if len(words_known) > WORDS_LISTED else [])]
                raise ValueError(UNKNOWN_WORD(word=word, words=listed))
        if len(words) > most:
            raise ValueError(SENTENCE_TOO_LONG(sentence=sentence, count=len(words), most=most))
    if len(asked.sentences) > rows - 1:
        raise ValueError(TOO_MANY_SENTENCES(most=rows - 1, count=len(asked.sentences)))
