"""Which engine takes the steps of a run: the native core, where it has all layers of a network, or PyTorch.

The choice follows from the settings, the machine and what an attempt before used, never from a measurement: equal runs
on equal machines stay equal. An engine's name says which instructions it was built for, and of which build it is
(``native/avx2.2``).
"""

from dataclasses import dataclass

import torch

from models.engine_names import TORCH
from models.events import Notice
from models.native.building import Unsupported
from models.native.library import core
from models.sentences import Sentence
from models.spec.kinds import Split
from models.spec.training import Training
from models.training.checkpoints import Saved
from models.training.guard import GuardedStepper
from models.training.native_steps import NativeStepper
from models.training.optimizers import keep_memory
from models.training.precision import precision_notices
from models.training.step import GraphedStepper, Stepper, recorded
from models.training.trainer import Trainer

OTHER_ENGINE = Sentence(
    "other-engine",
    "It began with the engine {before}, which is not here, and goes on with {now}: the last digits may differ.",
)


NOT_IN_CORE = Sentence(
    "not-in-core", "The native core was chosen, but has not all that this network needs: PyTorch takes its steps."
)


def stepper(trainer: Trainer, split: Split, device: torch.device, before: str | None = None) -> Stepper:
    """What takes the steps: graphs on a CUDA GPU; the core as the settings wish, or as the attempt ``before`` used it;
    PyTorch's eager steps elsewhere.
    """
    if device.type == "cuda":
        return GraphedStepper(trainer, split, recorded)
    wanted = trainer.spec.training.engine if before is None else before
    found = None if wanted == TORCH else core(wanted) or core()
    try:
        return NativeStepper(trainer, split, found) if found else Stepper(trainer, split)
    except Unsupported:
        return Stepper(trainer, split)


@dataclass(frozen=True)
class EngineChoice:
    """What an attempt's engine follows from besides its spec: the device, and the engine of the attempt before."""

    device: torch.device
    before: str | None = None

    def stepper(self, trainer: Trainer, split: Split) -> Stepper:
        """As :func:`stepper`; on a CPU the process then keeps the memory that a step frees."""
        if self.device.type == "cpu":
            keep_memory()
        found = stepper(trainer, split, self.device, self.before)
        return GuardedStepper(found) if trainer.spec.architecture.guarded else found

    def notices(self, wanted: Training, now: str) -> list[Notice]:
        """What to tell where a run goes on by another engine than before, or has not what its settings ask for."""
        found = precision_notices(wanted.precision, self.device.type)
        if self.before is not None and self.before != now:
            found.append(Notice(code="settings", text=OTHER_ENGINE(before=self.before, now=now)))
        if self.before is None and wanted.engine == "native" and now == TORCH:
            found.append(Notice(code="settings", text=NOT_IN_CORE()))
        return found


def engine_of(start: Saved | None) -> str | None:
    """The engine of the attempt that goes on from ``start``; None where a run begins or a fork has settings of its own.

    Before there was a choice, it was PyTorch.
    """
    if start is None or not start.full or "training" not in start.about:
        return None
    return str(start.about.get("engine", TORCH))
