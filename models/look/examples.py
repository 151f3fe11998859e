"""Held-out examples that views show where nobody can ask a question of their own."""

from dataclasses import replace

import torch
from torch import nn

from models.look.view import to_device
from models.spec.kinds import Batch, Form, Split, Splits, run
from models.spec.metrics import batches
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.task import Task
from models.texts.next_symbol import NextSymbol


def last_example(network: nn.Module, spec: Spec, split: Split) -> Batch:
    """Of windows the last, with the state that the network has carried until there; else the longest sequence.

    A batch of one where the network is.
    """
    if spec.task.kind.inputs is not Form.WINDOW:
        return to_device(longest_example(spec.task, split), network)
    every, last, state = spec.architecture.at_once(spec.task), len(split) - 1, None
    for row in range(last % every, last, every):
        state = run(network, one_example(spec.task, network, split, row).after(state))[1]
    return one_example(spec.task, network, split, last).after(state)


def one_example(task: Task, network: nn.Module, split: Split, row: int) -> Batch:
    """One example of the split as a batch of one where the network is."""
    rows = torch.tensor([row], device=next(iter(split.tensors.values())).device)
    return to_device(task.batch(split, rows, generator(0, "views", rows.device), training=False), network)


def longest_example(task: Task, split: Split) -> Batch:
    """The example of which the most counts, among the first; a batch of one."""
    batch = next(batches(task, split))
    row = 0 if batch.mask is None else int(batch.mask.flatten(1).sum(1).argmax())
    one = slice(row, row + 1)
    mask = None if batch.mask is None else batch.mask[one]
    return replace(batch, inputs=batch.inputs[one], targets=batch.targets[one], mask=mask, more={})


def running_text(task: Task, splits: Splits) -> Batch:
    """The held-out part of a running text, as a batch of one.

    Of a task that has no more than windows of it, all of them one after the other; where the text is read at several
    places side by side, it is put together place by place.
    """
    if isinstance(task, NextSymbol):  # its windows leave out the end of each place: words would be torn apart
        text = task.parts()[1].unsqueeze(0)
        return Batch(
            text, text, more={"stream": torch.zeros(1, dtype=torch.long)} if task.windows == "in order" else {}
        )
    parts = list(batches(task, splits.validation))
    inputs = torch.cat([one.inputs for one in parts])  # (rows, time)
    if "stream" not in parts[0].more:
        return replace(parts[0], inputs=inputs.flatten().unsqueeze(0), targets=inputs.flatten().unsqueeze(0))
    order = torch.cat([one.more["stream"] for one in parts]).argsort(stable=True)
    text = inputs[order].flatten().unsqueeze(0)
    return Batch(text, text, more={"stream": order.new_zeros(1)})


def excerpt(text: Batch, start: int, end: int) -> Batch:
    """A part of a batch of one, from ``start`` to before ``end``."""
    return replace(text, inputs=text.inputs[:, start:end], targets=text.targets[:, start:end])
