"""What comes next by counting what followed before: a language model without a network.

Each longer context is believed as far as it has been seen, and the shorter one for the rest (Witten and Bell, "The
zero-frequency problem", 1991): P(b | a) = (count(a b) + kinds(a) P(b)) / (count(a) + kinds(a)), where kinds(a) is how
many different symbols followed a. The shortest context, nothing, leaves the rest to all symbols alike.
"""

from collections.abc import Sequence

import torch
from torch import Tensor


def probabilities(learnt: Tensor, asked: Tensor, symbols: int) -> Tensor:
    """Of the last symbol in each row of ``asked`` (rows, context + 1), by what followed in ``learnt`` (rows, context +
    1), long: (rows), 64 bits.
    """
    if asked.shape[1] == 0:
        return torch.full((len(asked),), 1 / symbols, dtype=torch.double)
    shorter = probabilities(learnt[:, 1:], asked[:, 1:], symbols) if asked.shape[1] > 1 else 1 / symbols
    pairs, counts = torch.unique(codes(learnt, symbols), return_counts=True)
    contexts, place = torch.unique(pairs // symbols, return_inverse=True)
    seen = torch.zeros(len(contexts), dtype=torch.double).index_add(0, place, counts.double())
    kinds = place.bincount(minlength=len(contexts)).double()
    of_pair = looked_up(codes(asked, symbols), pairs, counts.double())
    of_context = looked_up(codes(asked, symbols) // symbols, contexts, seen)
    different = looked_up(codes(asked, symbols) // symbols, contexts, kinds)
    known = of_context > 0
    mixed = (of_pair + different * shorter) / (of_context + different).clamp_min(1)
    return torch.where(known, mixed, torch.as_tensor(shorter, dtype=torch.double))


def likeliest(learnt: Tensor, asked: Tensor, symbols: int) -> Tensor:
    """What followed the context of each row of ``asked`` (rows, context) most often in ``learnt`` (rows, context + 1).

    (rows), long; the commonest symbol of all where the context was never seen.
    """
    common = learnt[:, -1].bincount(minlength=symbols).argmax()
    if asked.shape[1] == 0:
        return common.expand(len(asked))
    pairs, counts = torch.unique(codes(learnt, symbols), return_counts=True)
    contexts, place = torch.unique(pairs // symbols, return_inverse=True)
    most = torch.zeros(len(contexts), dtype=torch.long).scatter_reduce(0, place, counts, "amax")
    ranked = torch.where(counts == most[place], torch.arange(len(pairs)), len(pairs))  # of equal ones the first
    first = torch.full((len(contexts),), len(pairs)).scatter_reduce(0, place, ranked, "amin")
    best = pairs[first] % symbols
    wanted = codes(asked, symbols)
    found = looked_up(wanted, contexts, best.double() + 1).long() - 1
    return torch.where(found >= 0, found, common)


def codes(rows: Tensor, symbols: int) -> Tensor:
    """Each row of numbers (rows, places) as one number (rows), long."""
    found = torch.zeros(len(rows), dtype=torch.long)
    for column in rows.unbind(1):
        found = found * symbols + column
    return found


def looked_up(wanted: Tensor, known: Tensor, values: Tensor) -> Tensor:
    """The value of each of ``wanted`` (rows) among the sorted ``known`` (count); 0 of one that is not there. (rows)"""
    place = torch.searchsorted(known, wanted).clamp_max(len(known) - 1)
    return torch.where(known[place] == wanted, values[place], torch.zeros((), dtype=values.dtype))


def contexts_of(windows: Tensor, before: int) -> Tensor:
    """Symbols of windows (count, window + 1), each after the ``before`` symbols before it: (rows, before + 1)."""
    return windows.unfold(1, before + 1, 1).flatten(0, 1)


def bits(windows: Sequence[Tensor], before: int, symbols: int) -> float:
    """Bits a symbol of the second windows, counted in the first, each (count, window + 1), after ``before`` symbols."""
    learnt, asked = (contexts_of(one, before) for one in windows)
    return float(-probabilities(learnt, asked, symbols).log2().mean())
