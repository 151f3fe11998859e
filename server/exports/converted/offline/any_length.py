"""A network that answers texts of any length, as the server asks it, in one ONNX file.

Such a file is not taken on trust: it is asked short and long texts, and what it answers held against the network's own
answers. Where none is right the page has a file for texts of one length, which is asked in the same way.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.equations import USUAL
from models.layers.recurrent import RNN
from models.sentences import Sentence
from server.exports.converted import onnx_file
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.offline.asked import Asked
from server.exports.converted.offline.typed import Reading
from server.exports.converted.sample import Written

ANSWERS_DIFFER = Sentence("onnx-lengths-differ", "The file would answer shorter texts otherwise than the network.")
FARTHEST = 1e-4
"""The largest difference of two chances that is put down to rounding."""
LENGTHS = (1, 2, 3, 4, 5, 7, 10, 15, 30)
OPEN, SHUT = 100.0, -100.0
"""Biases with which a gate lets all through, and nothing: its sigmoid is 1 in 32 bits, and below 1e-43."""


def write(asked: Asked, reading: Reading, about: dict[str, Any], folder: Path) -> tuple[Written, Reading]:
    """The file, what it answers to the examples, and how it reads. Raises Inconvertible."""
    network = deepcopy(asked.network)
    for name, module in [*network.named_modules()]:
        if isinstance(module, RNN) and module.by == USUAL and module.nonlinearity == "tanh":
            parent, _, own = name.rpartition(".")
            setattr(network.get_submodule(parent), own, as_gru(module))
    written = onnx_file.write(replace(asked, network=network), about, folder, any_length=True)
    return written, as_answered(written.file, asked, reading)


def as_gru(layer: RNN) -> nn.GRU:
    """The same layer as one that can be a node: PyTorch's exporter writes out all steps of a SimpleRNN.

    A GRU whose reset gate is open and whose update gate is shut takes its candidate for the new state.
    """
    sizes = (layer.input_size, layer.hidden_size, layer.num_layers)
    found = nn.GRU(*sizes, batch_first=True, bidirectional=layer.bidirectional).eval()
    with torch.no_grad():
        for name, weights in found.named_parameters():
            reset, update, candidate = weights.zero_().chunk(3)
            if name.startswith("bias_ih"):
                reset.fill_(OPEN)
                update.fill_(SHUT)
            if layer.bias or not name.startswith("bias"):
                candidate.copy_(layer.get_parameter(name))
    return found


def as_answered(file: Path, asked: Asked, reading: Reading) -> Reading:
    """How texts are to be filled up, if at all, that the file answers as the network does. Raises Inconvertible."""
    time = asked.inputs["inputs"].shape[1]
    leasts = (1, time) if reading.fill >= 0 else (1,)
    lengths = [one for one in LENGTHS if one < time] + [time, min(reading.length, 2 * time)]
    found = right(file, asked, [replace(reading, least=least) for least in leasts], lengths)
    if found is None:
        raise Inconvertible(ANSWERS_DIFFER())
    return found


def of_one_length(file: Path, asked: Asked, reading: Reading) -> Reading | None:
    """How texts are read by a file that takes texts of the examples' length alone: shorter ones filled up, if the
    network answers these as it does the text itself, and else none but of that length.
    """
    time = asked.inputs["inputs"].shape[1]
    exactly = replace(reading, least=time, length=time, ending=False)
    found = None
    if reading.fill >= 0:
        found = right(file, asked, [exactly], [one for one in LENGTHS if one < time] + [time])
    return found or right(file, asked, [replace(exactly, fill=-1)], [time])


def right(file: Path, asked: Asked, readings: Sequence[Reading], lengths: Sequence[int]) -> Reading | None:
    """The first of the readings, filled up before a text or behind it, by which texts so long are answered alike."""
    session = onnx_file.opened(file)
    rows = asked.inputs["inputs"]  # (texts, time)
    longer = torch.cat([rows, rows], 1)  # (texts, 2 x time)
    with torch.no_grad():
        texts = [(text, last(asked.forward(text))) for text in (longer[:, -length:] for length in lengths)]
    for reading, before in product(readings, (True, False)):
        found = replace(reading, before=before)
        if all(farthest(session, filled(text, found), wanted) < FARTHEST for text, wanted in texts):
            return found
    return None


def filled(text: Tensor, reading: Reading) -> Tensor:
    """(texts, time) -> as long as the file needs it."""
    missing = max(0, reading.least - text.shape[1])
    return functional.pad(text, (missing, 0) if reading.before else (0, missing), value=reading.fill)


def farthest(session: Any, text: Tensor, wanted: Tensor) -> float:
    """How far the file's answers are from ``wanted`` (texts, answers); without end where it gives none."""
    try:
        (found,) = session.run(None, {"inputs": text.numpy()})
    except Exception:  # onnxruntime has a class of its own for each thing that can go wrong
        return float("inf")
    return float((last(torch.from_numpy(found)) - wanted).abs().max())


def last(outputs: Tensor) -> Tensor:
    """Of an answer at every step (texts, time, symbols) the last one."""
    return outputs[:, -1] if outputs.dim() == 3 else outputs
