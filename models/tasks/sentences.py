"""Sentences: short real ones, from English into French, German or Spanish, by words or by characters.

Sutskever, Vinyals and Le 2014, with a vocabulary of the commonest words and ``<unk>`` for all others; BLEU: Papineni et
al. 2002. The sentences are those of a desktop's help. What to watch: a few hundred are learnt by heart at once; for a
sentence that it has never seen, a network of this size gets some words right and very rarely all.
"""

from typing import Any, ClassVar, Literal

import torch
from pydantic import field_validator
from torch import Tensor
from torch.nn import functional

from models.data.bleu import SIGNATURE, bleu_score, bleu_sums
from models.data.fetching.fetch import Dataset
from models.data.parallel import END, PADDING, UNKNOWN, Texts, counted, numbers_of, padded, parts_of, texts_of
from models.data.sets import gnome_help, sentences
from models.sentences import Sentence
from models.spec.counted import FusedLoss
from models.spec.kinds import Batch, Kind, Question, Series, Shapes, Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal, setting
from models.spec.task import Task

TOO_LONG = Sentence("sentence-too-long", "Ask at most {most} words or signs, or take longer sentences to learn from.")
NO_WORDS = Sentence("no-words-asked", "Ask a sentence in English, such as {example}")

PRINTABLE = "".join(chr(code) for code in range(33, 127)) + "’“”…–"
EXAMPLE = "Select the files you want to copy."
MOST_CHARACTERS = 200
"""Of a question."""


