"""Networks that look at each frame of a clip with the same layers, and then at what these saw."""

from typing import Any

from torch import Tensor, nn

from models.native.building import Builder, Derived, Lower, Unsupported, Value
from models.native.lowering.classifiers import in_order
from models.native.lowering.convolution import pooling
from models.native.lowering.dense import dense, flatten
from models.native.lowering.recurrent import Use, stack
from models.spec.kinds import Batch


def clip_classifier(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Frames (time, channels, height, width) into values of each, a memory of these, and scores from that.

    Raises Unsupported of a core that was built before lines could read several values of each example.
    """
    if not build.core.folds():
        raise Unsupported("frames")
    time = shape[0]
    if network.one_frame:
        frames = build.take_in("maps", shape[1:])
        build.derived.append(Derived(build.intakes.pop(), "outside", last_frame))
        seen = remembered = flatten(build, in_order(build, list(network.frame), frames))
    else:
        build.each = time
        frames = build.take_in("maps", shape[1:])
        seen = flatten(build, in_order(build, list(network.frame), frames))
        build.each = 1
        seen = Value("sequence", (time, seen.size), seen.numbers, seen.gradients)
    memory = network.memory
    if hasattr(memory, "stack"):
        remembered = stack(build, memory.stack, seen, time, Use(states=False)).last
    else:
        mean = seen if network.one_frame else mean_of_frames(build, seen)
        remembered = dense(build, memory.dense, mean, "tanh")
    return dense(build, network.output, build.mask(network.dropout, remembered))


def last_frame(batch: Batch) -> Tensor:
    """Of clips (batch, time, channels, height, width) the last frames (batch, channels, height, width)."""
    return batch.inputs[:, -1]


def mean_of_frames(build: Builder, seen: Value) -> Value:
    """A sequence (time, values) as a column of maps, of which a window as high as it is gives the mean: units."""
    time, size = seen.shape
    column = Value("maps", (time, 1, size), seen.numbers, seen.gradients)
    found = pooling(build, nn.AvgPool2d((time, 1)), column)
    return Value("units", (size,), found.numbers, found.gradients)


def flat_classifier(build: Builder, network: Any, shape: tuple[int, ...]) -> Value:
    """Frames (time, channels, height, width) laid out flat, as patches are, into a memory, and scores from its last.

    Raises Unsupported where gates are convolutions.
    """
    if not network.dense:
        raise Unsupported("gates that are convolutions")
    time, every = shape[0], network.channels * network.size[0] * network.size[1]
    read = build.take_in("sequence", (time, every))
    build.derived.append(
        Derived(build.intakes.pop(), "outside", lambda batch: network.patches(batch.inputs).flatten(2))
    )
    memories = [network.get_submodule(f"memory{number + 1}").stack for number in range(network.layers)]
    for memory in memories[:-1]:
        read = stack(build, memory, read, time, Use(states=True)).states
    return dense(build, network.output, stack(build, memories[-1], read, time, Use(states=False)).last)


CLIPS: dict[str, Lower] = {
    "models.architectures.cnn_lstm.ClipClassifier": clip_classifier,
    "models.architectures.convlstm.FrameClassifier": flat_classifier,
}
