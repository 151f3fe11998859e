"""What each part of a network is for: how well it does without it (blocks as in Veit et al. 2016)."""

from torch import nn

from models.layers.names import layer_name
from models.layers.receptive_fields import passages
from models.look.cost import AFFORDABLE, multiply_adds
from models.look.examples import one_example
from models.look.lesions import PLAIN, Lesion, lesions, of_maps
from models.look.pictures import Picture, Share, Shares
from models.look.recurrent import RECURRENT
from models.look.view import View, has_layer
from models.sentences import Sentence
from models.spec.kinds import Batch, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

WITHOUT = Sentence("lesion-without", "Right answers without …")
NOTHING = Sentence("lesion-nothing", "nothing: the whole network")
WITHOUT_MAP = Sentence("lesion-without-map", "Right answers without one map of {layer}, which is at its mean instead")
WITHOUT_UNIT = Sentence(
    "lesion-without-unit", "Right answers without one unit of {layer}, which is at its mean instead"
)
MEASURED = Sentence("lesion-measured", "Measured on the first {count} held-out pictures; no weight is changed.")
NO_PARTS = Sentence("lesion-no-parts", "This network has no part that could be left out and the rest still run.")

FEWEST, MOST = 100, 300
"""Pictures on which the answers are counted."""


class LesionView(View):
    """Right answers without one part after another; of a large network without the part that is asked for."""

    title = "Lesion"
    text = (
        "What is each part for? Take it out of the trained network and count the right answers: press a part here, or "
        "its block in the drawing. Networks with skips hardly miss a block; a plain one without a layer is lost. Where "
        "what comes has another size, the layer's maps are flattened to their means instead."
    )
    needs = PLAIN
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.classifies_pictures and not has_layer(task, architecture, RECURRENT)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where the network has no such part."""
        one = one_example(spec.task, network, splits.validation, 0)
        found = passages(network, one.inputs, lambda: network(one))
        same = frozenset(name for name, passage in found.items() if passage.input.shape == passage.output.shape)
        parts = lesions(network, same)
        if not parts:
            raise ValueError(NO_PARTS())
        chosen = next((part for part in parts if part.name == question.partition("#")[0]), None)
        maps = of_maps(chosen, found[chosen.name].output.shape[1]) if chosen and chosen.name in found else []
        cost = multiply_adds(network, one)
        asked = [part for part in (*parts, *maps) if part.name == question]
        everything = 2 * AFFORDABLE // (cost * (1 + len(parts) + len(maps)))
        measured = [*parts, *maps] if everything >= FEWEST else asked
        count = min(MOST, max(FEWEST, everything if measured is not asked else AFFORDABLE // (2 * cost)))
        batch = next(batches(spec.task, splits.validation, count))
        right = {part.name: right_without(network, batch, part) for part in measured}
        count = len(batch.targets)
        whole = Share(label=NOTHING(), right=right_answers(network, batch), of=count, name="")
        shares = [[whole, *(share(part, right, count) for part in parts)]]
        titles = [WITHOUT()]
        if maps and chosen:
            words = WITHOUT_UNIT if isinstance(chosen.module, nn.Linear) else WITHOUT_MAP
            titles.append(words(layer=layer_name(chosen.name)))
            shares.append([share(part, right, count) for part in maps])
        return Shares(titles=titles, groups=shares, chosen=question, remarks=[MEASURED(count=count)])


def share(part: Lesion, right: dict[str, int], count: int) -> Share:
    """The right answers without a part; of none where that was not measured."""
    known = part.name in right
    return Share(label=part.title, right=right.get(part.name, 0), of=count if known else 0, name=part.name)


def right_without(network: nn.Module, batch: Batch, part: Lesion) -> int:
    with part.made():
        return right_answers(network, batch)


def right_answers(network: nn.Module, batch: Batch) -> int:
    return int((network(batch).argmax(-1) == batch.targets).sum())