class Sentences(Task):
    """English (time) and its translation (places), int64, padded; ``mask`` and ``lengths`` say how far."""

    title: ClassVar[str] = "Sentences"
    text: ClassVar[str] = "Reads a short real sentence in English, by words or characters, and translates it."
    place: ClassVar[Place] = Place(
        "language",
        chapters=("architectures",),
        effects=("unknown-words", "word-order", "measure", "beam"),
        sources=(
            Source("Sutskever, Vinyals and Le", 2014, "Sequence to sequence learning with neural networks"),
            Source(
                "Papineni, Roukos, Ward and Zhu", 2002, "BLEU: a method for automatic evaluation of machine translation"
            ),
        ),
        after=("task/translation",),
    )
    smallest: ClassVar[dict[str, Any]] = {"longest": 3, "vocabulary": 50}
    kind: ClassVar[Kind] = Kind.SYMBOLS_TO_SYMBOLS
    series: ClassVar[dict[str, Series]] = {
        "loss": Series("Loss", text="Cross-entropy for each word or character of a translation, with its end."),
        "accuracy": Series(
            "Right symbols",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of words or characters right at their place. While learning, the right ones before are told.",
            of="part",
        ),
        "exact": Series(
            "Exact translations",
            better="higher",
            range=(0, 1),
            percent=True,
            text="Share of sentences whose translation is right word by word. With a word it does not know, none is.",
            of="whole",
        ),
        "bleu": Series(
            "BLEU",
            better="higher",
            range=(0, 100),
            headline=True,
            text=f"How many runs of 1 to 4 words the translations share with the right ones: sacrebleu, {SIGNATURE}.",
        ),
    }

    language: Literal["French", "German", "Spanish"] = setting(
        "French",
        "Into",
        "German moves verbs to the end and writes long words; Spanish and French stay nearer.",
        group="Data",
    )
    symbols: Literal["words", "characters"] = setting(
        "words",
        "Read and written by",
        "Words make short texts of many symbols, some of them unknown; characters make long texts of few symbols.",
        group="Data",
    )
    vocabulary: int = setting(
        600,
        "Vocabulary",
        "So many words of each language are known, the commonest ones; all others are <unk>, which is never right.",
        between=(20, 5000),
        scale="log",
        group="Data",
        when={"symbols": ["words"]},
    )
    longest: int = setting(
        10,
        "Longest sentence",
        "In words and signs, in either language. Longer ones are more to learn from, and harder.",
        between=(3, sentences.LONGEST),
        group="Data",
    )
    source: Literal["plain", "reversed", "twice"] = setting(
        "plain",
        "Source",
        "Read backwards, its beginning lies nearer to that of the translation; fed twice, the network may look at it "
        "again with what it knows by then.",
        colours={"plain": "orange", "reversed": "blue", "twice": "green"},
        group="Data",
    )
    corpus: Literal["sample", "whole"] = setting(
        "sample",
        "Sentences from",
        "The sample, which lies here, has the sentences of at most ten words; the whole of GNOME Help has longer ones "
        "too, and is fetched once.",
        group="Data",
    )
    training_share: float = setting(
        1.0,
        "Share learnt from",
        "Less leaves out training sentences and keeps the held-out ones, so that runs with fewer can be compared.",
        between=(0.01, 1.0),
        scale="log",
        group="Data",
        role="amount of data",
        advanced=True,
    )

    @field_validator("corpus")
    @classmethod
    def it_is_here(cls, corpus: str) -> str:
        """Raises a refusal if the whole set has not been fetched yet."""
        missing = gnome_help.available() if corpus == "whole" else None
        if missing:
            raise refusal("corpus", missing, None)
        return corpus

    def narrowed(self) -> Bounds:
        return {"longest": {"maximum": sentences.LONGEST_OF_SAMPLE}} if self.corpus == "sample" else {}

    @classmethod
    def dataset(cls) -> Dataset:
        return gnome_help.DATASET

    @classmethod
    def missing(cls) -> None:
        """The sample is always there."""

    def texts(self) -> Texts:
        """The pairs and their alphabets, worked out once for equal settings."""
        chosen = (self.corpus == "whole", self.language, self.longest, self.seed)
        return texts_of(*chosen, self.vocabulary if self.symbols == "words" else 0, self.training_share)

    def parts(self, text: str) -> list[str]:
        """The symbols of a text."""
        return parts_of(text, self.symbols == "words")

    def shapes(self) -> Shapes:
        texts = self.texts()
        read, written = (max(map(len, some)) for some in (texts.sources, texts.targets))
        read = 2 * read + (self.symbols == "characters") if self.source == "twice" else read
        return Shapes((read,), (written + 1,), source=texts.source, target=texts.target)

    def counts(self) -> tuple[int, int, int]:
        return counted(len(self.texts().pairs), self.training_share)

    def splits(self, generator: torch.Generator) -> Splits:
        """Each sentence is in one split only. Their order follows from the data seed, as the vocabulary does."""
        texts = self.texts()
        whole = self.encode(texts, texts.sources, texts.targets, [target for _, target in texts.pairs])
        (train, validation, test), count = self.counts(), len(texts.pairs)
        return Splits(
            whole.rows(0, train), whole.rows(count - test - validation, count - test), whole.rows(count - test, count)
        )

    def encode(
        self, texts: Texts, sources: list[list[str]], targets: list[list[str]], references: list[str]
    ) -> Split:  # fmt: skip
        """Padded symbols (texts, time) and (texts, places), the lengths (texts) of the English, and the translations as
        people wrote them, as the codes of their characters (texts, longest).
        """
        shapes, (source, target) = self.shapes(), (texts.source, texts.target)
        read = [numbers_of(source, self.as_read(text)) for text in sources]
        written = [numbers_of(target, [*text, END]) for text in targets]
        return Split(
            {
                "read": padded(read, shapes.inputs[0], source.symbols.index(PADDING)),
                "written": padded(written, shapes.targets[0], target.symbols.index(PADDING)),
                "lengths": torch.tensor([len(text) for text in read]),
                "references": padded([[ord(one) for one in text] for text in references], max(map(len, references)), 0),
            }
        )

    def as_read(self, symbols: list[str]) -> list[str]:
        """The English as the network is to read it."""
        between = [] if self.symbols == "words" else [" "]
        return {"plain": symbols, "reversed": symbols[::-1], "twice": [*symbols, *between, *symbols]}[self.source]

    def batch(self, split: Split, rows: Tensor, generator: torch.Generator, training: bool) -> Batch:
        targets = split.take("written", rows)  # (batch, places)
        mask = self.texts().target.counted(targets)
        more = {"lengths": split.take("lengths", rows)}
        if not training:
            more["references"] = split.take("references", rows)
        return Batch(split.take("read", rows), targets, mask, more)

    fused_loss: ClassVar[FusedLoss] = "masked cross-entropy"

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) -> mean over the symbols of each translation, then over all, ()."""
        assert batch.mask is not None
        surprise = functional.cross_entropy(outputs.transpose(1, 2), batch.targets, reduction="none")  # (batch, places)
        return ((surprise * batch.mask).sum(1) / batch.mask.sum(1)).mean()

    def score(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, places, symbols) -> (sum, count) by series, each (2)."""
        assert batch.mask is not None
        known = batch.targets != self.texts().target.symbols.index(UNKNOWN)
        right = (outputs.argmax(-1) == batch.targets) & known  # (batch, places)
        whole = (right | ~batch.mask).all(1)
        return {
            "accuracy": torch.stack([(right & batch.mask).sum(), batch.mask.sum()]),
            "exact": torch.stack([whole.sum(), whole.new_full((), len(whole), dtype=torch.long)]),
        }

    def corpus_sums(self, outputs: Tensor, batch: Batch) -> dict[str, Tensor]:
        """Scores (batch, places, symbols) -> what BLEU is made of, (10)."""
        answers = [self.written(row) for row in outputs.argmax(-1).tolist()]
        references = ["".join(map(chr, row)).rstrip("\0") for row in batch.more["references"].tolist()]
        return {"bleu": bleu_sums(answers, references)}

    def corpus_score(self, name: str, sums: Tensor) -> float:
        """BLEU of a whole split, from its sums (10)."""
        return bleu_score(sums)

    def written(self, numbers: list[int]) -> str:
        """A translation as people write it."""
        text = self.texts().target.decode(numbers)
        return sentences.text_of(text.split()) if self.symbols == "words" else text

    def baseline(self, splits: Splits) -> dict[str, float]:
        """The commonest symbol of the training translations at each place, always."""
        right = splits.validation["written"] == splits.train["written"].mode(0).values
        mask = self.texts().target.counted(splits.validation["written"])
        return {"accuracy": right[mask].double().mean().item()}

    def question(self) -> Question:
        texts = self.texts()
        fits = len(self.parts(EXAMPLE)) <= max(map(len, texts.sources))
        return Question(
            "text", "A sentence in English", EXAMPLE if fits else texts.pairs[0][0], PRINTABLE, MOST_CHARACTERS
        )

    def pose(self, question: str) -> Batch:
        """The sentence as a batch of one; its translation is known where it is one of the set.

        Raises ValueError if it has no words, or more than the network reads.
        """
        texts, asked = self.texts(), " ".join(question.split())
        symbols = self.parts(asked)
        most = max(map(len, texts.sources))
        if not sentences.plain(asked):
            raise ValueError(NO_WORDS(example=EXAMPLE))
        if len(symbols) > most:
            raise ValueError(TOO_LONG(most=most))
        known = {sentences.plain(source): target for source, target in texts.pairs}
        right = known.get(sentences.plain(asked))
        split = self.encode(texts, [symbols], [self.parts(right or "")], [right or " "])
        batch = self.batch(split, torch.tensor([0]), torch.Generator(), training=False)
        return batch if right else Batch(batch.inputs, torch.full_like(batch.targets, -1), batch.mask, batch.more)

    def read(self, batch: Batch) -> list[str]:
        """The English as people write it, but for its unknown words."""
        alphabet = self.texts().source
        texts = [alphabet.parts(alphabet.decode(row)) for row in batch.inputs.tolist()]
        plain = [self.as_written(text) for text in texts]
        return [sentences.text_of(text) if self.symbols == "words" else "".join(text) for text in plain]

    def as_written(self, symbols: list[str]) -> list[str]:
        """The English of what the network reads."""
        return {"plain": symbols, "reversed": symbols[::-1], "twice": symbols[: len(symbols) // 2]}[self.source]
