"""train() against a plain PyTorch script

The same network, batches, threads, losses and training metrics, the same fused optimiser, and the validation and test
pictures scored at the same moments. The script has its data as float tensors, PyTorch's own recurrent layers with the
same weights, and nothing else to do: no reports, no commands, no offer of weights. Counted are the seconds that the one
thread of each side had the processor: what else the machine does then counts for neither.
"""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

import torch
from torch import Tensor

from bench.figures import Figure, ratio
from models import catalogue
from models.layers.recurrent import ThroughTime
from models.spec.kinds import Batch
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.loop import train
from models.training.optimizers import optimizer

TIMES = 5
AT_ONCE = 500
BRIEF: dict[str, dict[str, Any]] = {
    "ConvNet of 2018": {"preset": "mnist-convnet-2018", "training": {"batches": 600}},
    "ConvNet of today": {"preset": "mnist-convnet", "training": {"epochs": 1}},
    "DenseNet of today": {"preset": "mnist-densenet", "training": {"epochs": 8}},
    "LeNet-5": {"preset": "digits-lenet", "training": {"batches": 400}},
    "ResNet-32": {"preset": "digits-resnet", "training": {"batches": 40}},
    "VGG-11": {"preset": "digits-vgg", "training": {"batches": 100}},
    "AlexNet": {"preset": "digits-alexnet", "training": {"batches": 100}},
    "ZFNet": {"preset": "digits-zfnet", "training": {"batches": 60}},
    "GoogLeNet": {"preset": "digits-googlenet", "training": {"batches": 40}},
    "rows, SimpleRNN": {"preset": "digits-rows", "cell": "SimpleRNN", "training": {"batches": 300}},
    "rows, GRU": {"preset": "digits-rows", "cell": "GRU", "training": {"batches": 100}},
    "rows, LSTM": {"preset": "digits-rows", "cell": "LSTM", "training": {"batches": 100}},
    "addition, SimpleRNN": {"preset": "addition-race", "cell": "SimpleRNN", "training": {"epochs": 10}},
    "addition, GRU": {"preset": "addition-race", "cell": "GRU", "training": {"epochs": 6}},
    "addition, LSTM": {"preset": "addition-race", "cell": "LSTM", "training": {"epochs": 6}},
}


def brief(demo: dict[str, Any]) -> Spec:
    """The preset, cut to seconds."""
    known = catalogue.find()
    spec = next(preset.spec for preset in known.presets if preset.name == demo["preset"])
    cell = {"cell": demo["cell"]} if "cell" in demo else {}
    training = {**spec["training"], **demo["training"]}
    return known.parse({**spec, "architecture": {**spec["architecture"], **cell}, "training": training})


def measure() -> Iterator[Figure]:
    for name, demo in BRIEF.items():
        spec = brief(demo)
        ours, theirs = list[float](), list[float]()
        for time_ in range(TIMES + 1):
            pair = [(ours, by_train), (theirs, plainly)]
            for seconds, side in pair if time_ % 2 else reversed(pair):
                began = time.process_time()
                side(spec)
                seconds.append(time.process_time() - began)
        ratios = [plain / own for plain, own in zip(theirs[1:], ours[1:], strict=True)]  # the first warms both up
        yield Figure(name, f"{ratio(ratios)}; {median(ours):.2f} s", "at least 0.97", {"s": median(ours)})


def by_train(spec: Spec) -> None:
    for _ in train(spec, device="cpu"):
        pass


def plainly(spec: Spec) -> None:
    """What a notebook would do."""
    torch.set_num_threads(1)
    task, training = spec.task, spec.training
    splits = task.splits(generator(0, "data"))
    network = spec.architecture.build(task.shapes(), generator(0, "weights"))
    for module in network.modules():
        if isinstance(module, ThroughTime):
            module.forward = super(ThroughTime, module).forward  # type: ignore[method-assign]
    steps = optimizer(training, list(network.parameters()))
    every = [task.batch(split, torch.arange(len(split)), generator(0, "noise"), training=False)
             for split in (splits.train, splits.validation, splits.test)]  # fmt: skip
    inputs, targets = every[0].inputs, every[0].targets
    step, history = 0, [scored(spec, network, every[1])]
    while step < spec.steps:
        for rows in torch.split(torch.randperm(len(inputs)), training.batch_size):
            batch = Batch(inputs[rows], targets[rows])
            outputs = network(batch)
            loss = task.loss(outputs, batch)
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            steps.step()
            history.append([loss.item(), *metrics(outputs.detach(), batch.targets)])
            step += 1
            if training.batches and step % spec.measure_every == 0:
                history.append(scored(spec, network, every[1]))
            if step == spec.steps:
                break
        if not training.batches:
            history.append(scored(spec, network, every[1]))
    scored(spec, network, every[2])


def metrics(outputs: Tensor, targets: Tensor) -> list[float]:
    """Accuracy; of answers of several symbols, that of whole answers too."""
    right = outputs.argmax(-1) == targets
    return [right.float().mean().item(), *([right.all(1).float().mean().item()] if right.dim() > 1 else [])]


def scored(spec: Spec, network: torch.nn.Module, every: Batch) -> list[float]:
    network.eval()
    total = 0.0
    with torch.no_grad():
        for rows in torch.split(torch.arange(len(every.inputs)), AT_ONCE):
            batch = Batch(every.inputs[rows], every.targets[rows])
            outputs = network(batch)
            total += spec.task.loss(outputs, batch).item() * len(rows)
            metrics(outputs, batch.targets)
    network.train()
    return [total / len(every.inputs)]
