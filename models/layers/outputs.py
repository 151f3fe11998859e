"""What the last layer of a classifier gives, and which loss it is trained by; the settings that choose them.

Softmax with cross-entropy is one function of the scores, and then no layer of its own. Everything else is as written:
the activation is the network's last layer, and the loss compares what it gives with 1 for the right class and 0 for all
others; with tanh, which goes from -1 to 1, with 1 and -1. Where a picture may have several classes, or values are asked
for, there is nothing to share out: softmax then stands for a sigmoid of each class, or for the sums as they are. Bridle
1990 (softmax); Bishop, "Neural networks for pattern recognition", 1995, chapter 6 (which loss belongs to which output).
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

import torch
from pydantic import ValidationInfo, field_validator
from torch import Tensor, nn
from torch.nn import functional

from models.layers.classifier import PictureClassifier
from models.sentences import Sentence
from models.spec.architecture import Architecture
from models.spec.kinds import Batch, Form, Shapes
from models.spec.settings import refusal, setting
from models.spec.task import Task

LOGARITHM_OF_NEGATIVE = Sentence(
    "logarithm-of-negative",
    "Cross-entropy takes the logarithm of each answer, which has to lie between 0 and 1: take softmax or sigmoid.",
)

OutputName = Literal["softmax", "sigmoid", "linear", "tanh"]
LossName = Literal["cross-entropy", "binary cross-entropy", "mean squared error", "mean absolute error"]
Scale = Literal["scores", "logits", "shares", "signs", "values"]
"""What the outputs of a classifier are: scores for a softmax, or each for a sigmoid; from 0 to 1, or from -1 to 1; or
the values that are asked for."""

OUTPUT_LAYERS: dict[str, Callable[[], nn.Module]] = {
    "softmax": lambda: nn.Softmax(-1),
    "sigmoid": nn.Sigmoid,
    "linear": nn.Identity,
    "tanh": nn.Tanh,
}
SMALLEST = 1e-7
"""The least share of which a logarithm is taken, as in Keras."""


def output_layers(output: str, loss: str, shapes: Shapes | None = None) -> dict[str, nn.Module]:
    """The layer after the scores, by its name in the network; none where the loss reads the scores.

    Without ``shapes`` it is for one class of each example.
    """
    if reads_scores(output, loss) or (output == "softmax" and gives_values(shapes)):
        return {}
    if output == "softmax" and shapes is not None and shapes.targets:
        return {"answer": nn.Sigmoid()}
    return {"answer": OUTPUT_LAYERS[output]()}


def scale_of(output: str, loss: str, shapes: Shapes | None = None) -> Scale:
    """What the outputs of a network with these layers are."""
    if gives_values(shapes):
        return "values"
    if reads_scores(output, loss):
        return "logits" if shapes is not None and shapes.targets else "scores"
    return "signs" if output == "tanh" else "shares"


def gives_values(shapes: Shapes | None) -> bool:
    """Whether what is asked for are no classes."""
    return shapes is not None and not shapes.classes


def classifier(
    layers: Mapping[str, nn.Module], output: str, loss: str, shapes: Shapes | None = None
) -> PictureClassifier:
    """A network of ``layers``, the last of which gives ``shapes.scores`` numbers, with the layer after them."""
    network = PictureClassifier(OrderedDict(layers) | output_layers(output, loss, shapes))
    network.scale = scale_of(output, loss, shapes)
    return network


def reads_scores(output: str, loss: str) -> bool:
    return (output, loss) == ("softmax", "cross-entropy")


def class_loss(outputs: Tensor, targets: Tensor, output: str, loss: str) -> Tensor:
    """The mean loss () of outputs (batch, classes) for the classes (batch), or for several each (batch, classes).

    Of values (batch, …), which are no shares, cross-entropies are squared errors.
    """
    several = targets.dtype is torch.bool
    if targets.is_floating_point():
        errors = functional.l1_loss if loss == "mean absolute error" else functional.mse_loss
        return errors(outputs, targets)
    if reads_scores(output, loss):
        if several:
            return functional.binary_cross_entropy_with_logits(outputs, targets.to(outputs.dtype))
        return functional.cross_entropy(outputs, targets)
    every = targets if several else functional.one_hot(targets, outputs.shape[-1])
    wanted = every.to(outputs.dtype)  # (batch, classes)
    wanted = 2 * wanted - 1 if output == "tanh" else wanted
    match loss:
        case "cross-entropy":  # of shares that need not add up to 1; Keras divides by their sum
            shares = (outputs / outputs.sum(-1, keepdim=True)).clamp(SMALLEST, 1 - SMALLEST).log()
            return -(shares * wanted).sum(-1).mean() if several else functional.nll_loss(shares, targets)
        case "binary cross-entropy":
            return functional.binary_cross_entropy(outputs.clamp(SMALLEST, 1 - SMALLEST), wanted)
        case "mean squared error":
            return functional.mse_loss(outputs, wanted)
    return functional.l1_loss(outputs, wanted)


def fit_together(loss: str, output: str) -> str:
    """``loss``. Raises a refusal if it takes logarithms of what ``output`` gives below 0."""
    if output in ("linear", "tanh") and loss.endswith("cross-entropy"):
        raise refusal("loss", LOGARITHM_OF_NEGATIVE(), "mean squared error")
    return loss


def output_setting() -> Any:
    """The activation of the output layer; its annotation is :data:`OutputName`."""
    return setting(
        "softmax",
        "Output activation",
        "Softmax shares 1 among the classes; sigmoid judges each by itself, from 0 to 1; tanh from -1 to 1; linear "
        "leaves the sums as they are. Where a picture has several classes, softmax stands for sigmoid; where numbers "
        "are asked for, for linear.",
        layer=["output", "answer"],
        group="Output and loss",
        advanced=True,
    )


def loss_setting() -> Any:
    """What training makes small; its annotation is :data:`LossName`."""
    return setting(
        "cross-entropy",
        "Loss",
        "What training makes small, and is drawn as the loss. Cross-entropy goes with softmax, the binary one with "
        "sigmoid; squared errors hardly move an answer that is wrong and sure. Of numbers, all but the absolute error "
        "are the squared one.",
        group="Output and loss",
        advanced=True,
    )


class ClassifierArchitecture(Architecture):
    """An architecture of which people choose what its output layer gives and by which loss it is trained.

    It says where among its settings the two stand: ``output: OutputName = output_setting()``, then ``loss: LossName =
    loss_setting()``.
    """

    if TYPE_CHECKING:  # fields of a base class would come before all others, in the form too
        output: OutputName
        loss: LossName

    @field_validator("loss", check_fields=False)
    @classmethod
    def fits_the_output(cls, loss: str, info: ValidationInfo) -> str:
        """Raises a refusal if it takes logarithms of what the output gives below 0."""
        return fit_together(loss, info.data.get("output", "softmax"))

    def criterion(self, task: Task, outputs: Tensor, batch: Batch) -> Tensor:
        """The chosen loss () of outputs (batch, classes), or (batch, values)."""
        return class_loss(outputs, batch.targets, self.output, self.loss)

    def fused_loss(self, task: Task) -> str:
        """Of scores, cross-entropy, and of values the squared error; all others are worked out from outputs."""
        match task.kind.targets:
            case Form.VALUES:
                return "" if self.loss == "mean absolute error" else "mean squared error"
            case Form.CLASSES:
                return ""
        return "cross-entropy" if reads_scores(self.output, self.loss) else ""
