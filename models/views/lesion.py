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
from models.sentences import Sentence, Text
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
LEFT_OUT = Sentence(
    "lesion-parts-left-out",
    "Left out, for all together would take too long: {count}, from “{first}” to “{last}”. Press one to measure it.",
)
NO_PARTS = Sentence("lesion-no-parts", "This network has no part that could be left out and the rest still run.")

FEWEST, MOST = 100, 300
"""Pictures on which the answers are counted."""
BUDGET = 10 * AFFORDABLE
"""Multiply-adds of one look: about a second of one core."""


class LesionView(View):
    """Right answers without one part after another; of a large network without as many as there is time for."""

    title = "Lesion"
    text = (
        "What is each part for? Take it out of the trained network and count the right answers: press a part here, or "
        "its block in the drawing. Networks with skips hardly miss a block; a plain one without a layer is lost. Where "
        "what comes has another size, the layer's maps are flattened to their means instead."
    )
    group = "costs"
    needs = PLAIN
    rank = 2
    takes_map = True

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
        name, hash_mark, number = question.partition("#")
        name = name.partition("@")[0]  # another view asks with the height of its maps
        chosen = next((part for part in parts if part.name == name), None)
        maps = of_maps(chosen, found[chosen.name].output.shape[1]) if chosen and chosen.name in found else []
        asked = f"{name}{hash_mark}{number}"
        wanted = sorted([*parts, *maps], key=lambda part: part.name != asked)  # what is asked for comes first
        measured, count = within_budget(wanted, multiply_adds(network, one))
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
        remarks = [MEASURED(count=count), *left_out([part for part in (*parts, *maps) if part.name not in right])]
        return Shares(titles=titles, groups=shares, chosen=asked, remarks=remarks)


def within_budget(parts: list[Lesion], cost: int) -> tuple[list[Lesion], int]:
    """As many of the first parts as one look has time for, and on how many pictures of that cost each is measured."""
    runs = 1 + len(parts)
    if BUDGET // (cost * runs) >= FEWEST:
        return parts, min(MOST, BUDGET // (cost * runs))
    return parts[: max(1, BUDGET // (cost * FEWEST) - 1)], FEWEST


def left_out(parts: list[Lesion]) -> list[Text]:
    """Says which parts were not measured, if any."""
    return [LEFT_OUT(count=len(parts), first=parts[0].title, last=parts[-1].title)] if parts else []


def share(part: Lesion, right: dict[str, int], count: int) -> Share:
    """The right answers without a part; of none where that was not measured."""
    known = part.name in right
    return Share(label=part.title, right=right.get(part.name, 0), of=count if known else 0, name=part.name)


def right_without(network: nn.Module, batch: Batch, part: Lesion) -> int:
    with part.made():
        return right_answers(network, batch)


def right_answers(network: nn.Module, batch: Batch) -> int:
    return int((network(batch).argmax(-1) == batch.targets).sum())
