"""States of a text that is read at several places at once: which of them a batch goes on from, and ends in."""

from torch import Tensor


def at_streams(state: tuple[Tensor, ...], streams: Tensor) -> tuple[Tensor, ...]:
    """States of the places ``streams`` (batch) of a text, each (layers, batch, units); 0 where there is none yet."""
    before = tuple(one.new_zeros(one.shape[0], len(streams), one.shape[2]) for one in state)
    for new, old in zip(before, state, strict=True):
        present = streams < old.shape[1]
        new[:, present] = old[:, streams[present]]
    return before


def with_streams(state: tuple[Tensor, ...], streams: Tensor, ended: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """States of all places of a text (layers, places, units), with what those of ``streams`` (batch) ended with."""
    most = max(int(streams.max()) + 1, state[0].shape[1] if state else 0)
    after = tuple(one.new_zeros(one.shape[0], most, one.shape[2]) for one in ended)
    for place, (new, last) in enumerate(zip(after, ended, strict=True)):
        if state:
            new[:, : state[place].shape[1]] = state[place]
        new.index_copy_(1, streams, last)
    return after
