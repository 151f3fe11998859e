"""Transfer: keep the eyes and change the job (Yosinski et al. 2014; Donahue et al. 2013).

A body that has learnt something else gets a head of its own for a new task. What to watch: with few labels a frozen
body beats a network of the same layers that begins anew, and with many it does not; early layers serve any task, late
ones have learnt their own.
"""

from collections import OrderedDict
from typing import Any, ClassVar, Literal

import torch
from pydantic import field_validator
from torch import nn

from models.data.sets import mobilenet_v2
from models.data.uploads.intake import problem
from models.data.uploads.unusable import Unusable
from models.images.bodies import body_weights, description, source_of
from models.layers.inverted_residual import draw_mobilenet, mobilenet_layers
from models.layers.opened_weights import shape
from models.layers.outputs import scale_of
from models.layers.transferred import Adapted, Transferred, body_of, frozen_names, head_on
from models.sentences import Sentence, Text, text_of
from models.spec.architecture import Architecture, Family, Misfit
from models.spec.fetchable import Fetchable
from models.spec.kinds import Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import refusal, setting

NO_ROW_OF_LAYERS = Sentence(
    "body-no-row-of-layers", "The network of this file is no row of layers that reads pictures: it cannot be a body."
)
BODY_IS_NO_BLOCKS = Sentence(
    "body-is-no-blocks", "Its body comes with weights that it learnt before, and a list of blocks keeps none."
)
NO_MAPS = Sentence("body-without-maps", "This body makes no maps: let it end before the answer.")
LAYER_NOT_IN_BODY = Sentence(
    "layer-not-in-body",
    "The file does not have {name} ({shape}) of the body: let the body end earlier, or take another.",
)

PHOTOGRAPH_MEAN, PHOTOGRAPH_DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of the colours of ImageNet, by which the published network's pictures are standardised."""


