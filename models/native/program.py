"""A network as a program of the core: lines in their order, ready to run."""

import ctypes

import torch
from torch import Tensor

from models.native.building import FLOAT, Builder, Greedy, Value, at
from models.native.layers import CrossEntropy, Layer, Line, Outlet
from models.native.streams import at_streams, with_streams
from models.spec.kinds import Batch


class Program:
    """A network's lines, ready to run: forward alone, or forward, back and the optimiser's step."""

    def __init__(
        self, builder: Builder, output: Value, loss: Layer, shape: tuple[int, ...], masked: bool = False
    ) -> None:
        self.builder, self.core, self.chunk = builder, builder.core, builder.chunk
        places = output.shape[0] if output.form in ("steps", "sequence") else 1
        size = output.size // places
        self.outlet = Outlet(size=size, places=places, steps_first=output.form == "steps", x=at(output.numbers))
        self.answer = builder.answer or ((places, size) if places > 1 or output.form == "steps" else (size,))
        builder.add(self.outlet)
        self.loss, self.shape = loss, shape
        self.found = torch.zeros(4, dtype=torch.double)
        loss.found = self.found.data_ptr()
        builder.add(loss)
        self.symbols = min(builder.vocabularies, default=0)
        self.classes = loss.classes if isinstance(loss, CrossEntropy) else 0
        self.reads_bytes = bool(builder.intakes) and not (builder.symbols or builder.derived)
        """Whether inputs may be bytes, of which 255 is 1."""
        self.masked = masked
        self.lines = lines_of(builder.lines)
        self.greedy: Greedy | None = None
        self.held: list[Tensor] = []
        self.states: tuple[Tensor, ...] = ()

    def learns(self, batch: Batch) -> bool:
        """Whether it takes inputs and targets, and where not all targets count its loss knows that."""
        mask, rows = batch.mask, batch.inputs.shape[0]
        if self.builder.norms and not 1 < rows <= self.chunk:
            return False  # what is normalised over a batch has to see all of it
        if (mask is not None) != self.masked:
            return False
        if mask is not None and (mask.dtype != torch.bool or mask.shape != batch.targets.shape[:2]):
            return False
        return self.takes(batch.inputs, batch.targets)

    def takes(self, inputs: Tensor, targets: Tensor | None = None) -> bool:
        """Whether inputs and targets (batch, …) are of its sort and size, and no symbol or class is beyond the last."""
        sort = inputs.dtype
        fits = sort == (torch.int64 if self.symbols else torch.float32) or (self.reads_bytes and sort == torch.uint8)
        fits = fits and inputs.shape[1:] == self.shape
        if targets is not None:
            fits = fits and targets.dtype == (torch.int64 if self.classes else torch.float32)
            fits = fits and (not self.classes or below(targets, self.classes))
        return fits and (not self.symbols or below(inputs, self.symbols))

    def begin(self, batch: Batch) -> tuple[Tensor, ...] | None:
        """Sets the state that the next call, of this batch, begins with, each (layers, batch, units), nothing where it
        has no row; gives where it writes the one that it ends with. None of a network that carries none.
        """
        began, ended, count = self.builder.began, self.builder.ended, batch.inputs.shape[0]
        if not ended:
            return None
        state, streams = batch.continues, batch.more.get("stream")
        if self.builder.by_stream:
            state = None if streams is None or state is None else at_streams(state, streams)
        units, numbers = ended[0].size, self.builder.carried
        layers = len(ended) // numbers
        known = (*(state or ()), *(None,) * numbers)[:numbers]
        before = tuple(begun(old, (layers, count, units)) for old in known)
        after = tuple(torch.empty(layers, count, units) for _ in range(numbers))
        starts, ends = ([one.data_ptr() for one in some] for some in (before, after))
        for place, (intake, outlet) in enumerate(zip(began, ended, strict=True)):
            layer, number = divmod(place, numbers)
            skipped = layer * count * units * FLOAT
            intake.outside, outlet.to = starts[number] + skipped, ends[number] + skipped
        self.states = before
        return after

    def carried(self, batch: Batch, ended: tuple[Tensor, ...] | None) -> tuple[Tensor, ...] | None:
        """What the batch after this one continues from, where this one ended so, each (layers, batch, units)."""
        if ended is None or not self.builder.by_stream:
            return ended
        streams = batch.more.get("stream")
        return None if streams is None else with_streams(batch.continues or (), streams, ended)

    def set_mode(self, count: int, learns: bool) -> None:
        """What dropout and batch normalisation do with the next ``count`` examples: one thing while they learn, another
        in an answer."""
        self.draw(count, learns)
        for norm in self.builder.norms:
            norm.layer.learns = learns
            if learns and norm.module.num_batches_tracked is not None:
                norm.module.num_batches_tracked.add_(1)

    def draw(self, count: int, training: bool) -> None:
        """Draws the masks of all dropouts for ``count`` examples, in the order and from the generator of PyTorch's."""
        for one in self.builder.masks:
            module = one.module
            if not training or module.share == 0:
                one.layer.drawn = None
                continue
            passed = torch.rand((count * one.layer.each, *one.shape), generator=module.generator) >= module.share
            mask = passed / (1 - module.share)
            mask = mask.permute(0, 2, 3, 1).contiguous() if one.maps else mask
            self.held.append(mask)
            one.layer.drawn = mask.data_ptr()

    def answers(self, batch: Batch) -> Tensor:
        """What the network gives for the inputs of a batch (batch, …), without dropout."""
        rows = len(batch.inputs)
        if self.builder.greedy is not None:
            if self.greedy is None or self.greedy.rows < rows:
                self.greedy = self.builder.greedy(rows)
            return self.greedy.answers(batch)
        self.held = feed(self.builder, batch)
        self.set_mode(rows, learns=False)
        found = self.let_out(rows)
        self.core.forward(self.lines, len(self.lines) - 1, rows, self.chunk)
        return found

    def let_out(self, count: int) -> Tensor:
        """Where the next call writes what the network gives (count, …)."""
        found = torch.empty(count, *self.answer)
        self.outlet.to = found.data_ptr()
        return found

    def aim(self, batch: Batch) -> None:
        """Inputs, targets and which of them count, each (batch, …), of the next step."""
        self.held = feed(self.builder, batch)
        targets = batch.targets.contiguous()
        self.held.append(targets)
        self.loss.targets = targets.data_ptr()
        if batch.mask is not None:
            self.held.append(batch.mask.contiguous())
            self.loss.counted = self.held[-1].data_ptr()
        self.outlet.to = None
        self.set_mode(batch.inputs.shape[0], learns=True)


