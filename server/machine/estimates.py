"""How long an epoch will take at least, worked out from its multiply-adds and from how fast a worker learns here."""

import os

PASSES = 3
"""Forward, and backward through inputs and weights: each costs about one pass forward."""
LONG = 600.0
"""Seconds of an epoch from which on they are told before somebody begins."""
LEAST = 1e13
"""Multiply-adds of an epoch that any processor does in less."""


def work(multiply_adds: int, examples: int) -> int:
    """Multiply-adds of an epoch of so many examples, where one takes so many in a pass forward."""
    return PASSES * multiply_adds * examples


def estimate(multiply_adds: int, examples: int, pace: float, working: int = 0) -> float | None:
    """Seconds of an epoch at least, at a ``pace`` in multiply-adds a second, beside so many runs that are
    ``working``; None where it is done before anybody would ask."""
    seconds = shared_by(working) * work(multiply_adds, examples) / pace
    return seconds if seconds > LONG else None


def until_scored(multiply_adds: int, calls: int, pace: float, call: float) -> float:
    """Seconds until so many multiply-adds forward, in so many calls of layers, have been learnt from: small layers
    take the time of a ``call``, whatever they multiply."""
    return PASSES * multiply_adds / pace + calls * call


def shared_by(working: int) -> float:
    """How many times as long a worker takes where so many others are ``working``: they share the processors."""
    return max(1.0, (working + 1) / (os.cpu_count() or 1))
