"""Runs of seconds that subjects measure: a preset by line, with what of it is cut or set otherwise.

Imports nothing that an older build has not: its runs are measured by this file too.
"""

from typing import Any

from models import catalogue
from models.spec.spec import Spec

BRIEF: dict[str, dict[str, Any]] = {
    "ConvNet of 2018": {"preset": "mnist-convnet-2018", "training": {"batches": 600}},
    "ConvNet of today": {"preset": "mnist-convnet", "training": {"epochs": 1}},
    "DenseNet of today": {"preset": "mnist-densenet", "training": {"epochs": 8}},
    "LeNet-5": {"preset": "digits-lenet", "training": {"batches": 400}},
    "ResNet-32": {"preset": "digits-resnet", "training": {"batches": 40}},
    "VGG-11": {"preset": "digits-vgg", "training": {"batches": 100}},
    "VGG-11, normalised": {
        "preset": "digits-vgg",
        "architecture": {"name": "vgg", "normalisation": True},
        "training": {"batches": 100},
    },
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
    "drawing, GAN": {"preset": "drawing-gan", "training": {"epochs": 1}},
    "drawing from sentences, GAN": {"preset": "described-gan", "training": {"epochs": 1}},
    "autoencoder": {"preset": "digits-bottleneck", "training": {"batches": 300}},
    "variational autoencoder": {"preset": "digits-beta", "training": {"epochs": 3}},
    "transfer, frozen": {"preset": "transfer-digits", "training": {"batches": 60}},
    "transfer, fine-tuned": {
        "preset": "transfer-digits",
        "architecture": {"start": "fine-tuned"},
        "training": {"batches": 60},
    },
    "MobileNetV2": {
        "preset": "digits-resnet",
        "architecture": {"name": "mobilenet_v2"},
        "training": {"batches": 20},
    },
    "blocks": {"preset": "digits-blocks", "training": {"batches": 200}},
    "translation, encoder and decoder": {"preset": "translation-sources", "training": {"epochs": 2}},
    "reviews, bag of words": {
        "preset": "sentiment-order",
        "architecture": {"name": "bag_of_words"},
        "training": {"epochs": 10},
    },
}
SMALLER: dict[str, dict[str, Any]] = {
    f"addition, {cell}, 32 units": {
        "preset": "addition-race",
        "cell": cell,
        "architecture": {"hidden": 32},
        "training": {"epochs": 10},
    }
    for cell in ("SimpleRNN", "GRU", "LSTM")
}


def brief(demo: dict[str, Any], **training: Any) -> Spec:
    """The preset, cut to seconds, trained as ``training`` says."""
    known = catalogue.find()
    spec = next(preset.spec for preset in known.presets if preset.name == demo["preset"])
    own = demo.get("architecture", {})
    if "name" not in own:
        own = {**spec["architecture"], **({"cell": demo["cell"]} if "cell" in demo else {}), **own}
    return known.parse({**spec, "architecture": own, "training": {**spec["training"], **demo["training"], **training}})
