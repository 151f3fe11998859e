"""Encoders and decoders of texts, with attention or without, that are told the right symbols while they learn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.luong import Dot, General, Nothing
from models.native.building import Builder, Derived, Lower, Unsupported, Value, at
from models.native.layers import Attending, Joining, Outlet, Parting
from models.native.lowering.dense import dense
from models.native.lowering.recurrent import Ends, Use, stack
from models.native.program import feed, lines_of
from models.spec.kinds import Batch


@dataclass(frozen=True)
class Encoded:
    """What the decoder has of a text: what each of its layers begins with, and the states that it may attend to."""

    begins: Sequence[tuple[Value, ...]]
    read: Value | None = None


Encode = Callable[[Builder, Any, tuple[int, ...]], Encoded]


def attended_text(build: Builder, network: Any, shape: tuple[int, ...]) -> Encoded:
    """Symbols into states, read both ways or one; a decoder begins with the last and attends to all."""
    encoder = network.encoder
    symbols = Value("symbols", shape, embedding=encoder.embedding.weight)
    forwards = stack(build, encoder.forwards, symbols, shape[0], Use(states=True)).states
    backwards = None
    if encoder.backwards is not None:
        symbols = Value("symbols", shape, embedding=encoder.embedding.weight, of=from_the_end)
        backwards = stack(build, encoder.backwards, symbols, shape[0], Use(states=True)).states
    read, last = joined(build, forwards, backwards)
    parts = parted(build, dense(build, network.bridge, last, "tanh"), network.states * network.layers)
    return Encoded([tuple(parts[depth :: network.layers]) for depth in range(network.layers)], read)


def last_states(build: Builder, network: Any, shape: tuple[int, ...]) -> Encoded:
    """Symbols into what all layers end with; a decoder begins with that."""
    encoder = network.encoder
    symbols = Value("symbols", shape, embedding=encoder.embedding.weight, of=padded_before)
    build.vocabularies.append(encoder.embedding.num_embeddings)
    return Encoded(stack(build, encoder.cell, symbols, shape[0], Use(states=False, ends=True)).carried)


def translator(encode: Encode) -> Lower:
    """A decoder that is told the right symbols while it learns, and that answers by what it has written itself."""

    def lowered(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
        if not network.forcing:
            raise Unsupported("a decoder without teacher forcing")
        first = network.first_symbol

        def right(batch: Batch) -> Tensor:
            """The first symbol and all but the last of the targets, (batch, places)."""
            return torch.cat([batch.targets.new_full((len(batch.targets), 1), first), batch.targets[:, :-1]], 1)

        build.greedy = partial(GreedyWriter, build, network, shape, encode)
        return scores(build, network, encode(build, network, shape), network.places, right)[0]

    return lowered


def scores(
    build: Builder, network: Any, text: Encoded, places: int, symbols: Callable[[Batch], Tensor]
) -> tuple[Value, Ends]:
    """Scores of what follows each of ``symbols`` (batch, places), and what the decoder's layers end with."""
    read = Value("symbols", (places,), embedding=network.decoder.embedding.weight, of=symbols)
    ends = stack(build, network.decoder.cell, read, places, Use(states=True, begins=text.begins))
    written = ends.states
    if text.read is not None:
        written = attended(build, network.attention, written, text.read)
    return dense(build, network.output, build.mask(network.dropout, written)), ends


class GreedyWriter:
    """The same network, symbol by symbol: the text is read once, then the likeliest symbol is written and read."""

    def __init__(self, like: Builder, network: Any, shape: tuple[int, ...], encode: Encode, rows: int) -> None:
        self.rows, self.core, self.network = rows, like.core, network
        self.build = build = Builder(like.core, like.weights, rows)
        self.symbol = torch.zeros(rows, 1, dtype=torch.int64)
        text = encode(build, network, shape)
        reading = len(build.lines)
        found, self.ends = scores(build, network, text, 1, lambda batch: self.symbol)
        self.begins = text.begins
        self.found = torch.zeros(rows, found.size)
        self.held: list[Tensor] = []
        build.add(Outlet(size=found.size, places=1, x=at(found.numbers), to=at(self.found)))
        for mask in build.masks:
            mask.layer.drawn = None
        self.reading, self.writing = (lines_of(some) for some in (build.lines[:reading], build.lines[reading:]))

    def answers(self, batch: Batch) -> Tensor:
        """Scores (batch, places, symbols) of what it writes."""
        rows, self.held = len(batch.inputs), feed(self.build, batch)
        self.core.forward(self.reading, len(self.reading), rows, self.rows)
        self.symbol.fill_(self.network.first_symbol)
        found = []
        for _ in range(self.network.places):
            self.core.forward(self.writing, len(self.writing), rows, self.rows)
            found.append(self.found[:rows].clone())
            self.symbol[:rows] = found[-1].argmax(-1, keepdim=True)
            for before, after in zip(self.begins, self.ends.carried, strict=True):
                for one, other in zip(before, after, strict=True):
                    numbers(one)[:rows] = numbers(other)[:rows]
        return torch.stack(found, 1)  # (batch, places, symbols)


