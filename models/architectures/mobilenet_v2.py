"""MobileNetV2: a network for telephones, with a tenth of the sums of its peers (Sandler et al. 2018).

What to watch: nearly all weights are in 1 x 1 convolutions; those that look at neighbours look at one map each and cost
next to nothing. Take the published size and compare its multiply-adds with those of VGG or ResNet.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

from torch import nn

from models.layers.classifier import PictureClassifier
from models.layers.dropout import Dropout
from models.layers.inverted_residual import draw_mobilenet, mobilenet_layers
from models.layers.published import CONTEST_CLASSES, FirstOutputs, Resized
from models.layers.settings import dropout_setting, size_setting
from models.sentences import Sentence, Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

MOBILENET_READS = 224
BENDS_AT_SIX = Sentence(
    "mobilenet-bends-at-six", "Its inverted residual blocks let nothing above 6 through (ReLU6): no block does that."
)


class MobileNetV2(Architecture):
    """Inverted residual blocks: many maps inside, few where blocks meet."""

    title: ClassVar[str] = "MobileNetV2"
    text: ClassVar[str] = (
        "Looks at each map by itself and then mixes the maps: for a tenth of the sums, nearly as good."
    )
    place: ClassVar[Place] = Place(
        "depth",
        chapters=("further",),
        effects=("cost", "small-filters", "skip"),
        sources=(Source("Sandler and others", 2018, "MobileNetV2: inverted residuals and linear bottlenecks"),),
        after=("architecture/resnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2018
    smallest: ClassVar[dict[str, Any]] = {"width": 4, "factor": 2, "halvings": 4}

    size: Literal["published", "classroom"] = size_setting(
        "The published network reads 224 x 224 pixels in colour and knows 1,000 classes; the classroom's is as deep, "
        "has fewer maps and reads the task's pictures as they are."
    )
    width: int = setting(
        8,
        "Maps of the first layer",
        "32 in the published network. Half as many make every layer half as wide, and cost a quarter.",
        between=(4, 32),
        when={"size": ["classroom"]},
        layer=["conv", "block{}.project", "last"],
        group="Network",
        role="capacity",
    )
    factor: int = setting(
        6,
        "Wider inside",
        "So many times more maps has a block inside than where it ends. More find more; the sums grow with them.",
        between=(1, 8),
        when={"size": ["classroom"]},
        layer=["block{}.expand", "block{}.depthwise"],
        group="Network",
    )
    halvings: int = setting(
        3,
        "Halvings",
        "How often the picture is made half as high and wide: five times in the published network. Small pictures bear "
        "fewer.",
        between=(1, 5),
        when={"size": ["classroom"]},
        layer=["conv", "block{}.depthwise"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of the last values at random while training; 0.2 in the published network.",
        ["dropout"],
    )

    def as_blocks(self, shapes: Shapes) -> Text:
        return BENDS_AT_SIX()

    def network(self, shapes: Shapes) -> nn.Module:
        published = self.size == "published"
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        if published:
            layers["resized"] = Resized(MOBILENET_READS, 3)
            body, maps = mobilenet_layers(3)
        else:
            body, maps = mobilenet_layers(shapes.inputs[0], self.halvings, self.width / 32, self.factor)
        layers |= body
        layers |= {"mean": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten(), "dropout": Dropout(self.dropout)}
        layers["output"] = nn.Linear(maps, CONTEST_CLASSES if published else shapes.classes)
        if published:
            layers["first"] = FirstOutputs(shapes.classes)
        return draw_mobilenet(PictureClassifier(layers))
