"""What the next step of a training will find, from what is stored of it: its batch, rate, noise and memory."""

from torch import Tensor

from models.look.moment import Moment
from models.spec.kinds import Splits
from models.spec.schedules import Plateau, rate
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.spec.training import Training
from models.spec.update_rules import UPDATE_RULES
from models.training.checkpoints import Saved
from models.training.sampler import EpochSampler, Progress

UNKNOWN = Saved({})
"""Of a training that has not begun."""


def moment_of(spec: Spec, splits: Splits, saved: Saved = UNKNOWN) -> Moment:
    """The moment that ``saved`` was taken at. Of weights alone the order is that of the run's seed, and what the
    optimiser and the noise were is not known but at the beginning."""
    about = saved.about
    progress = Progress(**about["progress"]) if "progress" in about else Progress(len(splits.train))
    training = Training.model_validate(about["training"]) if "training" in about else spec.training
    plateau = Plateau(*spec.headline)
    if "plateau" in about:
        plateau.restore(about["plateau"], about["best"])
    known = saved.full or progress.step == 0
    noise = saved.tensors.get("noise", generator(spec.training.seed, "noise").get_state())
    carries = tuple(saved.tensors[name] for name in sorted(saved.tensors) if name.startswith("carries/"))
    goes_on = progress.row > 0 or spec.architecture.never_resets
    return Moment(
        progress.step,
        training,
        rate(training, progress.step, progress.epoch, spec.epochs, plateau.factor),
        rows_of(spec, splits, saved, progress, training.batch_size),
        noise if known else noise[:0],
        memory_of(saved) if known or not remembers(training) else None,
        carries if carries and goes_on else None,
    )


def rows_of(spec: Spec, splits: Splits, saved: Saved, progress: Progress, size: int) -> Tensor:
    """The training examples (batch) int64 that are learnt next."""
    device = next(iter(splits.train.tensors.values())).device
    order = generator(spec.training.seed, "order")
    sampler = EpochSampler(len(splits.train), order, spec.task.order == "shuffled", device)
    epochs = progress.whole_epochs
    if saved.full:
        sampler.restore(saved.tensors["order"].cpu())
        epochs = int(progress.row == 0 and epochs > 0)
    for _ in range(epochs):
        sampler.next_epoch()
    return sampler.batch(progress.row, size)


def remembers(training: Training) -> bool:
    """Whether the optimiser follows more than the gradient of now."""
    rule = UPDATE_RULES[training.optimizer]
    return rule.numbers > 0 or (training.momentum > 0 and "momentum" in rule.settings)


def memory_of(saved: Saved) -> dict[str, Tensor]:
    """By "0/exp_avg", tensors (…)."""
    name = "optimizer/"
    return {key.removeprefix(name): tensor for key, tensor in saved.tensors.items() if key.startswith(name)}
