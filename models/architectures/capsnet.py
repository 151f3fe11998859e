"""CapsNet: capsules in the place of units, routing by agreement in the place of pooling (Sabour, Frosst, Hinton 2017).

What to watch: a capsule's length says whether its digit is there, its sixteen numbers how it was written; of two digits
on top of each other both are read, and drawn apart. Routing costs: each step takes several times that of a
convolutional network of as many weights.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.capsules import CapsuleDecoder, PrimaryCapsules, RoutedCapsules, lengths, margin_loss
from models.layers.settings import size_setting
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Objective, Shapes, Split
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.place import Place, Source
from models.spec.settings import setting, sizes
from models.spec.task import Task

PICTURE_TOO_SMALL_FOR_CAPSULES = Sentence(
    "picture-too-small-for-capsules", "Its two convolutions leave nothing of pictures of less than {side} pixels."
)

CAPSULES_ARE_NO_BLOCKS = Sentence(
    "capsules-are-no-blocks", "Its capsules vote for capsules, in several iterations: no block does that."
)

Sliding = tuple[tuple[int, int], tuple[int, int]]
"""Filter and stride of both convolutions."""
UNITS, OUTPUTS = 8, 16
"""Of a primary capsule and of a class's."""
PUBLISHED = ((9, 1), (9, 2))
CLASSROOM = ((5, 2), (5, 2))
"""Filter and stride of both convolutions: they leave 6 x 6 places of a digit, and 4 x 4."""
SCORED_AT_ONCE = 250
"""Examples: their votes are the largest thing in memory."""
PUBLISHED_FILTERS, PUBLISHED_MAPS, PUBLISHED_DECODER = 256, 32, (512, 1024)


