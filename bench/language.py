"""The language model against a plain PyTorch script

PyTorch's own Embedding, recurrent layer and Linear with the same first weights, one thread, fused Adam and a clipped
gradient; windows in order with the state carried on, bits of the loss and right symbols counted at every step, the
held-out text read at the same moments. Seconds are those that the one thread of each side had the processor, of a few
epochs in turn. Bits are those of a character on the held-out text at the end of a longer training of each.
"""

import math
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from bench.figures import Figure, ratio
from models import catalogue
from models.events import Points
from models.spec.kinds import Split
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train
from models.training.optimizers import optimizer

TIMES = 5
CELLS: dict[str, Callable[..., nn.RNNBase]] = {"SimpleRNN": nn.RNN, "GRU": nn.GRU, "LSTM": nn.LSTM}
SHORT, LONG = 1, 6
"""Epochs: by the clock, and by what is learnt."""


class Plain(nn.Module):
    """What a notebook would have."""

    def __init__(self, cell: Callable[..., nn.RNNBase], symbols: int, width: int, hidden: int) -> None:
        super().__init__()
        self.symbols = nn.Embedding(symbols, width)
        self.memory = cell(width, hidden, batch_first=True)
        self.output = nn.Linear(hidden, symbols)

    def forward(self, numbers: Tensor, state: Any) -> tuple[Tensor, Any]:
        """Symbols (batch, time) -> scores (batch, time, symbols), and the state."""
        states, state = self.memory(self.symbols(numbers), state)
        return self.output(states), state


def spec_of(cell: str, epochs: int) -> Spec:
    known = catalogue.find()
    preset = next(preset.spec for preset in known.presets if preset.name == "text-play")
    training = {**preset["training"], "epochs": epochs}
    return known.parse({**preset, "architecture": {**preset["architecture"], "cell": cell}, "training": training})


def measure() -> Iterator[Figure]:
    for cell in CELLS:
        spec = spec_of(cell, SHORT)
        ours, theirs = list[float](), list[float]()
        for turn in range(TIMES + 1):
            pair = [(ours, by_train), (theirs, plainly)]
            for seconds, side in pair if turn % 2 else reversed(pair):
                began = time.process_time()
                side(spec)
                seconds.append(time.process_time() - began)
        ratios = [plain / own for plain, own in zip(theirs[1:], ours[1:], strict=True)]  # the first warms both up
        yield Figure(cell, f"{ratio(ratios)}; {median(ours):.2f} s", "at least 0.97", {"s": median(ours)})
    for cell in CELLS:
        spec = spec_of(cell, LONG)
        own, plain = by_train(spec), plainly(spec)
        words = f"{own:.4f} bits a character, PyTorch's own layers {plain:.4f}"
        yield Figure(f"{cell}, {LONG} epochs", words, "within 0.01", {"difference": abs(own - plain)})


def by_train(spec: Spec) -> float:
    """Bits a character on the held-out text at the end."""
    bits = math.nan
    for event in train(spec, device="cpu"):
        if isinstance(event, Points) and event.clock == "epoch":
            bits = event.columns["validation/bits"][-1] or math.nan
    return bits


def plainly(spec: Spec) -> float:
    """The same from a loop that has nothing else to do."""
    torch.set_num_threads(1)
    task, training = spec.task, spec.training
    splits = task.splits(generator(0, "data"))
    values = spec.architecture.model_dump()
    network = Plain(CELLS[values["cell"]], len(task.shapes().source or ()), values["embedding"], values["hidden"])
    network.load_state_dict(spec.architecture.build(task.shapes(), generator(0, "weights")).state_dict())
    steps = optimizer(training, list(network.parameters()))
    windows, size = splits.train["windows"], training.batch_size
    history = [scored(network, splits.validation, spec.architecture.at_once(task))]
    for _ in range(training.epochs):
        state: Any = None
        for rows in torch.split(windows, size):
            scores, state = network(rows[:, :-1], state)
            loss = functional.cross_entropy(scores.flatten(0, 1), rows[:, 1:].flatten())
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), training.clip)
            steps.step()
            state = tuple(one.detach() for one in state) if isinstance(state, tuple) else state.detach()
            right = (scores.detach().argmax(-1) == rows[:, 1:]).float().mean()
            history.append([loss.item() / math.log(2), right.item()])
        history.append(scored(network, splits.validation, spec.architecture.at_once(task)))
    scored(network, splits.test, spec.architecture.at_once(task))
    return history[-1][0]


def scored(network: Plain, split: Split, at_once: int) -> list[float]:
    """Bits a character and the share of right ones, the text read in order."""
    state, nats, right, count = None, 0.0, 0, 0
    with torch.no_grad():
        for rows in torch.split(split["windows"], at_once):
            scores, state = network(rows[:, :-1], state)
            nats += functional.cross_entropy(scores.flatten(0, 1), rows[:, 1:].flatten(), reduction="sum").item()
            right += int((scores.argmax(-1) == rows[:, 1:]).sum())
            count += rows[:, 1:].numel()
    return [nats / count / math.log(2), right / count]
