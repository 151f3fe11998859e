"""Imported once by the fork server, so that every worker starts with torch, the catalogue and an optimiser in memory.

The first optimiser that a process builds imports a second or two more of torch. The first fork is the reader, for which
a page waits and which builds none; so that is done before the second. No thread may be left running here, and CUDA must
not be touched: neither survives a fork.
"""

import gc
import os
import traceback
from collections.abc import Iterator
from itertools import count

import torch

from models.catalogue import Catalogue
from models.spec.spec import Spec
from models.training.loop import train
from server.executors.local import worker  # noqa: F401 - all that a worker imports
from server.executors.model_cache import catalogue_of


def small_specs(catalogue: Catalogue) -> Iterator[Spec]:
    """Two batches of each task whose data are here, with the network that suits it best, both as small as can be."""
    for task_name, task in catalogue.tasks.items():
        if task.missing() is None:
            for name in catalogue.fitting(task())[:1]:
                smallest = catalogue.architectures[name].smallest
                json = {
                    "task": {"name": task_name, **task.smallest},
                    "architecture": {"name": name, **smallest},
                    "training": {"batches": 2},
                }
                yield catalogue.parse(json)


def train_one(catalogue: Catalogue) -> None:
    """Trains the first that can be trained: a fault in one task or architecture must not keep all workers away."""
    for spec in small_specs(catalogue):
        try:
            for _ in train(spec, device="cpu"):
                pass
        except Exception:
            traceback.print_exc()
        else:
            return


def keep() -> None:
    """What lies here lives as long as any worker: looked through for garbage it would be copied into every one.

    Nothing is collected before that: it takes a quarter of a second, for which the reader waits, and frees nothing.
    """
    gc.freeze()
    gc.enable()


def before_fork() -> None:
    """What a worker needs and the reader does not, before the second process is forked; what was forked has it."""
    if os.getpid() == HERE and next(forks) == 1:
        train_one(catalogue)
        keep()


HERE, forks = os.getpid(), count()
torch.set_num_threads(1)
catalogue = catalogue_of(())
keep()
os.register_at_fork(before=before_fork)
