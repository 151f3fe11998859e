"""Imported once by the fork server, so that every worker starts with torch, the catalogue and an optimiser in memory.

The first optimiser that a process builds imports two more seconds of torch. No thread may be left running here, and
CUDA must not be touched: neither survives a fork.
"""

import gc

import torch

from models.training.loop import train
from server.executors.local.worker import catalogue_of

torch.set_num_threads(1)
for _ in train(
    catalogue_of(()).parse(
        {
            "task": {"name": "addition", "digits": 1, "examples": 20},
            "architecture": {"name": "recurrent", "hidden": 2},
            "training": {"batches": 2},
        }
    ),
    device="cpu",
):
    pass

# What lies here lives as long as any worker. Looking through it for garbage would copy it into every one of them.
gc.collect()
gc.freeze()
