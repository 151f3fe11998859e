"""What is said of a step, part by part: each line with its formula, its figures and what comes out."""

import math

from models.look.cell_working import figure
from models.look.explained import StepLine, StepPart
from models.look.moment import Moment
from models.sentences import Sentence, Text
from models.spec.spec import Spec
from models.training.explained.one_step import Check, Worked
from models.training.explained.updates import Memory, update

FORWARD, LOSS, BACKWARD, UPDATE, CHECK = (
    Sentence("step-forward", "Forward"),
    Sentence("step-loss", "Loss"),
    Sentence("step-backward", "Backward"),
    Sentence("step-update", "Update"),
    Sentence("step-check", "Is the gradient right?"),
)
THE_WEIGHT, READ, ADDS, SUM, CHANCE = (
    Sentence("step-the-weight", "the weight"),
    Sentence("step-reads", "what it reads of the example"),
    Sentence("step-adds", "what it adds to the sum of its unit"),
    Sentence("step-sum", "the whole sum of its unit"),
    Sentence("step-chance", "what softmax gives the right answer"),
)
OWN_LOSS, MEAN_LOSS, WHOLE_LOSS = (
    Sentence("step-own-loss", "loss of the example"),
    Sentence("step-mean-loss", "mean of the {count} losses of the batch"),
    Sentence("step-whole-loss", "loss of the batch of {count}: {name}"),
)
SLOPE_OF_SUM, OWN_SLOPE, GRADIENT = (
    Sentence("step-slope-of-sum", "how the loss changes with the sum"),
    Sentence("step-own-slope", "how it changes with the weight, of the example"),
    Sentence("step-gradient", "gradient: the same of the whole batch"),
)
CHARGED, SHORTENED = (
    Sentence("step-charged", "with what L1 and L2 charge"),
    Sentence("step-shortened", "clipped"),
)
AT_PLACES = Sentence(
    "step-at-places",
    "Its layer uses this weight at {places:whole} places of the example. Each has an x and a δ of its own; how the "
    "loss changes with the weight is the sum of all δ · x.",
)
SEVERAL_WAYS = Sentence(
    "step-several-ways",
    "Its layer uses this weight in more than one sum, as at every step of a sequence: how the loss changes with it is "
    "counted over all of them.",
)
NOT_KEPT = Sentence(
    "step-memory-not-kept",
    "What {optimizer} remembers of earlier steps is not kept of this one: look at the newest or the best, or "
    "pause the run.",
)
ABOVE, BELOW, NUMERIC, COMPUTED, APART = (
    Sentence("step-above", "loss with the weight a little larger"),
    Sentence("step-below", "loss with the weight a little smaller"),
    Sentence("step-numeric", "central difference"),
    Sentence("step-computed", "back-propagation says"),
    Sentence("step-apart", "apart, as a share of the larger"),
)
RIGHT = Sentence("step-gradient-right", "They agree to {digits} digits: the gradient is right.")
NOTHING = Sentence("step-gradient-nothing", "Both are 0: this weight changes nothing for this batch.")
KINK = Sentence(
    "step-gradient-kink",
    "They are further apart than rounding explains: between both losses lies a bend, as that of ReLU or of a maximum, "
    "or the gradient is not meant to be the slope of this loss.",
)
TRUNCATED = Sentence(
    "step-gradient-truncated",
    "This network cuts the way back after {steps} steps, so its gradient is meant to be another than the slope.",
)
SURE, NEAR, ROUNDED = 1e-6, 1e-12, 1e-15
OPTIMIZERS = {"sgd": "SGD", "rmsprop": "RMSprop", "adam": "Adam", "adamw": "AdamW"}


def parts_of(worked: Worked, moment: Moment, memory: Memory | None, count: int, spec: Spec) -> list[StepPart]:
    """The five parts, for the ``count`` examples of the batch."""
    return [
        StepPart(title=FORWARD(), lines=forward(worked), remarks=used(worked)),
        StepPart(title=LOSS(), lines=losses(worked, count)),
        StepPart(title=BACKWARD(), lines=backward(worked, moment)),
        updated(worked, moment, memory),
        StepPart(title=CHECK(), lines=checked(worked.check), remarks=[verdict(worked.check, spec)]),
    ]


def line(what: Text, formula: str, figures: str, value: float) -> StepLine:
    return StepLine(what=what, formula=formula, figures=figures, value=value)


