"""CNN-LSTM: a convolutional network looks at each frame of a clip, a recurrent one at what it has seen in them.

Donahue et al., "Long-term recurrent convolutional networks for visual recognition and description", 2015. The frames
share one convolutional network. What to watch: with the last frame alone, or with the mean of all frames, which has no
order, it names what is there; only what reads the frames one after another can say where it goes.
"""

from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.blocks import Blocks, blocks_setting
from models.layers.blocks.fitting import misfit, stack_of
from models.layers.chain import Chain
from models.layers.dropout import Dropout
from models.layers.settings import dropout_setting, hidden_setting
from models.layers.stacks import fast_torch_stack, last_states
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

Memory = Literal["LSTM", "GRU", "SimpleRNN", "mean of frames", "last frame"]


class CnnLstm(Architecture):
    """The same convolutional network for every frame, then a recurrent layer over the frames, then a class."""

    title: ClassVar[str] = "CNN-LSTM"
    text: ClassVar[str] = "Looks at each frame with small filters, and reads what it saw into a memory."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos",),
        effects=("motion", "weight-sharing"),
        sources=(
            Source(
                "Donahue and others",
                2015,
                "Long-term recurrent convolutional networks for visual recognition and description",
            ),
        ),
        after=("architecture/convnet", "architecture/recurrent"),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.FRAMES_TO_CLASS})
    family: ClassVar[Family] = "recurrent"
    year: ClassVar[int | None] = 2015
    smallest: ClassVar[dict[str, Any]] = {"blocks": "2k5 max2", "hidden": 4}

    memory: Memory = setting(
        "LSTM",
        "Over the frames",
        "A recurrent layer reads frame after frame. Its rivals have a dense layer instead: one sees the mean of all "
        "frames, whose order is lost, the other a single frame, the last.",
        colours={
            "LSTM": "blue",
            "GRU": "green",
            "SimpleRNN": "orange",
            "mean of frames": "purple",
            "last frame": "red",
        },
        layer=["memory"],
        group="Network",
    )
    blocks: Blocks = blocks_setting(
        "16k5 max2 32k3 max2",
        "Blocks for a frame",
        "What each frame goes through, one block after another: filters find something, pooling makes it smaller.",
        layer=[],
        group="Network",
        role="capacity",
    )
    hidden: int = hidden_setting(64, ["memory", "output"], most=512)
    dropout: float = dropout_setting(
        "Silences this share of what the output reads at random while training, and of the values in each dropout "
        "block without a share of its own.",
        ["dropout", "frame.drop{}", "frame.dropout{}"],
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        return super().fits(kind, shapes) or misfit(self.blocks, shapes.inputs[1:])

    def network(self, shapes: Shapes) -> nn.Module:
        return nn.utils.convert_conv2d_weight_memory_format(ClipClassifier(self, shapes), torch.channels_last)


class ClipClassifier(nn.Module):
    """Frames -> values of each -> a memory of them -> a score for every class."""

    def __init__(self, settings: CnnLstm, shapes: Shapes) -> None:
        super().__init__()
        stack = stack_of(settings.blocks, shapes.inputs[1:], settings.dropout)
        stack.flatten()
        self.frame = Chain(stack.layers)
        self.one_frame = settings.memory == "last frame"
        recurrent = settings.memory in ("LSTM", "GRU", "SimpleRNN")
        layer = RecurrentOverFrames if recurrent else DenseOverFrames
        self.memory = layer(settings.memory, stack.shape[0], settings.hidden)
        self.dropout = Dropout(settings.dropout)
        self.output = nn.Linear(settings.hidden, shapes.classes)

    def forward(self, batch: Batch) -> Tensor:
        """Frames (batch, time, channels, height, width) -> scores (batch, classes)."""
        frames = batch.inputs[:, -1:] if self.one_frame else batch.inputs
        seen = self.frame(frames.flatten(0, 1)).unflatten(0, frames.shape[:2])  # (batch, time, values)
        scores: Tensor = self.output(self.dropout(self.memory(seen)))
        return scores  # (batch, classes)


class RecurrentOverFrames(nn.Module):
    """The last state of a recurrent layer."""

    as_one_layer = True

    def __init__(self, cell: Any, inputs: int, hidden: int) -> None:
        super().__init__()
        self.label = cell
        self.stack = fast_torch_stack(cell, inputs, hidden, 1, False)

    def forward(self, sequence: Tensor) -> Tensor:
        """(batch, time, values) -> (batch, hidden)."""
        return last_states(*self.stack(sequence))


class DenseOverFrames(nn.Module):
    """A dense layer that reads the mean of what it is given, whose order is lost."""

    as_one_layer = True

    def __init__(self, label: str, inputs: int, hidden: int) -> None:
        super().__init__()
        self.label = label
        self.dense = nn.Linear(inputs, hidden)

    def forward(self, sequence: Tensor) -> Tensor:
        """(batch, time, values) -> (batch, hidden)."""
        return torch.tanh(self.dense(sequence.mean(1)))
