"""Writing a text symbol by symbol: a network that offers single steps, and the two usual ways to search with it.

Greedy decoding takes the likeliest symbol each time; beam search goes on with the best few texts at once (Lowerre 1976;
for translation Graves 2012, Sutskever et al. 2014). Probabilities of long texts are small, so that a beam favours short
ones: the length normalisation of Wu et al., "Google's neural machine translation system", 2016, equation 14, evens that
out.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from models.spec.kinds import Batch

DecoderState = tuple[Tensor, ...]
"""What a decoder carries from step to step, each (batch, …): a search copies rows of it and drops others."""


class StepDecoder(nn.Module):
    """A network that writes its answer symbol by symbol; searches and their views need nothing else of it."""

    first_symbol: int
    """What stands before the first symbol of every text; it is none of the alphabet."""
    places: int
    """The longest text that it writes, with its end."""

    @abstractmethod
    def start(self, batch: Batch) -> DecoderState:
        """Reads the inputs, and nothing of the targets."""

    @abstractmethod
    def step(self, symbols: Tensor, state: DecoderState) -> tuple[Tensor, DecoderState, Tensor | None]:
        """Symbols (batch) that were written last -> log-probabilities of the next (batch, symbols), the state, and
        where it looked (batch, time), None of a network without attention."""


@dataclass(frozen=True)
class Move:
    """One step of a search, for each of its rows: texts (batch x width) before it, and those that it goes on with."""

    log_probabilities: Tensor
    """Of every next symbol, (batch, width, symbols)."""
    totals: Tensor
    """Log-probability of each text before it, (batch, width); -inf of one that is none."""
    finished: Tensor
    """Which texts had ended before it, (batch, width)."""
    attention: Tensor | None
    """Where each looked, (batch, width, time)."""
    parents: Tensor
    """Which text each new one goes on from, (batch, width)."""
    symbols: Tensor
    """With which symbol, (batch, width)."""


@dataclass(frozen=True)
class Found:
    """What a search has written: the best texts first."""

    symbols: Tensor
    """(batch, width, places), and the end symbol wherever a text is over."""
    totals: Tensor
    """Log-probabilities, (batch, width)."""
    scores: Tensor
    """The same over the length penalty, by which they are ordered, (batch, width)."""
    moves: list[Move] = field(default_factory=list)


def length_penalty(lengths: Tensor, normalisation: float) -> Tensor:
    """((5 + length) / 6) to the power of ``normalisation``; lengths (…) -> (…), all 1 where it is 0."""
    return ((5 + lengths) / 6) ** normalisation


def greedy(decoder: StepDecoder, batch: Batch) -> Tensor:
    """The likeliest symbol each time: (batch, places)."""
    state = decoder.start(batch)
    symbols = torch.full((len(batch.inputs),), decoder.first_symbol, device=batch.inputs.device)
    written = []
    for _ in range(decoder.places):
        log_probabilities, state, _ = decoder.step(symbols, state)
        symbols = log_probabilities.argmax(-1)
        written.append(symbols)
    return torch.stack(written, 1)


def beam_search(
    decoder: StepDecoder,
    batch: Batch,
    width: int,
    end: int | None = None,
    normalisation: float = 0.0,
    forced: Sequence[int] = (),
) -> Found:
    """The best ``width`` texts by their log-probability over the length penalty.

    ``end`` is the symbol after which a text is over; one that is over stays in the beam and competes as it is. The
    first symbols are ``forced``, whatever the network thinks of them. All rows of the batch are searched at once.
    """
    search = Search(decoder, batch, width, end, normalisation)
    for place in range(decoder.places):
        search.go_on(forced[place] if place < len(forced) else None)
        if search.over:
            break
    return search.found()


def by_width(rows: Tensor, width: int) -> Tensor:
    """(batch x width, …) -> (batch, width, …)"""
    return rows.view(-1, width, *rows.shape[1:])


class Search:
    """The texts of a beam between two steps."""

    def __init__(self, decoder: StepDecoder, batch: Batch, width: int, end: int | None, normalisation: float) -> None:
        self.decoder, self.width, self.end, self.normalisation = decoder, width, end, normalisation
        rows, device = len(batch.inputs), batch.inputs.device
        self.state = tuple(one.repeat_interleave(width, 0) for one in decoder.start(batch))
        self.last = torch.full((rows * width,), decoder.first_symbol, device=device)
        self.written = torch.zeros((rows, width, 0), dtype=torch.long, device=device)
        self.totals = torch.full((rows, width), -torch.inf, device=device)
        self.totals[:, 0] = 0.0  # at first there is one text, the empty one
        self.finished = torch.zeros((rows, width), dtype=torch.bool, device=device)
        self.lengths = torch.zeros((rows, width), dtype=torch.long, device=device)
        self.moves: list[Move] = []

    def go_on(self, forced: int | None) -> None:
        """Writes one more symbol in each row."""
        flat, state, attention = self.decoder.step(self.last, self.state)
        log_probabilities = by_width(flat, self.width)  # (batch, width, symbols)
        candidates = self.totals.unsqueeze(-1) + self.allowed(log_probabilities, forced)  # (batch, width, symbols)
        lengths = (self.lengths + (~self.finished).long()).unsqueeze(-1)  # (batch, width, 1)
        ranked = candidates / length_penalty(lengths, self.normalisation)
        count = candidates.shape[-1]
        chosen = ranked.flatten(1).topk(self.width).indices  # (batch, width)
        parents, symbols = chosen // count, chosen % count
        looked_at = None if attention is None else by_width(attention, self.width)
        self.moves.append(Move(log_probabilities, self.totals, self.finished, looked_at, parents, symbols))
        self.totals = candidates.flatten(1).gather(1, chosen)
        self.lengths = lengths.squeeze(-1).gather(1, parents)
        self.written = torch.cat(
            [
                self.written.gather(1, parents.unsqueeze(-1).expand(-1, -1, self.written.shape[2])),
                symbols.unsqueeze(-1),
            ],
            2,
        )
        self.finished = self.finished.gather(1, parents)
        if self.end is not None:
            self.finished = self.finished | (symbols == self.end)
        rows = torch.arange(len(parents), device=parents.device).unsqueeze(1)
        from_rows = (rows * self.width + parents).flatten()
        self.state, self.last = tuple(one.index_select(0, from_rows) for one in state), symbols.flatten()

    @property
    def over(self) -> bool:
        """Whether no text goes on."""
        return bool((self.finished | self.totals.isneginf()).all())

    def allowed(self, log_probabilities: Tensor, forced: int | None) -> Tensor:
        """Log-probabilities (batch, width, symbols) with -inf for what must not follow; an ended text only ends on."""
        found = log_probabilities
        if forced is not None:
            only = torch.full_like(found, -torch.inf)
            only[..., forced] = found[..., forced]
            found = only
        if self.end is None:
            return found
        on = torch.full_like(found[0, 0], -torch.inf)
        on[self.end] = 0.0
        return torch.where(self.finished.unsqueeze(-1), on, found)

    def found(self) -> Found:
        """The texts, the best first, as long as the decoder has places."""
        missing = self.decoder.places - self.written.shape[2]
        symbols = nn.functional.pad(self.written, (0, missing), value=self.end or 0)
        scores = self.totals / length_penalty(self.lengths, self.normalisation)
        order = scores.argsort(dim=1, descending=True, stable=True)
        return Found(
            symbols.gather(1, order.unsqueeze(-1).expand_as(symbols)),
            self.totals.gather(1, order),
            scores.gather(1, order),
            self.moves,
        )