def numbers(value: Value) -> Tensor:
    """Of a value that a line writes, (chunk, …)."""
    assert value.numbers is not None
    return value.numbers


def lengths(batch: Batch) -> Tensor:
    """Of each text, (batch), at least 1 and at most all that is there."""
    whole = batch.inputs.shape[1]
    found = batch.more.get("lengths")
    return batch.inputs.new_full((len(batch.inputs),), whole) if found is None else found.clamp(1, whole)


def from_the_end(batch: Batch) -> Tensor:
    """Each text (batch, time) turned round; its padding stays."""
    ends, places = lengths(batch).unsqueeze(1), torch.arange(batch.inputs.shape[1])
    return batch.inputs.gather(1, torch.where(places < ends, ends - 1 - places, places))


def padded_before(batch: Batch) -> Tensor:
    """Each text (batch, time) with its padding before it."""
    time = batch.inputs.shape[1]
    return batch.inputs.gather(1, (torch.arange(time) + lengths(batch).unsqueeze(1)) % time)


def joined(build: Builder, forwards: Value, backwards: Value | None) -> tuple[Value, Value]:
    """The states of both directions together, and what both end with."""
    time, size = forwards.shape
    read, last = build.value("steps", (time, size)), build.value("units", (size,))
    layer = Joining(size=size, time=time, a=at(forwards.numbers), da=at(forwards.gradients))
    if backwards is not None:
        layer.b, layer.db = at(backwards.numbers), at(backwards.gradients)
    layer.y, layer.dy, layer.last, layer.dlast = (
        at(one) for one in (read.numbers, read.gradients, last.numbers, last.gradients)
    )
    build.derived.append(Derived(layer, "lengths", lengths))
    build.add(layer)
    return read, last


def parted(build: Builder, value: Value, parts: int) -> list[Value]:
    """Units in so many equal parts, each after the other."""
    if parts == 1:
        return [value]
    size = value.size // parts
    found = [build.value("units", (size,)) for _ in range(parts)]
    for place, part in enumerate(found):
        layer = Parting(whole=value.size, first=place * size, size=size)
        build.connect(layer, value, part)
        build.add(layer)
    return found


def attended(build: Builder, module: nn.Module, written: Value, read: Value) -> Value:
    """States with what attention found. Raises Unsupported of another score than by product."""
    if type(module) is Nothing:
        return written
    if type(module) not in (Dot, General) or getattr(module, "uniform", False):
        raise Unsupported(type(module).__name__)
    (places, size), time = written.shape, read.shape[0]
    both = build.value("steps", (places, 2 * size))
    layer = Attending(size=size, places=places, time=time, shares=at(build.floats(build.chunk, places, time)))
    layer.h, layer.dh = at(written.numbers), at(written.gradients)
    layer.read, layer.dread = at(read.numbers), at(read.gradients)
    layer.y, layer.dy = at(both.numbers), at(both.gradients)
    if isinstance(module, General):
        build.point(layer, "weights", module.W.weight)
    build.derived.append(Derived(layer, "lengths", lengths))
    build.add(layer)
    assert isinstance(module, Dot | General)
    return dense(build, module.combine, both, "tanh")


TRANSLATION: dict[str, Lower] = {
    "models.architectures.attention.Translator": translator(attended_text),
    "models.architectures.seq2seq.EncoderDecoder": translator(last_states),
}