def forward(worked: Worked) -> list[StepLine]:
    lines = [line(THE_WEIGHT(), "w", "", worked.weight)]
    if unit := worked.unit:
        product = worked.weight * unit.read
        lines += [
            line(READ(), "x", "", unit.read),
            line(ADDS(), "w · x", f"{figure(worked.weight)} · {figure(unit.read)}", product),
            line(SUM(), "z = w · x + …", f"{figure(product)} + {figure(unit.sum - product)}", unit.sum),
        ]
    if worked.chance is not None:
        lines.append(line(CHANCE(), "p", "", worked.chance))
    return lines


def used(worked: Worked) -> list[Text]:
    """Why there is no one x that the weight reads, where there is none."""
    if worked.unit is not None:
        return []
    return [AT_PLACES(places=worked.places) if worked.places > 1 else SEVERAL_WAYS()]


def losses(worked: Worked, count: int) -> list[StepLine]:
    if worked.own is None:
        return [line(WHOLE_LOSS(count=count, name=worked.name), "L", "", worked.loss)]
    own, chance = worked.own[0], worked.chance
    entropy = chance is not None and chance > 0 and abs(own + math.log(chance)) < NEAR * max(1.0, own)
    formula, figures = ("ℓ = −ln p", f"−ln {figure(chance or 0)}") if entropy else ("ℓ", "")
    mean = line(MEAN_LOSS(count=count), "L = (ℓ₁ + ℓ₂ + …) / n", "", worked.loss)
    return [line(OWN_LOSS(), formula, figures, own), mean]


def backward(worked: Worked, moment: Moment) -> list[StepLine]:
    lines, unit, training = [], worked.unit, moment.training
    letter = "L" if worked.own is None else "ℓ"
    if unit:
        lines.append(line(SLOPE_OF_SUM(), f"δ = ∂{letter}/∂z", "", unit.slope))
    if worked.own is not None:
        formula, figures = "∂ℓ/∂w", ""
        if unit:
            formula, figures = "∂ℓ/∂w = δ · x", f"{figure(unit.slope)} · {figure(unit.read)}"
        lines.append(line(OWN_SLOPE(), formula, figures, worked.own[1]))
    lines.append(line(GRADIENT(), "g = ∂L/∂w", "", worked.gradient))
    charged = worked.gradient + worked.charges
    if training.l1 or training.l2:
        figures = f"{figure(worked.gradient)} + {figure(worked.charges)}"
        lines.append(line(CHARGED(), "g + 2 λ₂ w + λ₁ sign w", figures, charged))
    if training.clip or training.clip_value:
        figures = f"{figure(charged)}, ‖g‖ = {figure(worked.norm)}"
        lines.append(line(SHORTENED(), "g · min(1, c / ‖g‖)", figures, worked.used))
    return lines


def updated(worked: Worked, moment: Moment, memory: Memory | None) -> StepPart:
    if memory is None:
        return StepPart(title=UPDATE(), lines=[], remarks=[NOT_KEPT(optimizer=OPTIMIZERS[moment.training.optimizer])])
    return StepPart(title=UPDATE(), lines=update(worked.weight, worked.used, moment.rate, moment.training, memory))


def checked(check: Check) -> list[StepLine]:
    return [
        written_out(ABOVE(), f"L(w + h), h = {figure(check.width)}", check.above),
        written_out(BELOW(), "L(w − h)", check.below),
        written_out(NUMERIC(), "(L(w + h) − L(w − h)) / 2h", check.numeric),
        written_out(COMPUTED(), "∂L/∂w", check.computed),
        line(APART(), "|a − b| / max(|a|, |b|)", "", check.apart),
    ]


def written_out(what: Text, formula: str, value: float) -> StepLine:
    """Of two numbers that hardly differ all digits are wanted."""
    return StepLine(what=what, formula=formula, value=value, digits=12)


def verdict(check: Check, spec: Spec) -> Text:
    """What the check comes to. Where the loss is large and the slope tiny, rounding alone sets both apart."""
    rounding = ROUNDED * max(abs(check.above), abs(check.below)) / check.width
    if max(abs(check.numeric), abs(check.computed)) <= rounding:
        return NOTHING()
    if check.apart < SURE or abs(check.numeric - check.computed) < 10 * rounding:
        return RIGHT(digits=max(1, math.floor(-math.log10(max(check.apart, ROUNDED)))))
    if steps := getattr(spec.architecture, "truncate", 0):
        return TRUNCATED(steps=steps)
    return KINK()