def lines_of(layers: list[Layer]) -> ctypes.Array[Line]:
    """Layers as the core reads them."""
    return (Line * len(layers))(*(Line(one.kind, one.each - 1, one.frozen, ctypes.addressof(one)) for one in layers))


def feed(builder: Builder, batch: Batch) -> list[Tensor]:
    """Points lines at the inputs (batch, …) and what follows from them; gives what has to live as long as the call."""
    inputs = batch.inputs.contiguous()
    held = [inputs]
    for layer in builder.symbols:
        layer.symbols = inputs.data_ptr()
    of_bytes = inputs.dtype == torch.uint8
    for intake in builder.intakes:
        intake.outside, intake.bytes = (None, inputs.data_ptr()) if of_bytes else (inputs.data_ptr(), None)
    for derived in builder.derived:
        held.append(derived.of(batch).contiguous())
        setattr(derived.layer, derived.name, held[-1].data_ptr())
    return held


def begun(old: Tensor | None, shape: tuple[int, int, int]) -> Tensor:
    """What rows begin with, of ``shape`` (layers, batch, units): what was there (layers, rows, units), else nothing."""
    if old is not None and old.shape == shape and old.is_contiguous():
        return old
    new = torch.zeros(shape)
    if old is not None:
        rows = min(shape[1], old.shape[1])
        new[:, :rows] = old[:, :rows]
    return new


def below(numbers: Tensor, count: int) -> bool:
    """Whether all of them (…) are from 0 to below ``count``."""
    least, most = torch.aminmax(numbers)
    return int(least) >= 0 and int(most) < count
