"""Formulas of x as people type them: names and numbers, read and never run as a program.

Precedence climbing (Richards 1979): each sign knows how tightly it binds, and a power binds to the right.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.sentences import Sentence

UNKNOWN = Sentence("formula-unknown-name", '"{name}" is not known here. Known are x, pi, e and {known}.')
SIGN = Sentence("formula-unknown-sign", 'The sign "{sign}" means nothing here: + - * / ^ ( ) and commas do.')
UNEXPECTED = Sentence(
    "formula-unexpected", 'At place {place} stands "{found}", where a number, x or a function should be.'
)
ENDED = Sentence("formula-ended", "The formula ends too early: a number, x or a function is missing.")
UNCLOSED = Sentence("formula-unclosed", "A bracket is not closed.")
LEFT = Sentence("formula-left-over", 'After the end of the formula stands "{found}": a sign is missing before it.')
ARGUMENTS = Sentence(
    "formula-arguments", "{name} takes {count} values in brackets, as {name}({shown}); here are {found}."
)
NOT_CALLED = Sentence("formula-not-called", "{name} takes its value in brackets: {name}(x).")
DEEP = Sentence("formula-deep", "The formula is nested more than {most} deep.")

Values = Callable[[Tensor], Tensor]

FUNCTIONS: dict[str, tuple[int, Callable[..., Tensor]]] = {
    "exp": (1, torch.exp), "log": (1, torch.log), "sqrt": (1, torch.sqrt), "abs": (1, torch.abs),
    "sin": (1, torch.sin), "cos": (1, torch.cos), "tanh": (1, torch.tanh), "atan": (1, torch.atan),
    "sigmoid": (1, torch.sigmoid), "relu": (1, torch.relu), "erf": (1, torch.erf),
    "softplus": (1, torch.nn.functional.softplus), "sign": (1, torch.sign),
    "max": (2, torch.maximum), "min": (2, torch.minimum),
}  # fmt: skip
CONSTANTS = {"pi": math.pi, "e": math.e}
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 4}
MINUS = 3
"""A minus before something binds tighter than a product, and looser than a power: -x^2 is -(x^2)."""
DEEPEST = 30
TOKEN = re.compile(r"\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|(\S))")


@dataclass(frozen=True)
class Token:
    kind: str
    """"number", "name" or "sign"."""
    text: str
    place: int
    """In the formula, counted from 1."""


def formula(text: str) -> Values:
    """What a formula makes of x (…), each value by itself, (…). Raises ValueError if something in
    it is not known, and names it.
    """
    reader = Reader(tokens(text))
    found = reader.sum(0, 0)
    if (over := reader.next()) is not None:
        raise ValueError(LEFT(found=over.text))
    return lambda x: found(x) + 0 * x  # so that autograd knows of a slope where x does not stand, which is 0


def tokens(text: str) -> list[Token]:
    """Raises ValueError if a sign means nothing."""
    text = text.replace("\u2212", "-").replace("**", "^").replace("\u00b7", "*")
    found: list[Token] = []
    for match in TOKEN.finditer(text):
        number, name, sign = match.groups()
        if sign is not None and sign not in {*BINDS, "(", ")", ","}:
            raise ValueError(SIGN(sign=sign))
        kind = "number" if number else "name" if name else "sign"
        found.append(Token(kind, match.group().strip(), match.end() - len(match.group().strip()) + 1))
    return found


class Reader:
    """Goes through tokens once, from the left."""

    def __init__(self, found: list[Token]) -> None:
        self.found, self.at = found, 0

    def next(self) -> Token | None:
        return self.found[self.at] if self.at < len(self.found) else None

    def take(self) -> Token:
        """Raises ValueError if the formula ends here."""
        token = self.next()
        if token is None:
            raise ValueError(ENDED())
        self.at += 1
        return token

    def sum(self, least: int, depth: int) -> Values:
        """Values joined by signs that bind at least so tightly. Raises ValueError if something is missing."""
        if depth > DEEPEST:
            raise ValueError(DEEP(most=DEEPEST))
        left = self.value(depth)
        while (token := self.next()) and BINDS.get(token.text, -1) >= max(least, 1):
            self.at += 1
            binds = BINDS[token.text]
            left = joined(token.text, left, self.sum(binds if token.text == "^" else binds + 1, depth + 1))
        return left

    def value(self, depth: int) -> Values:
        """A number, x, a constant, a function, what stands in brackets, or one of these below 0.

        Raises ValueError if it is none of them.
        """
        token = self.take()
        if token.kind == "number":
            return constant(float(token.text))
        if token.kind == "name":
            return self.named(token.text, depth)
        if token.text == "-":
            inner = self.sum(MINUS, depth + 1)
            return lambda x: -inner(x)
        if token.text == "+":
            return self.sum(MINUS, depth + 1)
        if token.text == "(":
            return self.bracket(depth)[0]
        raise ValueError(UNEXPECTED(place=token.place, found=token.text))

    def named(self, name: str, depth: int) -> Values:
        """x, a constant, or a function of what follows in brackets. Raises ValueError if the name is not known."""
        if name == "x":
            return lambda x: x
        if name in CONSTANTS:
            return constant(CONSTANTS[name])
        if name not in FUNCTIONS:
            raise ValueError(UNKNOWN(name=name[:20], known=list(FUNCTIONS)))
        token = self.next()
        if token is None or token.text != "(":
            raise ValueError(NOT_CALLED(name=name))
        self.at += 1
        count, function = FUNCTIONS[name]
        inner = self.bracket(depth)
        if len(inner) != count:
            shown = ", ".join(["x", "1"][:count])
            raise ValueError(ARGUMENTS(name=name, count=count, shown=shown, found=len(inner)))
        return lambda x: function(*(one(x) for one in inner))

    def bracket(self, depth: int) -> list[Values]:
        """What stands between brackets, parted by commas; the first bracket has been read.

        Raises ValueError if there is no second one.
        """
        found = [self.sum(0, depth + 1)]
        while (token := self.next()) and token.text == ",":
            self.at += 1
            found.append(self.sum(0, depth + 1))
        token = self.next()
        if token is None or token.text != ")":
            raise ValueError(UNCLOSED())
        self.at += 1
        return found


def constant(value: float) -> Values:
    return lambda x: torch.full_like(x, value)


def joined(sign: str, left: Values, right: Values) -> Values:
    """Two values with a sign between them."""
    match sign:
        case "+":
            return lambda x: left(x) + right(x)
        case "-":
            return lambda x: left(x) - right(x)
        case "*":
            return lambda x: left(x) * right(x)
        case "/":
            return lambda x: left(x) / right(x)
        case _:
            return lambda x: left(x) ** right(x)
