"""What a recurrent network holds and what its gates do at every step, for one's own question."""

from collections.abc import Iterator
from typing import Any

from torch import nn

from models.inside.answers import mark
from models.inside.view import View, modules_of, probabilities, to_device
from models.kinds import Batch, Kind, Splits
from models.layers.cells import RecurrentLayer, of_torch
from models.packing import panel, signed_panel
from models.pictures import HeatMap, Panel, Picture
from models.spec import Spec, Task

MOST = 64
"""Units shown of each layer; more would be too thin to see."""
SIGNED = {"state", "candidate", "memory"}
"""What lies on both sides of 0; the others are gates from closed (0) to open (1)."""


class Gates(View):
    """States and gates over time, a heat map each."""

    title = "Gates"
    text = (
        "Each column is a step in time, each row one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open. Watch how a GRU or an LSTM leaves its state alone until "
        "it needs it."
    )
    asks = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None and any(isinstance(one, LAYERS) for one in modules_of(task, architecture))

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = to_device(spec.task.pose(question), network)
        calls: list[tuple[str, nn.Module, Any]] = []
        hooks = [
            module.register_forward_pre_hook(lambda module, given, name=name: calls.append((name, module, given)))
            for name, module in network.named_modules()
            if isinstance(module, LAYERS)
        ]
        try:
            outputs = network(batch)
        finally:
            for hook in hooks:
                hook.remove()
        letters = written(spec.task, batch)
        panels = [drawn for name, module, given in calls for drawn in panels_of(name, module, given, letters)]
        known = spec.task.kind in (Kind.SYMBOLS_TO_SYMBOLS, Kind.IMAGE_TO_CLASS)
        answer = mark(spec.task, batch, probabilities(outputs))[0] if known else None
        return HeatMap(panels=panels, mark=answer)


LAYERS = (nn.RNNBase, RecurrentLayer)


def panels_of(name: str, module: Any, given: Any, letters: list[str]) -> Iterator[Panel]:
    """The panels of one call of a recurrent layer; of several that are stacked, the first, read forwards."""
    sequence = given[0]
    first = given[1] if len(given) > 1 and given[1] is not None else None
    layer = module if isinstance(module, RecurrentLayer) else of_torch(module)
    h, c = first if isinstance(first, tuple) else (first, None)
    seen = layer.watched(sequence, h if h is None else h[0], c if c is None else c[0])
    for gate, values in seen.items():
        shown = values[0, :, :MOST].T  # (units, time)
        columns = letters if len(letters) == shown.shape[1] else [str(step + 1) for step in range(shown.shape[1])]
        rows = [""] * len(shown)
        title = f"{name.split('.')[0]} · {gate}"
        yield (signed_panel if gate in SIGNED else panel)(title, shown, rows, columns)


def written(task: Task, batch: Batch) -> list[str]:
    """The symbols of the question, one a step."""
    source = task.shapes().source
    return [source.symbols[number] for number in batch.inputs[0].tolist()] if source else []
