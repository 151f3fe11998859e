"""Where in a sequence a head on a memory stops being a number: on the way forward, or on the way back."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from models.layers.memory import AddressedHead, titles
from models.sentences import NO_TEXT, Sentence, Text

HEAD_LOST = Sentence(
    "head-lost",
    "{head} has no place any more at step {place:whole} of a sequence: its weights are no numbers, with strength β "
    "{strength:figure} and sharpening γ {sharpening:figure}.",
)
HEAD_SLOPE_LOST = Sentence(
    "head-slope-lost", "On the way back the slope of {head} is no number at step {place:whole} of a sequence."
)


def lost_head(network: nn.Module, loss: Callable[[], Tensor]) -> Text:
    """The head and the step at which the ``loss`` () of ``network``, or its slope, is lost; nothing where none is."""
    heads = [module for module in network.modules() if isinstance(module, AddressedHead)]
    named, steps = dict(zip(heads, titles(heads), strict=True)), Counter[nn.Module]()
    found: list[Text] = []

    def forward(module: AddressedHead, args: tuple[Any, ...], output: tuple[Tensor, Tensor]) -> None:
        steps[module] += 1
        head, place, weights = named[module], steps[module], output[1]
        if not found and not finite(weights):
            by = module.addressing(*args)
            rows = (~weights.isfinite()).any(1)
            strength, sharpening = (float(one[rows].max().detach()) for one in (by.strength, by.sharpening))
            found.append(HEAD_LOST(head=head, place=place, strength=strength, sharpening=sharpening))
        elif weights.requires_grad:
            weights.register_hook(lambda slope: backward(head, place, slope))  # type: ignore[no-untyped-call]

    def backward(head: Text, place: int, slope: Tensor) -> None:
        if not found and not finite(slope):
            found.append(HEAD_SLOPE_LOST(head=head, place=place))

    hooks = [head.register_forward_hook(forward) for head in heads]
    try:
        with torch.enable_grad():
            whole = loss()
            if not found:
                whole.backward()  # type: ignore[no-untyped-call]
    finally:
        for hook in hooks:
            hook.remove()
    return found[0] if found else NO_TEXT


def finite(values: Tensor) -> bool:
    """Whether all values (…) are numbers."""
    return bool(values.isfinite().all())
