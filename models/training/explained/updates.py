"""How each optimiser moves one weight, as formula and figures, in plain numbers of Python apart from torch's code."""

import math
from collections.abc import Mapping

from models.look.cell_working import added, figure
from models.look.explained import StepLine
from models.sentences import Sentence
from models.spec.training import Training

MOVED = Sentence("step-moved-by", "what is taken off the weight")
VELOCITY = Sentence("step-velocity", "velocity: what is left of earlier gradients, and this one")
FIRST = Sentence("step-first-moment", "running mean of the gradient")
SECOND = Sentence("step-second-moment", "running mean of its square")
FIRST_FAIR = Sentence("step-first-moment-fair", "that mean, made up for having begun at 0")
SECOND_FAIR = Sentence("step-second-moment-fair", "that of the square, made up for having begun at 0")
DECAYED = Sentence("step-decay", "what weight decay takes off")
NEW = Sentence("step-new-weight", "the new weight")

Memory = Mapping[str, float]
"""What the optimiser remembers of one weight, by torch's names; empty before the first step."""


def update(weight: float, gradient: float, rate: float, training: Training, memory: Memory) -> list[StepLine]:
    """The lines of an update; the last is the new weight."""
    ways = {"sgd": by_sgd, "rmsprop": by_rmsprop, "adam": by_adam, "adamw": by_adam}
    lines = ways[training.optimizer](gradient, rate, training, memory)
    moved = lines[-1].value or 0.0
    if training.optimizer == "adamw" and training.weight_decay:
        decay = training.weight_decay
        off = rate * decay * weight
        lines.append(line(DECAYED, "η · λ · w", f"{figure(rate)} · {figure(decay)} · {figure(weight)}", off))
        return [*lines, line(NEW, "w′ = w − Δ − η λ w", added(weight, -moved, -off), weight - moved - off)]
    return [*lines, line(NEW, "w′ = w − Δ", added(weight, -moved), weight - moved)]


def line(what: Sentence, formula: str, figures: str, value: float) -> StepLine:
    return StepLine(what=what(), formula=formula, figures=figures, value=value)


def by_sgd(g: float, rate: float, training: Training, memory: Memory) -> list[StepLine]:
    """Plain descent, or with momentum as PyTorch has it (Polyak 1964; Nesterov 1983): the rate stands before all."""
    if not training.momentum:
        return [line(MOVED, "Δ = η · g", f"{figure(rate)} · {figure(g)}", rate * g)]
    mu, before = training.momentum, memory.get("momentum_buffer")
    v = g if before is None else mu * before + g
    figures = figure(g) if before is None else f"{figure(mu)} · {figure(before)} + {figure(g)}"
    lines = [line(VELOCITY, "v′ = μ v + g", figures, v)]
    if training.nesterov:
        ahead = f"{figure(rate)} · ({figure(g)} + {figure(mu)} · {figure(v)})"
        return [*lines, line(MOVED, "Δ = η (g + μ v′)", ahead, rate * (g + mu * v))]
    return [*lines, line(MOVED, "Δ = η · v′", f"{figure(rate)} · {figure(v)}", rate * v)]


def by_rmsprop(g: float, rate: float, training: Training, memory: Memory) -> list[StepLine]:
    """Tieleman and Hinton 2012; epsilon beside the root or under it."""
    rho, before, epsilon = training.rho, memory.get("square_avg", 0.0), training.epsilon
    s = rho * before + (1 - rho) * g * g
    mean = f"{figure(rho)} · {figure(before)} + {figure(1 - rho)} · ({figure(g)})²"
    lines = [line(SECOND, "s′ = ρ s + (1 − ρ) g²", mean, s)]
    root = math.sqrt(s + epsilon) if training.epsilon_inside else math.sqrt(s) + epsilon
    under = "√(s′ + ε)" if training.epsilon_inside else "(√s′ + ε)"
    if not training.momentum:
        figures = f"{figure(rate)} · {figure(g)} / {figure(root)}"
        return [*lines, line(MOVED, f"Δ = η g / {under}", figures, rate * g / root)]
    mu, old = training.momentum, memory.get("momentum_buffer", 0.0)
    v = mu * old + g / root
    lines.append(line(VELOCITY, f"v′ = μ v + g / {under}", f"{figure(mu)} · {figure(old)} + {figure(g / root)}", v))
    return [*lines, line(MOVED, "Δ = η · v′", f"{figure(rate)} · {figure(v)}", rate * v)]


def by_adam(g: float, rate: float, training: Training, memory: Memory) -> list[StepLine]:
    """Kingma and Ba 2015, algorithm 1."""
    one, two = training.beta1, training.beta2
    step = memory.get("step", 0.0) + 1
    m, v = memory.get("exp_avg", 0.0), memory.get("exp_avg_sq", 0.0)
    first, second = one * m + (1 - one) * g, two * v + (1 - two) * g * g
    fair, square = first / (1 - one**step), second / (1 - two**step)
    root = math.sqrt(square) + training.epsilon
    means = [f"{figure(b)} · {figure(old)} + {figure(1 - b)} · {new}" for b, old, new in
             ((one, m, figure(g)), (two, v, f"({figure(g)})²"))]  # fmt: skip
    return [
        line(FIRST, "m′ = β₁ m + (1 − β₁) g", means[0], first),
        line(SECOND, "v′ = β₂ v + (1 − β₂) g²", means[1], second),
        line(FIRST_FAIR, "m̂ = m′ / (1 − β₁ᵗ)", f"{figure(first)} / {figure(1 - one**step)}", fair),
        line(SECOND_FAIR, "v̂ = v′ / (1 − β₂ᵗ)", f"{figure(second)} / {figure(1 - two**step)}", square),
        line(MOVED, "Δ = η m̂ / (√v̂ + ε)", f"{figure(rate)} · {figure(fair)} / {figure(root)}", rate * fair / root),
    ]