class Transfer(Architecture):
    """A body with the weights that it has learnt elsewhere, and a new head for classes, or for a box."""

    title: ClassVar[str] = "Transfer"
    text: ClassVar[str] = "Keeps the eyes of a network that has learnt something else, and learns a new job with them."
    place: ClassVar[Place] = Place(
        "transfer",
        chapters=("convolution",),
        effects=("transfer", "few-labels", "localisation"),
        sources=(
            Source(
                "Yosinski, Clune, Bengio and Lipson", 2014, "How transferable are features in deep neural networks?"
            ),
        ),
        after=("architecture/convnet",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.IMAGE_TO_CLASS, Kind.IMAGE_TO_CLASSES, Kind.IMAGE_TO_VALUES})
    family: ClassVar[Family] = "convolutional"
    year: ClassVar[int | None] = 2014
    smallest: ClassVar[dict[str, Any]] = {"hidden": 8}

    body: Literal["classroom network", "MobileNetV2"] = setting(
        "classroom network",
        "Body",
        "Whose layers look at the picture: those of a run of yours, or of a network that has seen a million "
        "photographs.",
        group="Body",
    )
    weights: str = setting(
        "",
        "Its network",
        "The weights of a run, as they are taken away. Without any, a small network that has learnt the digits 0 to 4.",
        length=(0, 64),
        format="data",
        form="weights",
        when={"body": ["classroom network"]},
        group="Body",
    )
    start: Literal["frozen", "fine-tuned", "from scratch"] = setting(
        "frozen",
        "Its weights",
        "Frozen, the body stays as it is and only the head learns; fine-tuned, all learns from there; from scratch, "
        "the same layers begin with random weights.",
        colours={"frozen": "blue", "fine-tuned": "green", "from scratch": "orange"},
        group="Body",
    )
    learning: int = setting(
        0,
        "Last layers that learn",
        "So many of the frozen body's last layers learn with the head: those that have learnt most of their own task.",
        between=(0, 20),
        when={"start": ["frozen"]},
        group="Body",
    )
    ends: Literal["at the maps", "before the answer"] = setting(
        "at the maps",
        "Where the body ends",
        "At its maps the body has found strokes and corners, and where they are; before its answer it has put together "
        "what its old job needs, and lost the rest.",
        group="Body",
    )
    hidden: int = setting(
        0,
        "Hidden units of the head",
        "More bend what the body has found into what is wanted; 0 weighs it as it is.",
        between=(0, 256),
        layer=["head_hidden"],
        group="Head",
    )
    side: int = setting(
        96,
        "Pictures made so large",
        "The published network read 224 pixels. Larger pictures show it more and cost more: twice the side, four times "
        "the sums.",
        between=(32, 224),
        step=32,
        unit="pixels",
        when={"body": ["MobileNetV2"]},
        layer=["adapted"],
        group="Body",
    )
    swapped: bool = setting(
        True,
        "Ink as darkness",
        "In this program 1 is ink and 0 is paper; on photographs it is the other way round. On, the body sees pictures "
        "as photographs are.",
        when={"body": ["MobileNetV2"]},
        group="Body",
        advanced=True,
    )

    @field_validator("weights")
    @classmethod
    def it_is_here(cls, weights: str) -> str:
        """Raises a refusal if the file is not here or is no network's."""
        wrong = problem(weights, "weights")
        if wrong:
            raise refusal("weights", wrong, None)
        return weights

    @classmethod
    def dataset(cls) -> Fetchable | None:
        return mobilenet_v2.DATASET

    def missing(self) -> str | None:
        return mobilenet_v2.available() if self.body == "MobileNetV2" and self.start != "from scratch" else None

    def body_architecture(self) -> Architecture | None:
        return source_of(self.weights).architecture if self.body == "classroom network" else None

    def as_blocks(self, shapes: Shapes) -> Text:
        return BODY_IS_NO_BLOCKS()

    def as_body(self, shapes: Shapes) -> tuple[Architecture, Shapes] | None:
        """The body's own network, whose layers have the same names here; of MobileNetV2 everybody has it anyway."""
        source = source_of(self.weights) if self.body == "classroom network" else None
        return (source.architecture, source.shapes) if source else None

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        if misfit := super().fits(kind, shapes):
            return misfit
        if self.body == "MobileNetV2":
            return None
        try:
            sizes = description(self.weights).sizes
            with torch.device("meta"):
                body = nn.Sequential(OrderedDict(self.body_layers(shapes)))
        except (Unusable, ValueError) as error:
            return Misfit(text_of(error), "weights")
        if not any(True for _ in body.parameters()):
            return Misfit(NO_MAPS(), "ends")
        for name, tensor in body.state_dict().items():
            if sizes.get(name) != tuple(tensor.shape):
                return Misfit(LAYER_NOT_IN_BODY(name=name, shape=shape(tensor)), "ends")
        return None

    def body_layers(self, shapes: Shapes) -> dict[str, nn.Module]:
        """The body by its layers' names, with what makes pictures of these shapes fit for it.

        Raises ValueError if the network that it is of is no row of layers.
        """
        at_maps = self.ends == "at the maps"
        if self.body == "MobileNetV2":
            layers, _ = mobilenet_layers(3)
            layers |= {} if at_maps else {"mean": nn.AdaptiveAvgPool2d(1), "flatten": nn.Flatten()}
            adapted = Adapted(3, self.side, self.swapped, PHOTOGRAPH_MEAN, PHOTOGRAPH_DEVIATION)
            return {"adapted": adapted, **layers}
        source = source_of(self.weights)
        network = source.architecture.network(source.shapes)
        if not isinstance(network, nn.Sequential) or len(source.shapes.inputs) != 3:
            raise ValueError(NO_ROW_OF_LAYERS())
        found = body_of(network.named_children(), at_maps)
        channels, side, _ = source.shapes.inputs
        side = 0 if at_maps else side
        alike = shapes.inputs[0] == channels and (not side or shapes.inputs[1:] == source.shapes.inputs[1:])
        return dict(found) if alike else {"adapted": Adapted(channels, side), **found}

    def network(self, shapes: Shapes) -> nn.Module:
        body = nn.Sequential(OrderedDict(self.body_layers(shapes)))
        if self.body == "MobileNetV2":
            draw_mobilenet(body)
        self.load(body)
        head = head_on(body, shapes.inputs, self.hidden, shapes.scores)
        network = Transferred(OrderedDict(body.named_children()) | head)
        network.scale = scale_of("softmax", "cross-entropy", shapes)
        if self.start == "frozen":
            network.freeze(frozen_names(body.named_children(), self.learning))
        return nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)

    def load(self, body: nn.Module) -> None:
        """Gives the body the weights that it has learnt, unless it begins anew or is built for its shapes alone."""
        own = body.state_dict()
        if self.start == "from scratch" or next(iter(own.values())).is_meta:
            return
        if self.body == "MobileNetV2":
            learnt = dict(
                zip(own, mobilenet_v2.load().values(), strict=False)
            )  # in the same order; the last two are its answer
        else:
            learnt = body_weights(self.weights)
        body.load_state_dict({name: learnt[name] for name in own})
