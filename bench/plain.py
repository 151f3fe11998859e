"""train() against a plain PyTorch script

The same network, batches, threads, losses and training metrics, the same fused optimiser, and the validation and test
examples scored at the same moments. The script has its data ready to be fed, PyTorch's own recurrent layers with the
same weights, and nothing else to do: no reports, no commands, no offer of weights. Both sides go on in turn in one
process, for as many steps as train() tells of at once, and counted are the seconds that each had the processor: what
else the machine does counts for neither, and slows both alike.
`make bench ARGS="--only convnet plain"` measures those of one architecture, or of one line.
"""

import time
from collections.abc import Iterator
from statistics import median
from typing import Any

from bench.figures import Figure, ratio
from bench.plain_loop import plainly
from models import catalogue
from models.events import Points
from models.spec.spec import Spec
from models.training.loop import train

TIMES = 5
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
    "CapsNet": {"preset": "digits-capsnet", "training": {"epochs": 1, "schedule": "none"}},
    "rows, SimpleRNN": {"preset": "digits-rows", "cell": "SimpleRNN", "training": {"batches": 300}},
    "rows, GRU": {"preset": "digits-rows", "cell": "GRU", "training": {"batches": 100}},
    "rows, LSTM": {"preset": "digits-rows", "cell": "LSTM", "training": {"batches": 100}},
    "addition, SimpleRNN": {"preset": "addition-race", "cell": "SimpleRNN", "training": {"epochs": 10}},
    "addition, GRU": {"preset": "addition-race", "cell": "GRU", "training": {"epochs": 6}},
    "addition, LSTM": {"preset": "addition-race", "cell": "LSTM", "training": {"epochs": 6}},
    "sunspots, LSTM": {"preset": "sunspots-better", "training": {"epochs": 10, "schedule": "none"}},
    "plays, GRU language model": {"preset": "text-play", "training": {"batches": 60}},
    "signals, one-dimensional convolution": {"preset": "signals-pulse", "training": {"epochs": 30}},
    "translation, attention": {"preset": "translation-attention", "training": {"batches": 100}},
    "copying, NTM": {"preset": "copying-ntm", "training": {"batches": 20}},
    "moving digits, CNN-LSTM": {"preset": "clips-which-where", "training": {"batches": 120}},
    "next frames, ConvLSTM": {"preset": "clips-next", "training": {"batches": 40}},
    "captions, attention": {"preset": "captions-where", "training": {"batches": 60, "schedule": "none"}},
    "tape, NTM": {"preset": "tape-copy", "training": {"batches": 12}},
    "tape, LSTM": {
        "preset": "tape-copy",
        "architecture": {"name": "recurrent", "cell": "LSTM", "hidden": 116},
        "training": {"batches": 60},
    },
    "tape, NTM as printed": {
        "preset": "tape-printed",
        "architecture": {"name": "ntm", "slots": 128, "width": 16, "sharpening": False},
        "training": {"batches": 12},
    },
    "stories, end-to-end memory network": {"preset": "stories-hops", "training": {"epochs": 5}},
    "stories, memory network": {"preset": "stories-facts", "training": {"epochs": 20}},
    "drawing, GAN": {"preset": "drawing-gan", "training": {"batches": 100}},
    "drawing from sentences, GAN": {"preset": "described-gan", "training": {"batches": 60}},
    "autoencoder": {"preset": "digits-bottleneck", "training": {"batches": 300}},
    "variational autoencoder": {"preset": "digits-beta", "training": {"epochs": 3}},
    "transfer, frozen": {"preset": "transfer-digits", "training": {"batches": 60}},
}


def brief(demo: dict[str, Any]) -> Spec:
    """The preset, cut to seconds."""
    known = catalogue.find()
    spec = next(preset.spec for preset in known.presets if preset.name == demo["preset"])
    cell = {"cell": demo["cell"]} if "cell" in demo else {}
    training = {**spec["training"], **demo["training"]}
    architecture = demo.get("architecture", {**spec["architecture"], **cell})
    return known.parse({**spec, "architecture": architecture, "training": training})


def measure(only: str = "") -> Iterator[Figure]:
    """All of them, or those whose line or architecture ``only`` names."""
    for name, demo in BRIEF.items():
        spec = brief(demo)
        if only and only.lower() not in (name.lower(), spec.architecture.name):
            continue
        pairs = [in_turn(spec) for _ in range(TIMES + 1)][1:]  # the first warms both up
        ours = median(own for own, _ in pairs)
        yield Figure(
            name, f"{ratio([plain / own for own, plain in pairs])}; {ours:.2f} s", "at least 0.97", {"s": ours}
        )


def in_turn(spec: Spec) -> tuple[float, float]:
    """Seconds of the processor that ``train()`` takes for ``spec``, and that a plain loop takes."""
    own, plain = Side(by_train(spec)), Side(plainly(spec))
    while not (own.over and plain.over):
        own.go_on(own.step + 1)
        plain.go_on(spec.steps + 1 if own.over else own.step)
    return own.seconds, plain.seconds


class Side:
    """One of the two, as far as it has got."""

    def __init__(self, steps: Iterator[int]) -> None:
        self.steps, self.step, self.seconds, self.over = steps, 0, 0.0, False

    def go_on(self, until: int) -> None:
        """To a step or beyond it."""
        began = time.process_time()
        while not self.over and self.step < until:
            step = next(self.steps, None)
            self.step, self.over = step or self.step, step is None
        self.seconds += time.process_time() - began


def by_train(spec: Spec) -> Iterator[int]:
    """Yields how many steps are done, wherever ``train()`` tells of some."""
    for output in train(spec, device="cpu"):
        if isinstance(output, Points):
            yield int(output.columns["step"][-1] or 0)
