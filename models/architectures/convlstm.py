"""Convolutional LSTM: a memory laid out like the picture, whose gates are convolutions.

Shi et al., "Convolutional LSTM network: a machine learning approach for precipitation nowcasting", 2015. What moves is
handed from place to place by the filters of the state. As in the paper a frame is first cut into patches, whose pixels
become channels, and a 1 x 1 convolution of the states of all layers draws the next frame. What to watch: the same gates
with dense weights, a plain LSTM, need a weight for every pair of places, and of as many weights have hardly a unit.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.conv_lstm import ConvLstm
from models.layers.next_frames import NextFrames
from models.layers.settings import hidden_setting
from models.sentences import Sentence
from models.spec.architecture import Architecture, Family, Misfit
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

PATCHES_DO_NOT_FIT = Sentence(
    "patches-do-not-fit", "A frame of {height} x {width} cannot be cut into patches of {patch} x {patch}."
)
KERNELS = Literal["1", "3", "5", "7"]


class Convlstm(Architecture):
    """Layers of ConvLSTM over frames; the last states name a class, all states draw frames."""

    title: ClassVar[str] = "Convolutional LSTM"
    text: ClassVar[str] = "Reads frames into a memory laid out like the picture, whose gates are convolutions."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("convolution",),
        effects=("motion", "gates", "weight-sharing", "blur"),
        sources=(
            Source(
                "Shi and others",
                2015,
                "Convolutional LSTM network: a machine learning approach for precipitation nowcasting",
            ),
        ),
        after=("architecture/cnn_lstm",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.FRAMES_TO_CLASS, Kind.FRAMES_TO_FRAMES})
    family: ClassVar[Family] = "recurrent"
    year: ClassVar[int | None] = 2015
    smallest: ClassVar[dict[str, Any]] = {"filters": 2, "patch": "4"}

    gates: Literal["convolution", "dense"] = setting(
        "convolution",
        "Inside the gates",
        "Convolutions, which look around each place with the same filters everywhere; or dense weights over all "
        "pixels, which is a plain LSTM.",
        colours={"convolution": "blue", "dense": "orange"},
        layer=["memory{}"],
        group="Network",
    )
    filters: int = setting(
        16,
        "Maps of the state",
        "How many numbers the memory has at each place. The time for a step grows with it.",
        between=(1, 64),
        role="capacity",
        when={"gates": ["convolution"]},
        layer=["memory{}", "output"],
        group="Network",
    )
    kernel: KERNELS = setting(
        "3",
        "Kernel size",
        "How far around itself each place looks, at every step: what moves farther in one frame is lost to it.",
        when={"gates": ["convolution"]},
        layer=["memory{}"],
        group="Network",
    )
    peepholes: bool = setting(
        False,
        "Peepholes",
        "The gates see the memory too, each place of each map through a weight of its own. Keras leaves them out.",
        when={"gates": ["convolution"]},
        layer=["memory{}"],
        group="Network",
    )
    hidden: int = hidden_setting(64, ["memory{}", "output"], most=512, when={"gates": ["dense"]})
    layers: int = setting(
        1,
        "Layers",
        "Each further layer reads the states of the one below it, and takes as long again.",
        between=(1, 4),
        layer=["memory{}"],
        group="Network",
    )
    patch: Literal["1", "2", "4"] = setting(
        "2",
        "Side of a patch",
        "So many pixels down and across become channels of one place: 2 makes a step four times as fast, and what lies "
        "within a patch is no longer convolved.",
        layer=["patches", "picture"],
        group="Network",
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        if misfit is not None:
            return misfit
        height, width = shapes.inputs[-2:]
        if height % int(self.patch) or width % int(self.patch):
            return Misfit(PATCHES_DO_NOT_FIT(height=height, width=width, patch=self.patch), "patch")
        return None

    def network(self, shapes: Shapes) -> nn.Module:
        return FrameClassifier(self, shapes) if shapes.classes else FrameDrawer(self, shapes)


class Memory(nn.Module):
    """Patches, and the layers that read them."""

    def __init__(self, settings: Convlstm, shapes: Shapes) -> None:
        super().__init__()
        side = int(settings.patch)
        _, channels, height, width = shapes.inputs
        self.layers, self.dense = settings.layers, settings.gates == "dense"
        self.size, self.channels = (height // side, width // side), channels * side * side
        self.patches = nn.PixelUnshuffle(side)
        inputs = self.channels * self.size[0] * self.size[1] if self.dense else self.channels
        for number in range(1, 1 + self.layers):
            if self.dense:
                layer: nn.Module = FlatLstm(inputs, settings.hidden)
            else:
                kernel = int(settings.kernel)
                layer = ConvLstm(inputs, settings.filters, kernel, self.size, settings.peepholes)
            self.add_module(f"memory{number}", layer)
            inputs = self.states = settings.hidden if self.dense else settings.filters

    def read(self, frames: Tensor, began: list[Any] | None = None) -> tuple[list[Tensor], list[Any]]:
        """Frames (batch, time, channels, height, width) -> the states of each layer, and what each ends with."""
        values, states, last = self.patches(frames), [], []
        for number in range(self.layers):
            layer = self.get_submodule(f"memory{number + 1}")
            values, ends = layer(values, None if began is None else began[number])
            states.append(values)
            last.append(ends)
        return states, last


class FlatLstm(nn.Module):
    """A plain LSTM over frames laid out flat."""

    as_one_layer = True
    label = "LSTM"

    def __init__(self, inputs: int, hidden: int) -> None:
        super().__init__()
        self.stack = nn.LSTM(inputs, hidden, batch_first=True)

    def forward(self, sequence: Tensor, began: Any = None) -> tuple[Tensor, Any]:
        """(batch, time, …) -> states (batch, time, hidden), and the last."""
        found: tuple[Tensor, Any] = self.stack(sequence.flatten(2), began)
        return found


class FrameClassifier(Memory):
    """Scores from the last states of the last layer, of each map its largest value anywhere."""

    def __init__(self, settings: Convlstm, shapes: Shapes) -> None:
        super().__init__(settings, shapes)
        self.output = nn.Linear(self.states, shapes.classes)

    def forward(self, batch: Batch) -> Tensor:
        """Frames (batch, time, channels, height, width) -> scores (batch, classes)."""
        states = self.read(batch.inputs)[0][-1][:, -1]  # (batch, filters, height, width) or (batch, hidden)
        scores: Tensor = self.output(states if self.dense else states.amax((2, 3)))
        return scores  # (batch, classes)


class FrameDrawer(Memory, NextFrames):
    """After each frame the next one, drawn from the states of all layers; after the last, from its own drawings."""

    def __init__(self, settings: Convlstm, shapes: Shapes) -> None:
        super().__init__(settings, shapes)
        self.ahead = shapes.targets[0] - shapes.inputs[0] + 1
        states = self.states * self.layers
        if self.dense:
            self.output: nn.Module = nn.Linear(states, self.channels * self.size[0] * self.size[1])
        else:
            self.output = nn.Conv2d(states, self.channels, 1)
        self.picture = nn.PixelShuffle(int(settings.patch))

    def forward(self, batch: Batch) -> Tensor:
        """Frames (batch, time, …) -> logits of those after each, (batch, time - 1 + ahead, channels, height, width)."""
        return self.drawn(batch.inputs, self.ahead)

    def drawn(self, frames: Tensor, ahead: int) -> Tensor:
        """Frames (batch, time, …) -> the same, with so many drawn at the end."""
        states, last = self.read(frames)
        found = [self.draw(states)]  # (batch, time, channels, height, width)
        for _ in range(ahead - 1):
            states, last = self.read(found[-1][:, -1:].sigmoid(), last)
            found.append(self.draw(states))  # (batch, 1, …)
        return torch.cat(found, 1)

    def draw(self, states: list[Tensor]) -> Tensor:
        """The states of each layer -> logits (batch, time, channels, height, width)."""
        every = torch.cat(states, 2)
        found = self.output(every.flatten(0, 1)).view(-1, self.channels, *self.size)
        pictures: Tensor = self.picture(found)
        return pictures.view(*every.shape[:2], *pictures.shape[1:])
