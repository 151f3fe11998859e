"""Settings of a training. Everything that can change without a new network is live."""

from typing import Any, ClassVar, Literal

from models.spec.engine import EngineName, PrecisionName, engine_setting, precision_setting
from models.spec.optimizer_settings import OPTIMIZER_SETTINGS, that_follow
from models.spec.settings import Settings, amounts, setting

Optimizer = Literal[*OPTIMIZER_SETTINGS]  # type: ignore[valid-type]
ScheduleName = Literal["none", "step", "exponential", "inverse", "cosine", "plateau", "plateau-inverse"]


def detail(default: Any, title: str, text: str, group: str, **page: Any) -> Any:
    """A live setting that is folded away."""
    return setting(default, title, text, group=group, advanced=True, **{"live": True, **page})


class Training(Settings):
    """How a network is trained: optimiser, learning rate and its schedule, batch size, length, limits, seed."""

    title: ClassVar[str] = "Training"

    optimizer: Optimizer = setting(
        "adam",
        "Optimiser",
        "Adam and RMSprop give every weight a pace of its own; SGD moves all at one rate and asks for a larger one.",
        group="Training",
    )
    learning_rate: float = setting(
        0.001,
        "Learning rate",
        "A larger rate learns faster until it overshoots: then the loss jumps or becomes infinite.",
        between=(1e-6, 10.0),
        scale="log",
        live=True,
        group="Training",
        slows=False,
    )
    batch_size: int = setting(
        128,
        "Batch size",
        "Larger batches give steadier, fewer steps in each epoch; smaller ones give more and noisier steps.",
        between=(1, 4096),
        scale="log",
        live=True,
        group="Training",
    )
    epochs: int = setting(
        20,
        "Epochs",
        "How often the network sees every training example; longer training learns more until it only memorises.",
        between=(1, 1000),
        scale="log",
        group="Training",
        when={"batches": [0]},
        slows=False,
    )
    seed: int = setting(
        0,
        "Seed",
        "Another seed gives other first weights and another order; equal seeds give equal runs.",
        between=(0, 9999),
        group="Training",
        slows=False,
    )
    schedule: ScheduleName = setting(
        "none",
        "Schedule",
        "Large steps find the valley, small ones its floor: a schedule goes from one to the other.",
        live=True,
        group="Training",
        preview="rates",
    )
    batches: int = setting(
        0,
        "Length in batches",
        "Above 0, training ends after this many batches instead of after whole epochs.",
        between=(0, 1_000_000),
        scale="log",
        group="Training",
        advanced=True,
        slows=False,
    )
    engine: EngineName = engine_setting()
    precision: PrecisionName = precision_setting()
    momentum: float = detail(
        0.0,
        "Momentum",
        "Keeps part of the last move, so that steady slopes are crossed faster; too much overshoots.",
        "Optimiser",
        between=(0.0, 0.99),
        when=that_follow("momentum"),
    )
    nesterov: bool = detail(
        False,
        "Nesterov",
        "Looks at the slope where momentum is about to lead, and so brakes earlier. Needs momentum.",
        "Optimiser",
        when=that_follow("nesterov"),
    )
    rho: float = detail(
        0.9,
        "RMSprop's memory",
        "How long past slopes count: closer to 1 is smoother and slower to notice a change.",
        "Optimiser",
        between=(0.5, 0.999),
        when=that_follow("rho"),
    )
    beta1: float = detail(
        0.9,
        "Adam's first memory",
        "How long the direction of past slopes counts: Adam's momentum.",
        "Optimiser",
        between=(0.0, 0.999),
        when=that_follow("beta1"),
    )
    beta2: float = detail(
        0.999,
        "Adam's second memory",
        "How long the size of past slopes counts; closer to 1 keeps the pace of each weight steadier.",
        "Optimiser",
        between=(0.5, 0.99999),
        when=that_follow("beta2"),
    )
    epsilon: float = detail(
        1e-8,
        "Epsilon",
        "Keeps adaptive optimisers from dividing by nothing; larger values make them cautious where slopes are small.",
        "Optimiser",
        between=(1e-10, 0.1),
        scale="log",
        when=that_follow("epsilon"),
    )
    epsilon_inside: bool = detail(
        False,
        "Epsilon under the root",
        "Adds epsilon to the mean of the squares, before its root is taken: far more cautious where slopes are small.",
        "Optimiser",
        when=that_follow("epsilon_inside"),
    )
    weight_decay: float = detail(
        0.01,
        "Weight decay",
        "Shrinks every weight a little at each step, apart from the slope.",
        "Optimiser",
        between=(0.0, 1.0),
        when=that_follow("weight_decay"),
    )

    warmup: float = detail(
        0.0,
        "Warm-up",
        "The rate grows from nothing over this many epochs, while the first steps are still wild.",
        "Schedule",
        between=(0.0, 50.0),
        unit="epochs",
    )
    schedule_factor: float = detail(
        0.5,
        "Factor",
        "What the rate is multiplied by each time; smaller slows down more sharply.",
        "Schedule",
        between=(0.01, 1.0),
        when={"schedule": ["step", "exponential", "plateau", "plateau-inverse"]},
    )
    schedule_every: int = detail(
        10,
        "Every",
        "Epochs between two cuts; on a plateau, scorings without improvement that are waited for, one an epoch as a "
        "rule.",
        "Schedule",
        between=(1, 200),
        unit="epochs",
        when={"schedule": ["step", "exponential", "plateau", "plateau-inverse"]},
    )
    schedule_watches: Literal["headline", "loss"] = detail(
        "headline",
        "Watched",
        "What has to improve on the validation examples, or else the rate is cut: the headline series, or the loss.",
        "Schedule",
        when={"schedule": ["plateau", "plateau-inverse"]},
    )
    schedule_threshold: float = detail(
        0.0,
        "Least gain",
        "Only a gain of more than this counts as an improvement, as Keras's min_delta.",
        "Schedule",
        between=(0.0, 1.0),
        when={"schedule": ["plateau", "plateau-inverse"]},
    )
    schedule_cooldown: int = detail(
        0,
        "Cooldown",
        "After a cut nothing is counted until this many scorings later. As Keras counts, 1 is already the next one.",
        "Schedule",
        between=(0, 200),
        unit="scorings",
        when={"schedule": ["plateau", "plateau-inverse"]},
    )
    decay: float = detail(
        1e-4,
        "Decay",
        "Divides the rate by 1 + decay x steps, as Keras's decay does.",
        "Schedule",
        between=(0.0, 0.1),
        when={"schedule": ["inverse", "plateau-inverse"]},
    )
    lowest_rate: float = detail(
        0.0, "Lowest rate", "The schedule goes no lower than this.", "Schedule", between=(0.0, 1.0)
    )

    l1: float = detail(
        0.0,
        "L1",
        "Charges for the size of every weight, so that useless ones go to zero. The loss that is drawn is without it.",
        "Regularisation",
        between=(0.0, 0.1),
    )
    l2: float = detail(
        0.0,
        "L2",
        "Charges for the square of every weight, so that none grows large. The loss that is drawn is without it.",
        "Regularisation",
        between=(0.0, 0.1),
    )
    penalise_biases: bool = detail(
        False,
        "Biases too",
        "L1 and L2 charge the biases of layers with weights as well; as a rule they are free.",
        "Regularisation",
    )
    layer_factors: tuple[amounts(0, 10), ...] = detail(  # type: ignore[valid-type]
        (),
        "Strength by layer",
        "Multiplies L1 and L2 in the first layer with weights, the second and so on; the last number counts for all "
        "that follow. None: 1 everywhere.",
        "Regularisation",
        length=(0, 8),
        live=False,
    )
    output_factor: float = detail(
        1.0,
        "Strength on the output layer",
        "Multiplies L1 and L2 in the last layer with weights. 0 charges the layers before it alone.",
        "Regularisation",
        between=(0.0, 10.0),
    )
    activity_l1: float = detail(
        0.0,
        "L1 on activations",
        "Charges for the size of what activations and recurrent layers give, so that few units speak at a time. The "
        "loss that is drawn is without it.",
        "Regularisation",
        between=(0.0, 0.1),
    )
    activity_l2: float = detail(
        0.0,
        "L2 on activations",
        "Charges for the square of what they give, so that none shouts. The loss that is drawn is without it.",
        "Regularisation",
        between=(0.0, 0.1),
    )
    clip: float = detail(
        0.0,
        "Gradient clipping",
        "Shortens a gradient that is longer than this, so that one wild batch cannot throw the weights away. 0 is off.",
        "Regularisation",
        between=(0.0, 100.0),
    )
    clip_value: float = detail(
        0.0,
        "Clipping value by value",
        "Limits every number of the gradient to this size by itself, which also turns its direction. 0 is off.",
        "Regularisation",
        between=(0.0, 100.0),
    )

    patience: int = detail(
        0,
        "Stop after no progress",
        "Ends the run after this many scorings without an improvement, one an epoch as a rule. 0 is off.",
        "Stop",
        between=(0, 200),
        unit="scorings",
    )
    target: float = detail(
        0.0,
        "Stop at a target",
        "Ends the run as soon as the headline series reaches this. 0 is off.",
        "Stop",
        between=(0.0, 1.0),
    )
    seconds: int = detail(
        0,
        "Stop after a time",
        "Ends the run after this many seconds of training. 0 is off.",
        "Stop",
        between=(0, 86_400),
        unit="seconds",
    )
