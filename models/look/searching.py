"""A beam search as a tree: every text that it went on with, and the likeliest of those that it dropped."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from models.layers.decoding import Found, Move, length_penalty
from models.look.beams import BeamNode

MOST_REJECTED = 4
"""Shown after one text at most."""


@dataclass
class Tree:
    """Nodes of the first row of a search in the order of their places, and where each looked (nodes, time)."""

    nodes: list[BeamNode] = field(default_factory=list)
    looks: list[Tensor] = field(default_factory=list)
    best: list[int] = field(default_factory=list)


def tree_of(found: Found, width: int, end: int | None, normalisation: float, forced: Sequence[int]) -> Tree:
    """The tree of the first row of what a search found."""
    tree = Tree()
    slots = [-1] * width  # the node at which the text of each slot ends
    for place, move in enumerate(found.moves):
        wanted = forced[place] if place < len(forced) else None
        slots = grown(tree, move, slots, (place, end, normalisation, wanted))
    tree.best = path(tree.nodes, best_slot(tree, found, slots))
    return tree


def best_slot(tree: Tree, found: Found, slots: list[int]) -> int:
    """The node at which the best text ends; -1 of none."""
    wanted = found.symbols[0, 0].tolist()
    written = {slot: [tree.nodes[node].symbol for node in path(tree.nodes, slot)] for slot in slots}
    return next((slot for slot in slots if slot >= 0 and written[slot] == wanted[: len(written[slot])]), -1)


def path(nodes: list[BeamNode], node: int) -> list[int]:
    """The nodes from the first symbol to this one."""
    found: list[int] = []
    while node >= 0:
        found.insert(0, node)
        node = nodes[node].parent
    return found


def grown(
    tree: Tree, move: Move, slots: list[int], at: tuple[int, int | None, float, int | None]
) -> list[int]:  # fmt: skip
    """Adds what one step of the search looked at; the node at which the text of each slot ends after it.

    ``at`` is the place that is written, the end symbol, the length normalisation, and the symbol that is forced there.
    """
    place, end, normalisation, wanted = at
    penalty = float(length_penalty(torch.tensor(place + 1.0), normalisation))
    parents, symbols = move.parents[0].tolist(), move.symbols[0].tolist()
    chosen = {pair: slot for slot, pair in enumerate(zip(parents, symbols, strict=True))}
    following = [-1] * len(slots)
    for slot, before in enumerate(slots):
        total = float(move.totals[0, slot])
        if total == -torch.inf:
            continue
        if bool(move.finished[0, slot]):
            if (slot, end) in chosen:
                following[chosen[slot, end]] = before
            continue
        chances = move.log_probabilities[0, slot]
        shown = set(chances.topk(min(MOST_REJECTED, len(chances))).indices.tolist())
        shown |= {symbol for parent, symbol in chosen if parent == slot}
        shown |= set() if wanted is None else {wanted}
        for symbol in sorted(shown, key=lambda one: -float(chances[one])):
            taken = (slot, symbol) in chosen and (wanted is None or symbol == wanted)
            state = "rejected" if not taken else "ended" if symbol == end else "in the beam"
            if taken:
                following[chosen[slot, symbol]] = len(tree.nodes)
            chance = round(float(chances[symbol].exp()), 6)
            score = round((total + float(chances[symbol])) / penalty, 4)
            tree.nodes.append(BeamNode(parent=before, symbol=symbol, chance=chance, score=score, state=state))
            tree.looks += [] if move.attention is None else [move.attention[0, slot]]
    return following