class CapsNet(Architecture):
    """A convolution, primary capsules, a capsule for each class, and a decoder that draws what a capsule stands for."""

    title: ClassVar[str] = "Capsule network"
    text: ClassVar[str] = "Groups of units vote for whole digits; those whose votes agree find each other."
    place: ClassVar[Place] = Place(
        "capsules",
        chapters=("architectures",),
        effects=("routing", "turning", "noise"),
        sources=(Source("Sabour, Frosst and Hinton", 2017, "Dynamic routing between capsules"),),
        after=("architecture/convnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2017
    smallest: ClassVar[dict[str, Any]] = {"filters": 4, "maps": 2, "decoder_units": (8,)}

    size: Literal["published", "classroom"] = size_setting(
        "The published network has 256 filters, 1,152 primary capsules and 8,215,568 weights; the classroom's has "
        "the same layers, smaller."
    )
    filters: int = setting(
        32,
        "Filters",
        "Of the first convolution; 256 in the published network.",
        between=(4, 256),
        scale="log",
        when={"size": ["classroom"]},
        layer=["conv1"],
        group="Network",
        role="capacity",
    )
    maps: int = setting(
        8,
        "Maps of capsules",
        "So many primary capsules of 8 units stand at each place; 32 in the published network. Each votes for every "
        "class, which is what takes the time.",
        between=(1, 32),
        scale="log",
        when={"size": ["classroom"]},
        layer=["conv2", "capsules"],
        group="Network",
    )
    iterations: int = setting(
        3,
        "Routing iterations",
        "How often capsules look who agrees with them before the classes answer; 1 sends each alike to all. 3 is the "
        "paper's, a textbook's chapter leaves it out.",
        between=(1, 6),
        layer=["capsules"],
        group="Network",
    )
    decoder: bool = setting(
        True,
        "Decoder",
        "Draws the picture again from the capsule of the right class, so that its numbers have to say how the digit "
        "was written.",
        layer=["decoder.dense{}", "decoder.output"],
        group="Decoder",
    )
    decoder_units: tuple[sizes(8, 1024), ...] = setting(  # type: ignore[valid-type]
        (128, 256),
        "Units of the decoder",
        "Of its hidden layers; 512 and 1,024 in the published network, which a textbook's chapter leaves out.",
        length=(1, 3),
        when={"size": ["classroom"], "decoder": [True]},
        layer=["decoder.dense{}"],
        group="Decoder",
        advanced=True,
    )
    reconstruction: float = setting(
        0.0005,
        "Weight of the drawing",
        "How much the squared error of the drawing, pixel by pixel, counts beside the margin loss. Much more, and "
        "the network draws well and reads badly.",
        between=(0.0, 0.01),
        step=0.0001,
        live=True,
        when={"decoder": [True]},
        group="Decoder",
        advanced=True,
    )
    present: float = setting(
        0.9,
        "Long enough",
        "The capsule of a digit that is there is pulled until it is so long.",
        between=(0.5, 1.0),
        group="Margin loss",
        advanced=True,
    )
    absent: float = setting(
        0.1,
        "Short enough",
        "The capsule of a digit that is not there is pushed until it is so short.",
        between=(0.0, 0.5),
        group="Margin loss",
        advanced=True,
    )
    absent_weight: float = setting(
        0.5,
        "Weight of absent digits",
        "Lambda: how much a capsule that is too long counts. With 1 all capsules shrink at first. 0.5 is the paper's, "
        "a textbook's chapter has no number.",
        between=(0.0, 1.0),
        group="Margin loss",
        advanced=True,
    )

    def as_blocks(self, shapes: Shapes) -> Text:
        return CAPSULES_ARE_NO_BLOCKS()

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        if misfit is None and min(self.places(shapes)) < 1:
            least = next(side for side in range(1, 100) if min(self.places(Shapes((1, side, side)))) >= 1)
            return PICTURE_TOO_SMALL_FOR_CAPSULES(side=least)
        return misfit

    def convolutions(self) -> Sliding:
        """Filter and stride of both."""
        return PUBLISHED if self.size == "published" else CLASSROOM

    def places(self, shapes: Shapes) -> tuple[int, int]:
        """Down and across, the places of the primary capsules."""
        down, across = shapes.inputs[1:]
        for kernel, stride in self.convolutions():
            down, across = ((side - kernel) // stride + 1 for side in (down, across))
        return down, across

    def network(self, shapes: Shapes) -> nn.Module:
        return Network(self, shapes, self.convolutions(), self.places(shapes))

    def trace(self, network: nn.Module, batch: Batch) -> None:
        assert isinstance(network, Network)
        found = network.capsules_of(batch.inputs)
        if network.decoder is not None:
            network.decoder(found)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """Margin loss, and the drawing of each right class from its own capsule."""
        outputs, loss = self.outputs_and_loss(network, batch)
        yield Objective("loss", loss, outputs=outputs)

    def outputs_and_loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
        """Lengths (batch, classes), and both summands of the loss together, ()."""
        assert isinstance(network, Network)
        capsules = network.capsules_of(batch.inputs)  # (batch, classes, outputs)
        outputs = lengths(capsules)
        wanted = right_classes(batch, outputs)
        loss = margin_loss(outputs, wanted, self.present, self.absent, self.absent_weight)
        if network.decoder is not None:
            loss = loss + network.reconstruction * drawing_error(network.decoder, capsules, batch, wanted)
        return outputs, loss

    def criterion(self, task: Task, outputs: Tensor, batch: Batch) -> Tensor:
        """The margin loss () of lengths (batch, classes), without the drawing."""
        return margin_loss(outputs, right_classes(batch, outputs), self.present, self.absent, self.absent_weight)

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """Scores of a split, and the loss as it is trained: drawn from the capsule of the right class."""
        training, metrics = network.training, MetricAccumulator()
        network.eval()
        with torch.no_grad():
            for batch in batches(task, split, SCORED_AT_ONCE):
                outputs, loss = self.outputs_and_loss(network, batch)
                metrics.add({"loss": weighted_sum(loss, len(batch.inputs)), **task.score(outputs, batch)})
        network.train(training)
        return metrics.means()


def right_classes(batch: Batch, outputs: Tensor) -> Tensor:
    """Which classes are there, (batch, classes), whether each picture has one or several."""
    if batch.targets.dtype is torch.bool:
        return batch.targets
    return functional.one_hot(batch.targets, outputs.shape[1]).bool()


def drawing_error(decoder: nn.Module, capsules: Tensor, batch: Batch, wanted: Tensor) -> Tensor:
    """Squared errors of all pixels of a picture, mean of the batch (): each digit alone from its own capsule.

    Of capsules (batch, classes, units) those of the ``wanted`` classes (batch, classes) draw. Where it is not known how
    the digits of a picture look alone, all that are there draw it together.
    """
    chosen, pictures = wanted.unsqueeze(1), batch.inputs.unsqueeze(1)  # (batch, 1, …)
    if "parts" in batch.more:
        chosen, pictures = functional.one_hot(batch.more["labels"], wanted.shape[1]), batch.more["parts"]
    alone = capsules.unsqueeze(1) * chosen.unsqueeze(3).to(capsules.dtype)  # (batch, digits, classes, units)
    drawn: Tensor = decoder(alone.flatten(0, 1))
    return (drawn - pictures.flatten(0, 1)).square().sum() / len(capsules)


class Network(nn.Module):
    """Picture -> maps -> primary capsules -> a capsule for each class, whose length is the answer."""

    scale = "shares"

    def __init__(self, settings: CapsNet, shapes: Shapes, convolutions: Sliding, places: tuple[int, int]) -> None:
        """``places`` is where primary capsules stand, down and across."""
        super().__init__()
        published = settings.size == "published"
        filters = PUBLISHED_FILTERS if published else settings.filters
        maps = PUBLISHED_MAPS if published else settings.maps
        (kernel, stride), (second_kernel, second_stride) = convolutions
        channels, height, width = shapes.inputs
        self.reconstruction = settings.reconstruction
        self.conv1 = nn.Conv2d(channels, filters, kernel, stride)
        self.activation1 = nn.ReLU()
        self.conv2 = nn.Conv2d(filters, maps * UNITS, second_kernel, second_stride)
        self.activation2 = nn.ReLU()
        self.primary = PrimaryCapsules(maps, UNITS)
        self.capsules = RoutedCapsules((maps, *places), UNITS, shapes.classes, OUTPUTS, settings.iterations)
        self.decoder: CapsuleDecoder | None = None
        if settings.decoder:
            hidden = PUBLISHED_DECODER if published else settings.decoder_units
            self.decoder = CapsuleDecoder(shapes.classes, OUTPUTS, hidden, (channels, height, width))

    def capsules_of(self, pictures: Tensor) -> Tensor:
        """Pictures (batch, channels, height, width) -> capsules (batch, classes, outputs)."""
        maps = self.activation2(self.conv2(self.activation1(self.conv1(pictures))))
        found: Tensor = self.capsules(self.primary(maps))
        return found

    def forward(self, batch: Batch) -> Tensor:
        """Pictures (batch, channels, height, width) -> how likely each class is there, (batch, classes)."""
        return lengths(self.capsules_of(batch.inputs))
