"""train() against Keras and JAX

Each as installed from the registry, by an interpreter of its own, on one thread: the same networks, batches, optimiser
and metrics, and validation once an epoch. Keras takes the back end that it finds and its own `fit`; JAX a jitted step.
Counted are the processor's seconds of an epoch, without the first one, in which a peer compiles; above 1 ours is so
many times as fast. `make bench ARGS="--peer /path/to/python against_peers"`.
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
from bench.lines import BRIEF, brief
from models.events import Points
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train

TIMES = 7
GOALS: dict[str, tuple[int, dict[str, float]]] = {
    "ConvNet of today": (3, {"tensorflow": 1.75, "jax": 1.5, "JAX": 4}),
    "DenseNet of today": (6, {"tensorflow": 5, "jax": 1.5, "JAX": 1.5}),
    "addition, SimpleRNN": (6, {"tensorflow": 6, "jax": 1.5, "JAX": 1.5}),
    "addition, GRU": (6, {"tensorflow": 4, "jax": 1.5, "JAX": 1.5}),
    "addition, LSTM": (6, {"tensorflow": 3, "jax": 1.5, "JAX": 1.5}),
}
"""Epochs, and what is aimed at against Keras on either back end and against JAX."""
SIDES = {"keras": "keras_side.py", "jax": "jax_side.py"}
"""The other side's script by what its interpreter has, the first that it has."""
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


def measure(pythons: list[str], only: str = "") -> Iterator[Figure]:
    """Against the peer of each interpreter; all networks, or the one that ``only`` names."""
    for python in pythons:
        for name, (epochs, goals) in GOALS.items():
            if not only or only.lower() == name.lower():
                yield against(python, name, epochs, goals)


def against(python: str, name: str, epochs: int, goals: dict[str, float]) -> Figure:
    """One network, ours and the peer's in turn."""
    demo = BRIEF[name]
    spec = brief({**demo, "training": {"epochs": epochs}})
    ours, theirs = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        asked = {"data": write_data(spec, Path(folder)), "epochs": epochs, "network": demo.get("cell", name)}
        asked |= {"batch_size": spec.training.batch_size, "rate": spec.training.learning_rate}
        asked |= {"optimizer": spec.training.optimizer}
        for _ in range(TIMES):
            ours.append(by_train(spec))
            answer = by_peer(python, asked)
            theirs.append(answer["seconds"])
    ratios = [other / own for own, other in zip(ours, theirs, strict=True)]
    goal = goals.get(answer["peer"].split()[-1] if "Keras" in answer["peer"] else "JAX", 0)
    words = f"{ratio(ratios)}; {median(ours):.3f} s an epoch"
    return Figure(f"{name}, {answer['peer']}", words, f"at least {goal:g}" if goal else "")


def by_peer(python: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What the other side says of itself: seconds an epoch, name and version. Raises SystemExit if it fails."""
    has = "import importlib.util as u, json, sys; print(json.dumps([n for n in sys.argv[1:] if u.find_spec(n)]))"
    found = json.loads(subprocess.run([python, "-c", has, *SIDES], text=True, capture_output=True, check=True).stdout)
    if not found:
        raise SystemExit(f"{python} has none of {', '.join(SIDES)}.")
    script = Path(__file__).with_name(SIDES[found[0]])
    process = subprocess.run(
        [python, str(script), json.dumps(asked)], env={**os.environ, **ONE_THREAD}, text=True, capture_output=True
    )
    if process.returncode:
        raise SystemExit(f"{script.name} by {python} ended with {process.returncode}:\n{process.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(process.stdout.splitlines()[-1])
    return answer


def by_train(spec: Spec) -> float:
    """The processor's seconds of an epoch after the first, with scoring, as the peers count them."""
    moments = []  # of the scoring before the first step, and of that after each epoch
    for event in train(spec, device="cpu"):
        if isinstance(event, Points) and event.clock == "epoch":
            moments.append(time.process_time())
    return (moments[-1] - moments[1]) / (len(moments) - 2)


def write_data(spec: Spec, folder: Path) -> dict[str, Any]:
    """The same examples as raw arrays (file, shape, type): channels last, symbols one-hot, as the peers want them."""
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
