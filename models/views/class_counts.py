"""How often each answer comes: what can be guessed before looking at anything (the prior; Duda and Hart 1973)."""

import torch
from torch import Tensor, nn

from models.look.arrays import counts
from models.look.histograms import binned
from models.look.pictures import Count, Counts, Histogram, Histograms, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Alphabet, Form, Split, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

OF_TRAINING = Sentence("count-of-training", "of {count:whole} training examples")
OF_VALIDATION = Sentence("count-of-validation", "of {count:whole} validation examples")
OF_TEST = Sentence("count-of-test", "of {count:whole} test examples")
SYMBOLS_OF = Sentence("symbols-of-answers", "symbols in the answers of {count:whole} training examples")
VALUES_OF = Sentence("values-of-answers", "right answers of {count:whole} training examples")
BLANK = Sentence("blank-symbol", "blank")

MOST = 120
"""Symbols that are listed, the commonest where there are more."""
COUNTED = 5_000
"""Examples whose answers are counted symbol by symbol, or value by value."""


class ClassCounts(View):
    """Of each class how many examples there are; of texts the symbols of the answers, of numbers their spread."""

    title = "How many of each"
    text = (
        "How often each answer comes. Are there as many of one as of another? A network that always says the commonest "
        "is right that often: the line of guessing on the chart. Where pictures are made again, it is what they show "
        "that is counted."
    )
    of_data = True
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        answers = (Form.CLASS, Form.CLASSES, Form.SYMBOLS, Form.NEXT, Form.VALUES, Form.BITS)
        again = task.kind.inputs is Form.PICTURE and task.kind.targets is Form.PICTURE
        return again or task.kind.targets in answers

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task = spec.task
        if task.kind.targets in (Form.CLASS, Form.CLASSES, Form.PICTURE):
            return of_classes(task, splits)
        some = splits.train.rows(0, COUNTED)
        parts = list(batches(task, some))
        alphabet = task.shapes().target
        if alphabet is not None:
            # Their lengths may differ from batch to batch.
            return of_symbols(alphabet, torch.cat([batch.targets.flatten() for batch in parts]), len(some))
        return of_values(torch.cat([task.in_units(batch.targets).flatten() for batch in parts]), len(some))


def of_classes(task: Task, splits: Splits) -> Counts:
    """How many examples of each class each split has."""
    names, titles, groups = task.class_names(), [], []
    for said, split in zip((OF_TRAINING, OF_VALIDATION, OF_TEST), parts(splits), strict=True):
        found = class_labels(task, split).bincount(minlength=len(names)).tolist()
        titles.append(said(count=len(split)))
        groups.append([Count(label=Text.read(name), count=count) for name, count in zip(names, found, strict=True)])
    return Counts(titles=titles, groups=groups)


def parts(splits: Splits) -> tuple[Split, Split, Split]:
    return splits.train, splits.validation, splits.test


def class_labels(task: Task, split: Split) -> Tensor:
    """(examples) on the host, of several for each example (examples x classes); without the pictures, where the labels
    lie by themselves.
    """
    if "labels" in split.tensors:
        return split["labels"].flatten().cpu()
    found = torch.cat([batch.targets for batch in batches(task, split)]).cpu()
    return found.nonzero()[:, 1] if task.kind.targets is Form.CLASSES else found


def of_symbols(alphabet: Alphabet, symbols: Tensor, examples: int) -> Counts:
    """How often each symbol is written, (symbols) in all."""
    found = symbols.bincount(minlength=len(alphabet)).tolist()
    least = sorted(found, reverse=True)[MOST] if len(found) > MOST else 0
    group = [
        Count(label=Text(symbol) if symbol.strip() else BLANK(), count=count)
        for symbol, count in zip(alphabet.symbols, found, strict=True)
        if count > least
    ]
    return Counts(titles=[SYMBOLS_OF(count=examples)], groups=[group])


def of_values(values: Tensor, examples: int) -> Histograms:
    """How the right answers (values) are spread."""
    least, most = values.min().item(), values.max().item()
    highest = most if most > least else least + 1
    drawn = Histogram(
        title=VALUES_OF(count=examples),
        words=[],
        lowest=least,
        highest=highest,
        counts=counts(binned(values.float(), least, highest)),
    )
    return Histograms(histograms=[drawn])
