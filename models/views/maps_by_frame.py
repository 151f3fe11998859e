"""What the maps of a layer hold at each frame of a clip: what filters find in it, or the memory of a ConvLSTM and its
gates.

Maps as Yosinski et al. 2015 show them; the gates are those of Shi et al. 2015.
"""

from torch import Tensor, nn

from models.layers.conv_lstm import ConvLstm
from models.layers.names import layer_name
from models.look.clips import chosen_clip, clip_knob, coloured
from models.look.drawn import Knob
from models.look.pictures import Picture, PictureRow, PictureRows
from models.look.titles import dotted
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Batch, Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

LAYER, MAP = Sentence("clip-layer", "Layer"), Sentence("clip-map", "Map {number}")
PARTS = {
    "state": Sentence("convlstm-state", "state"),
    "memory": Sentence("convlstm-memory", "memory"),
    "input": Sentence("convlstm-input", "input gate"),
    "forget": Sentence("convlstm-forget", "forget gate"),
    "output": Sentence("convlstm-output", "output gate"),
}
SHOWN = Sentence("clip-maps-shown", "{shown} of {of} maps, of {layer}.")
MOST = 8


class MapsByFrame(View):
    """Rows are maps, columns frames; a knob goes through the layers, and the parts of a ConvLSTM's cell."""

    title = "Maps by frame"
    text = (
        "What one layer holds while a clip is read: each row is a map, each column a frame. Blue is positive, orange "
        "negative; a gate is dark where it is open. Filters find the same thing wherever it goes; a memory laid out "
        "like the picture shows where it has been. Turn the knobs to see another layer, gate or clip."
    )
    group = "layers"
    rank = 1
    needs = (nn.Conv2d, ConvLstm)

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.FRAMES

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if there is no such clip or layer."""
        split = splits.test
        found = layers(network, chosen_clip(spec, split, 1, network))
        names = [title for title, _ in found]
        layer = Knob(name="layer", title=LAYER(), value=1, lowest=1, highest=len(found), step=1, names=names)
        knobs = clip_knob(split, question, layer)
        batch = chosen_clip(spec, split, knobs[0].value, network)
        title, maps = layers(network, batch)[int(knobs[1].value) - 1]  # (frames, maps, height, width)
        shown = maps[:, :MOST]
        rows = [PictureRow(title=MAP(number=number + 1)) for number in range(shown.shape[1])]
        strip = coloured(shown.transpose(0, 1).flatten(0, 1), len(maps))
        words = SHOWN(shown=shown.shape[1], of=maps.shape[1], layer=title)
        return PictureRows(rows=rows, strip=strip, knobs=knobs, played=True, remarks=[words])


def layers(network: nn.Module, batch: Batch) -> list[tuple[Text, Tensor]]:
    """Titles, and maps (frames, maps, height, width), of all that a clip, a batch of one, passes through."""
    found: list[tuple[Text, Tensor]] = []
    passed: set[str] = set()

    def record(name: str, module: nn.Module, inputs: tuple[Tensor, ...], output: object) -> None:
        if isinstance(module, ConvLstm):
            if len(inputs) < 2 or inputs[1] is None:  # not what it draws of its own drawings
                parts = module.parts(inputs[0])
                found.extend((dotted(layer_name(name), PARTS[part]()), maps[0]) for part, maps in parts.items())
        elif isinstance(output, Tensor) and output.dim() == 4 and name not in passed:  # not what follows from drawings
            passed.add(name)
            found.append((layer_name(name.rpartition(".")[2]), output))

    seen = {name: module for name, module in network.named_modules() if watched(module)}
    within = tuple(f"{name}." for name, module in seen.items() if isinstance(module, ConvLstm))
    hooks = [
        module.register_forward_hook(lambda *call, name=name: record(name, *call))
        for name, module in seen.items()
        if not name.startswith(within or ("\n",))
    ]
    try:
        network(batch)
    finally:
        for hook in hooks:
            hook.remove()
    return found


def watched(module: nn.Module) -> bool:
    """Whether its maps are shown: those of layers that have no parts, and of a ConvLSTM."""
    drawn = isinstance(module, nn.PixelShuffle | nn.PixelUnshuffle)
    return isinstance(module, ConvLstm) or not (drawn or list(module.children()))
