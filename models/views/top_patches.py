"""What excites a map most: the parts of held-out pictures that it answers to (Zeiler and Fergus 2014, figure 2)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.names import layer_name
from models.layers.receptive_fields import Passage, passages
from models.look.arrays import numbers
from models.look.attribution import with_output
from models.look.cost import affordable
from models.look.examples import one_example
from models.look.kernels import ANSWERING, SLIDING, layer_asked, layer_choice
from models.look.marks import image_grid, predict_images
from models.look.patches import TopPatches
from models.look.pictures import Picture
from models.look.png import ink, sheet
from models.look.recurrent import RECURRENT
from models.look.view import View, has_layer
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

LAYER_NOT_FINITE = Sentence(
    "patches-not-finite", "Not all outputs of {layer} are finite numbers any more: the run has diverged."
)

TOP = 9
MOST_PIXELS = 2**18
"""Of all patches of a picture together; a layer with larger ones shows fewer maps."""
MOST_MAPS = 48


class TopPatchesView(View):
    """Of each map of a layer the nine pictures in which it answers most, cut to what it saw there."""

    title = "Top patches"
    text = (
        "What does a map look for? Of some hundred held-out pictures these are the nine to which it answers most, cut "
        "to the part that it saw. Maps of the first layer find edges; deeper ones find loops, corners, whole digits. "
        "A map whose nine patches have nothing in common has found nothing yet. Press one to see where it looked."
    )
    group = "layers"
    needs = (*SLIDING, nn.Linear)
    rank = 1
    takes_map = True

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures and not has_layer(task, architecture, RECURRENT)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where an output is no finite number any more."""
        name, _, wanted = question.partition("#")
        one = one_example(spec.task, network, splits.validation, 0)
        found = passages(network, one.inputs, lambda: network(one))
        layers = {row: passage for row, passage in found.items() if isinstance(passage.module, ANSWERING)}
        chosen = layer_asked(layers, name)
        batch = next(batches(spec.task, splits.validation, affordable(network, one, 100, 300)))
        values, places = strongest(network, batch, chosen)  # (maps, 9) and (maps, 9, 3)
        size = patch_size(chosen, batch)
        shown = max(1, min(len(values), MOST_MAPS, MOST_PIXELS // (TOP * size[0] * size[1])))
        at = min(max(0, int(wanted) - 1), shown - 1) if wanted.isdecimal() else 0
        cut = patches(batch, places[:shown].flatten(0, 1), chosen)
        grid = image_grid(cut[:1]).model_copy(
            update={"sheet": sheet(ink(cut), columns=values.shape[1]), "columns": values.shape[1]}
        )
        return TopPatches(
            layers=[layer_choice(passage, asked=False) for passage in layers.values()],
            chosen=str(chosen.name),
            of=len(values),
            patches=grid,
            values=numbers(values[:shown]),
            map=at,
            pictures=predict_images(network, spec, splits, "validation", places[at, :, 0]),
            corners=[corner(chosen, batch, row, column) for row, column in places[at, :, 1:].tolist()],
        )


def strongest(network: nn.Module, batch: Batch, layer: Passage) -> tuple[Tensor, Tensor]:
    """Of each map its largest values in different pictures (maps, 9), and where: picture, row, column (maps, 9, 3).

    Raises ValueError where an output is no finite number any more.
    """
    output, _ = with_output(network, batch, layer.module)
    if not output.isfinite().all():
        raise ValueError(LAYER_NOT_FINITE(layer=layer_name(layer.name or "")))
    maps = output if output.dim() == 4 else output[:, :, None, None]
    most, where = maps.flatten(2).max(2)  # (pictures, maps)
    values, pictures = most.topk(min(TOP, len(most)), 0)  # (9, maps)
    cells = where.gather(0, pictures)
    places = torch.stack([pictures, cells // maps.shape[3], cells % maps.shape[3]], 2)
    return values.T.cpu(), places.transpose(0, 1).cpu()


def patch_size(layer: Passage, batch: Batch) -> tuple[int, int]:
    """Rows and columns that a place of the layer has seen of a picture; at most all."""
    height, width = batch.inputs.shape[2:]
    field = layer.field
    return (height, width) if field is None else (min(height, field[0].size), min(width, field[1].size))


def corner(layer: Passage, batch: Batch, row: int, column: int) -> tuple[int, int]:
    """Where the part begins that a place of the layer has seen; it may lie beyond the picture's edge."""
    if layer.field is None:
        return 0, 0
    starts = (axis.start + place * axis.stride for axis, place in zip(layer.field, (row, column), strict=True))
    whole = zip(patch_size(layer, batch), batch.inputs.shape[2:], starts, strict=True)
    top, left = (0 if seen == side else start for seen, side, start in whole)
    return top, left


def patches(batch: Batch, places: Tensor, layer: Passage) -> Tensor:
    """What the layer saw at ``places`` (count, 3) of the batch's pictures, (count, channels, rows, columns).

    What lies beyond a picture's edge is paper.
    """
    rows, columns = patch_size(layer, batch)
    found = []
    for picture, row, column in places.tolist():
        top, left = corner(layer, batch, row, column)
        room = functional.pad(batch.inputs[picture], (columns, columns, rows, rows))
        found.append(room[:, top + rows : top + 2 * rows, left + columns : left + 2 * columns])
    return torch.stack(found)
