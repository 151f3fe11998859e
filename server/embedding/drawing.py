"""Curves as a small SVG, for pages of others: lines, two axes, and a name for each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import isfinite
from typing import TypeGuard

from models.events import Number

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 360, 56, 16, 44
PALETTE = ("#0072b2", "#d98200", "#009e73", "#b4588f", "#d55e00", "#3d9bd6", "#8d8600", "#6d727a")
DASHES = ("", "6 3", "2 3")
LINE = 18
TICKS = 5


@dataclass(frozen=True)
class Line:
    """Values along epochs; None is a gap."""

    name: str
    epochs: Sequence[float]
    values: Sequence[Number]


def drawn(lines: Sequence[Line], title: str) -> str:
    """A line beyond the eighth has the colour of an earlier one, dashed."""
    points = [(x, y) for line in lines for x, y in zip(line.epochs, line.values, strict=True) if good(y)]
    last = max((x for x, _ in points), default=1.0) or 1.0
    least, most = min((y for _, y in points), default=0.0), max((y for _, y in points), default=1.0)
    most = most if most > least else least + 1.0
    height = HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> str:
        return f"{LEFT + x / last * (WIDTH - LEFT - 16):.1f} {TOP + (most - y) / (most - least) * height:.1f}"

    parts = [f"<title>{escape(title)}</title>"]
    for tick in range(TICKS):
        share = tick / (TICKS - 1)
        y = TOP + (1 - share) * height
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - 16}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" class="end">{least + share * (most - least):.3g}</text>')
        x = LEFT + share * (WIDTH - LEFT - 16)
        parts.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" class="middle">{share * last:.3g}</text>')
    for place, line in enumerate(lines):
        colour, dash = PALETTE[place % len(PALETTE)], DASHES[place // len(PALETTE) % len(DASHES)]
        parts.append(f'<path fill="none" stroke="{colour}" stroke-dasharray="{dash}" d="{path(line, at)}"/>')
        y = HEIGHT + LINE * place
        parts.append(f'<path stroke="{colour}" stroke-dasharray="{dash}" d="M{LEFT} {y - 4}h22"/>')
        parts.append(f'<text x="{LEFT + 30}" y="{y}">{escape(line.name)}</text>')
    size = f"0 0 {WIDTH} {HEIGHT + LINE * len(lines)}"
    return f'<svg viewBox="{size}" role="img" aria-label="{escape(title, quote=True)}">{"".join(parts)}</svg>'


def path(line: Line, at: object) -> str:
    assert callable(at)
    words, pen_up = [], True
    for x, y in zip(line.epochs, line.values, strict=True):
        if good(y):
            words.append(f"{'M' if pen_up else 'L'}{at(x, y)}")
        pen_up = not good(y)
    return "".join(words)


def good(value: Number) -> TypeGuard[float]:
    return value is not None and isfinite(value)
