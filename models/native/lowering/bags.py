"""Texts whose words are counted: what comes after the counting."""

from typing import Any

from torch import nn

from models.native.building import Builder, Derived, Lower, Value
from models.native.lowering.dense import dense


def bag_of_words(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Counts of symbols, made by PyTorch, into scores: straight, or by a hidden layer."""
    counts = build.take_in("units", (network.bag.symbols,))
    build.vocabularies.append(network.bag.symbols)
    build.derived.append(Derived(build.intakes.pop(), "outside", lambda batch: network.bag(batch.inputs)))
    value = build.mask(network.dropout, counts)
    if isinstance(network.hidden, nn.Linear):
        value = dense(build, network.hidden, value, "ReLU")
    return dense(build, network.output, value)


BAGS: dict[str, Lower] = {"models.architectures.bag_of_words.Network": bag_of_words}
