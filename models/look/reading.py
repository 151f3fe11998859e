"""A network that says what comes next, reading on symbol by symbol; writing is reading what it said itself."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.spec.kinds import Batch, State, run
from models.spec.seeds import generator

SHOWN = 6
"""Alternatives at each place."""


class Reading:
    """What a network says after each symbol of a text (batch of one).

    One that carries its state reads on from it; of another's text the last ``window`` symbols are read anew each time.
    """

    def __init__(self, network: nn.Module, begun: Batch, window: int) -> None:
        self.network, self.window, self.more = network, window, begun.more
        self.state: State | None = None
        self.text = begun.inputs[:, :0]

    def read(self, numbers: Tensor) -> Tensor:
        """Symbols (1, time) more -> scores of what comes after each, (time, symbols)."""
        self.text = torch.cat([self.text, numbers], 1)
        unread = numbers if self.state is not None else self.text[:, -max(self.window, numbers.shape[1]) :]
        outputs, self.state = run(self.network, Batch(unread, unread, more=self.more).after(self.state))
        scores: Tensor = outputs[0, -numbers.shape[1] :]
        return scores


@dataclass(frozen=True)
class Style:
    """How symbols are drawn: with scores divided by ``temperature``, among the ``top`` likeliest (0: all).

    ``takes`` are places of what is written at which a person chose, and the number of the symbol.
    """

    temperature: float = 0.8
    top: int = 0
    seed: int = 0
    length: int = 200
    takes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Written:
    """What was read and written: ``numbers`` (symbols), the probability of each, nan of the first, and what else might
    have stood there: ``others`` and their ``shares``, each (symbols, shown)."""

    numbers: Tensor
    chances: Tensor
    others: Tensor
    shares: Tensor


def write(network: nn.Module, begun: Batch, window: int, style: Style) -> Written:
    """Reads ``begun``, a batch of one, and writes on: each symbol is drawn and then read. On the host."""
    reading, takes = Reading(network, begun, window), dict(style.takes)
    draws = torch.rand(style.length, generator=generator(style.seed, "views"), dtype=torch.double)
    scores = reading.read(begun.inputs)  # (time, symbols)
    rows = list(drawn_from(scores[:-1], style))
    numbers = begun.inputs[0].tolist()
    latest = scores[-1:]
    for place, draw in enumerate(draws.tolist()):
        chances = drawn_from(latest, style)  # (1, symbols)
        number = takes.get(place, pick(chances[0], draw))
        rows.append(chances[0])
        numbers.append(number)
        if place + 1 < style.length:
            latest = reading.read(begun.inputs.new_tensor([[number]]))
    return described(torch.tensor(numbers), torch.stack(rows) if rows else scores[:0].double().cpu())


def drawn_from(scores: Tensor, style: Style) -> Tensor:
    """Scores (time, symbols) -> probabilities with which each is drawn, (time, symbols), 64 bits, on the host.

    At temperature 0 the likeliest alone.
    """
    scores = scores.double().cpu()
    if style.temperature == 0:
        return torch.nn.functional.one_hot(scores.argmax(-1), scores.shape[1]).double()
    scores = scores / style.temperature
    if 0 < style.top < scores.shape[1]:
        least = scores.topk(style.top).values[:, -1:]
        scores = scores.masked_fill(scores < least, -torch.inf)
    return scores.softmax(-1)


def pick(chances: Tensor, draw: float) -> int:
    """The symbol whose part of 0 to 1 ``draw`` lies in, of ``chances`` (symbols), the likeliest first: so a little more
    or less temperature changes little."""
    ordered, symbols = chances.sort(descending=True, stable=True)
    place = int(torch.searchsorted(ordered.cumsum(0), draw, right=True))
    return int(symbols[min(place, len(symbols) - 1)])


def described(numbers: Tensor, chances: Tensor) -> Written:
    """Symbols (symbols) and the probabilities (symbols - 1, alphabet) of what could follow each but the last."""
    shown = min(SHOWN, chances.shape[1])
    own = chances.gather(1, numbers[1:].unsqueeze(1))  # (symbols - 1, 1)
    shares, others = chances.topk(shown)
    missing = (others != numbers[1:].unsqueeze(1)).all(1)  # what was chosen stands among the alternatives
    others[missing, -1], shares[missing, -1] = numbers[1:][missing], own[missing, 0]
    first = torch.zeros(1, shown)
    return Written(
        numbers,
        torch.cat([torch.full((1,), torch.nan, dtype=torch.double), own[:, 0]]),
        torch.cat([first.long(), others]),
        torch.cat([first.double(), shares]),
    )
