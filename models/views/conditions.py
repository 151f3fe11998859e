"""A slider for each thing that can be asked for (Mirza and Osindero, "Conditional adversarial nets", 2014)."""

from torch import nn

from models.images.described import Described
from models.look.asking import knob_values
from models.look.described import FIRST, described_pictures
from models.look.pictures import Knob, Picture
from models.look.view import View
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task


class Conditions(View):
    """The same noises, drawn as the sliders say."""

    title = "One slider each"
    text = (
        "24 noises that stay the same, while you turn what is asked for. What stays of a picture when only the digit "
        "changes is the noise's part: its hand."
    )
    group = "answers"
    rank = 1

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Described)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError if the question makes no sense."""
        assert isinstance(spec.task, Described)
        conditions, knobs = spec.task.conditions(), []
        for condition, title, value in zip(
            conditions, spec.task.named([one.title for one in conditions]), FIRST, strict=True
        ):
            names = spec.task.named(condition.words)
            most = len(names) - 1
            knobs.append(
                Knob(name=condition.name, title=title, value=value, lowest=0, highest=most, step=1, names=names)
            )
        knobs = knob_values(knobs, question)
        sentence = spec.task.sentence(tuple(int(one.value) for one in knobs))
        return described_pictures(network, spec.task, sentence).model_copy(update={"knobs": knobs})
