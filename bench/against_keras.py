"""train() against Keras

Keras as installed from the registry, with the back end it finds, on one thread: the same networks, batches, optimiser
and metrics, `fit` with its own data pipeline and validation once an epoch. The first epoch, in which Keras compiles, is
left out on both sides. `make bench ARGS="--keras /path/to/python against_keras"`.
"""

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import torch

from bench.figures import Figure, ratio
from bench.plain import BRIEF, brief
from models.events import Points
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train

TIMES = 5
DEMOS = {
    "ConvNet of today": (2, "at least 1.25"),
    "addition, SimpleRNN": (5, "at least 3"),
    "addition, GRU": (5, "at least 3"),
    "addition, LSTM": (5, "at least 3"),
}
"""Epochs, and what is aimed at."""
SCRIPT = Path(__file__).with_name("keras_side.py")
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


def measure(pythons: list[str]) -> Iterator[Figure]:
    for python in pythons:
        yield from against(python)


def against(python: str) -> Iterator[Figure]:
    for name, (epochs, goal) in DEMOS.items():
        demo = BRIEF[name]
        spec = brief({**demo, "training": {"epochs": epochs}})
        ours, theirs = list[float](), list[float]()
        with tempfile.TemporaryDirectory() as folder:
            asked = {"data": write_data(spec, Path(folder)), "cell": demo.get("cell", ""), "epochs": epochs}
            asked |= {"batch_size": spec.training.batch_size, "rate": spec.training.learning_rate}
            for _ in range(TIMES):
                ours.append(by_train(spec))
                answer = by_keras(python, asked)
                theirs.append(answer["seconds"])
        ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
        yield Figure(f"{name}, {answer['keras']}", f"{ratio(ratios)}; {median(ours):.2f} s an epoch", goal)


def by_keras(python: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What the other side says of itself: seconds an epoch, versions."""
    process = subprocess.run(
        [python, str(SCRIPT), json.dumps(asked)], env={**os.environ, **ONE_THREAD}, text=True, capture_output=True
    )
    if process.returncode:
        raise SystemExit(f"Keras of {python} ended with {process.returncode}:\n{process.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(process.stdout.splitlines()[-1])
    return answer


def by_train(spec: Spec) -> float:
    """Seconds an epoch after the first, with scoring, as Keras counts them."""
    moments = []  # of the scoring before the first step, and of that after each epoch
    for event in train(spec, device="cpu"):
        if isinstance(event, Points) and event.clock == "epoch":
            moments.append(time.perf_counter())
    return (moments[-1] - moments[1]) / (len(moments) - 2)


def write_data(spec: Spec, folder: Path) -> dict[str, Any]:
    """The same examples as raw arrays (file, shape, type): channels last, symbols one-hot, as Keras wants them."""
    splits = spec.task.splits(generator(0, "data"))
    arrays: dict[str, Any] = {}
    for name, split in (("train", splits.train), ("validation", splits.validation)):
        batch = spec.task.batch(split, torch.arange(len(split)), generator(0, "noise"), training=False)
        pictures = batch.inputs.dim() == 4
        inputs = batch.inputs.permute(0, 2, 3, 1) if pictures else torch.nn.functional.one_hot(batch.inputs).float()
        arrays |= {f"{name}_x": inputs.numpy(), f"{name}_y": batch.targets.numpy()}
    for name, array in arrays.items():
        np.ascontiguousarray(array).tofile(folder / name)
    return {name: [str(folder / name), array.shape, str(array.dtype)] for name, array in arrays.items()}
