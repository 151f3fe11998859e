"""Real sentences are parted honestly, and BLEU is what sacrebleu says of the whole split."""

from pathlib import Path
from typing import Any

import pytest
import torch
from sacrebleu.metrics.bleu import BLEU
from torch.nn import functional

from models.architectures.seq2seq import Seq2seq
from models.data.bleu import SIGNATURE, bleu_metric, bleu_score, bleu_sums
from models.data.parallel import END, PADDING, UNKNOWN
from models.data.sets import gnome_help, sentences
from models.data.sets.gnome_help import aligned
from models.spec.metrics import batches, score
from models.spec.seeds import generator
from models.spec_error import SpecError
from models.tasks.sentences import Sentences
from tests.specs import FOUND, smallest

LANGUAGES = ("French", "German", "Spanish")


def small(**settings: Any) -> Sentences:
    return Sentences(**{"longest": 6, "vocabulary": 200, **settings})


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_and_no_translation_lies_in_two_parts(language: Any) -> None:
    task = Sentences(language=language)
    pairs, (train, validation, test) = task.texts().pairs, task.counts()
    assert len(pairs) == train + validation + test > 300
    for side in (0, 1):
        assert len({sentences.plain(pair[side]) for pair in pairs}) == len(pairs)
    assert all(len(sentences.words(text)) <= task.longest for pair in pairs for text in pair)


def test_the_vocabulary_is_that_of_the_sentences_that_are_learnt_from() -> None:
    task = small(training_share=0.2)
    texts, (train, _, _) = task.texts(), task.counts()
    learnt = {word for text in texts.targets[:train] for word in text}
    assert {*texts.target.symbols} - {UNKNOWN, PADDING, END} <= learnt
    assert any(word not in texts.target.symbols for text in texts.targets[train:] for word in text)


@pytest.mark.parametrize("language", sentences.LANGUAGES)
def test_words_are_put_together_again_as_sacrebleu_parts_them(language: str) -> None:
    column = sentences.LANGUAGES.index(language)
    part = bleu_metric().tokenizer
    texts = [row[column].lower() for row in sentences.sample() if row[column]]
    other = [text for text in texts if part(sentences.text_of(sentences.words(text))) != part(text)]
    assert len(other) < 0.02 * len(texts), other  # names of keys and files, quotation marks of two kinds


@pytest.mark.parametrize("symbols", ["words", "characters"])
@pytest.mark.parametrize("source", ["plain", "reversed", "twice"])
def test_what_is_read_is_the_english_that_was_asked(symbols: Any, source: Any) -> None:
    task = small(symbols=symbols, source=source, vocabulary=5000)
    english, translation = task.texts().pairs[0]
    batch = task.pose(f"  {english} ")
    (given,) = task.read(batch)
    assert sentences.plain(given) == sentences.plain(english)
    assert sentences.plain(task.written(batch.targets[0].tolist())) == sentences.plain(translation)
    assert batch.inputs.shape[1:] + batch.targets.shape[1:] == task.shapes().inputs + task.shapes().targets


def test_of_a_sentence_that_is_not_in_the_set_nobody_knows_the_translation() -> None:
    batch = small().pose("Quizzical wombats.")
    assert small().read(batch) == ["<unk> <unk>."]
    assert batch.targets.eq(-1).all()


@pytest.mark.parametrize(("asked", "why"), [("", "Ask a sentence"), ("?!", "Ask a sentence"), ("a " * 9, "at most 6")])
def test_what_cannot_be_read_is_refused(asked: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        small().pose(asked)


def test_a_word_that_is_not_known_is_never_right() -> None:
    task = small(vocabulary=100)
    split = task.splits(generator(0, "data")).validation
    (batch,) = batches(task, split)
    told = functional.one_hot(batch.targets, len(task.texts().target)).float()
    known = ~(batch.targets == task.texts().target.symbols.index(UNKNOWN)).any(1)
    assert 0 < known.sum() < len(known)
    assert task.score(told, batch)["exact"].tolist() == [known.sum(), len(known)]


def test_bleu_of_a_split_is_what_sacrebleu_says_of_all_its_sentences_at_once() -> None:
    task = small(symbols="characters")
    splits = task.splits(generator(0, "data"))
    network = Seq2seq(hidden=4).build(task.shapes(), generator(0, "weights"))
    network.register_forward_hook(lambda module, inputs, outputs: spoiled(inputs[0].targets, outputs))
    answers, references = [], []
    for batch in batches(task, splits.validation, 7):
        answers += [task.written(row) for row in network(batch).argmax(-1).tolist()]
    count = len(answers)
    references = [target for _, target in task.texts().pairs[-2 * count : -count]]
    whole = BLEU(lowercase=True)
    expected = whole.corpus_score(answers, [references]).score
    assert 5 < expected < 95
    assert score(network, task, splits.validation, at_once=7)["bleu"] == pytest.approx(expected)
    assert str(whole.get_signature()) == SIGNATURE
    assert bleu_score(bleu_sums(references, references)) == pytest.approx(100)


def spoiled(targets: torch.Tensor, outputs: torch.Tensor) -> torch.Tensor:
    """The right answers, but for every thirtieth symbol."""
    wrong = targets.clone()
    wrong.view(-1)[::30] = 3
    return functional.one_hot(wrong, outputs.shape[-1]).float()


def test_the_whole_set_is_offered_where_it_is_asked_for_and_not_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    assert Sentences.missing() is None
    whole = {"task": {"name": "sentences", "corpus": "whole"}, "architecture": {"name": "seq2seq"}}
    with pytest.raises(SpecError) as refused:
        FOUND.parse(whole)
    assert refused.value.pointer == "/task/corpus"
    assert "GNOME Help is not on this machine yet" in refused.value.detail
    assert Sentences.dataset() is gnome_help.DATASET


PAGE = '<page xmlns="http://projectmallard.org/1.0/"><title>{}</title><p>{}</p></page>'


def test_pages_are_parted_into_sentences_that_stand_for_each_other(tmp_path: Path) -> None:
    texts = {
        "C": ("Print a booklet", "Press <gui>Print</gui>. Then wait for it."),
        "fr": ("Imprimer un livret", "Appuyez sur <gui>Imprimer</gui>. Puis patientez un peu."),
        "de": ("Eine Broschüre drucken", "Drücken Sie Drucken und warten Sie."),
        "es": ("Imprimir un folleto", "Pulse <gui>Imprimir</gui>. Después espere."),
    }
    for folder, (title, text) in texts.items():
        (tmp_path / folder / "help").mkdir(parents=True)
        (tmp_path / folder / "help" / "a.page").write_text(PAGE.format(title, text), "utf-8")
    assert aligned(tmp_path) == (
        ("Print a booklet", "Imprimer un livret", "Eine Broschüre drucken", "Imprimir un folleto"),
        ("Press Print.", "Appuyez sur Imprimer.", "", "Pulse Imprimir."),
        ("Then wait for it.", "Puis patientez un peu.", "", "Después espere."),
    )


def test_bleu_is_measured_where_a_split_is_scored_and_not_while_learning() -> None:
    from models.events import Points
    from models.training.loop import train

    points = [one for one in train(smallest("sentences", "seq2seq")) if isinstance(one, Points)]
    assert all("train/bleu" not in one.columns for one in points)
    assert all("validation/bleu" in one.columns for one in points if one.clock == "epoch")
    assert [0 <= (one.columns["test/bleu"][0] or 0.0) <= 100 for one in points if one.clock == "test"] == [True]
