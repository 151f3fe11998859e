"""What every layer of a network makes of one's own question."""

from functools import partial

from torch import Tensor, nn
from torch.nn import functional

from models.inside.answers import mark
from models.inside.view import View, probabilities, to_device
from models.kinds import Kind, Splits
from models.packing import panel, signed_panel, tiled, unlabelled
from models.pictures import HeatMap, Panel, Picture
from models.plan import rows
from models.spec import Spec, Task

MOST, ROW = 64, 16
"""Maps or units shown of each layer; units in a row."""


class Maps(View):
    """Outputs of every row of the plan: maps side by side, units as one column for each step in time."""

    title = "Layers"
    text = (
        "Your question on its way through the network, layer by layer. Of a picture each small square is what one "
        "filter found in it; of a sequence each column is one step, each row a unit. Dark is much; where there are two "
        "signs, orange is negative and blue positive."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and task.kind in (Kind.IMAGE_TO_CLASS, Kind.SYMBOLS_TO_SYMBOLS)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(spec.task.pose(question), network)
        seen: dict[str, Tensor] = {}
        hooks = [
            module.register_forward_hook(partial(note, seen, name))
            for name, module in rows(network)
            if not isinstance(module, nn.Flatten)
        ]
        try:
            outputs = network(batch)
        finally:
            for hook in hooks:
                hook.remove()
        return HeatMap(
            panels=[drawn(name, output[0].detach()) for name, output in seen.items()],
            mark=mark(spec.task, batch, probabilities(outputs))[0],
        )


def note(seen: dict[str, Tensor], name: str, module: nn.Module, given: object, output: object) -> None:
    """Keeps what a layer gave first; a hook that gives something back would change what the network does."""
    seen.setdefault(name, first(output))


def first(output: object) -> Tensor:
    """Of a layer that gives several things, what it is there for."""
    found = output[0] if isinstance(output, tuple) else output
    assert isinstance(found, Tensor)
    return found


def drawn(name: str, output: Tensor) -> Panel:
    """(channels, height, width) as small pictures, (time, units) as a strip, (units) in rows of so many."""
    size = "x".join(map(str, output.shape))
    if output.dim() == 3:
        whole = tiled(output[:MOST], 8)
    elif output.dim() == 2:
        whole = output[:, :MOST].T
    else:
        kept = output[:MOST]
        whole = functional.pad(kept, (0, -len(kept) % ROW)).view(-1, ROW)
    times = [str(step + 1) for step in range(whole.shape[1])]
    labels = unlabelled(len(whole)), times if output.dim() == 2 else unlabelled(whole.shape[1])
    if (whole < 0).any():
        made = signed_panel(f"{name} · {size}", whole, *labels)
    else:
        made = panel(f"{name} · {size}", whole / whole.max().clamp_min(1e-12), *labels)
    return made.model_copy(update={"layer": name})
