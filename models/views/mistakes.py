"""The mistakes of which the network is surest; wrong labels are found this way too (Northcutt et al. 2021)."""

from torch import nn

from models.look.marks import predict_classes, predict_images
from models.look.pictures import Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

NO_MISTAKES = Sentence(
    "no-mistakes",
    "There is no mistake to show: every example of the validation split is read rightly.",
)

SHOWN = 40


class Mistakes(View):
    """Wrong answers of the validation split, the surest first."""

    title = "Mistakes"
    text = (
        "Examples that the network got wrong, the surest first: what it said and how sure it was, what is right and "
        "how likely it found that. Press one to open it: some are hard for people too, and some labels are wrong."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.drawable and task.kind.targets is Form.CLASS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no answer is wrong."""
        targets, answers, sure = predict_classes(network, spec, splits)
        wrong = (targets != answers).nonzero().squeeze(1)
        rows = wrong[sure[wrong].argsort(descending=True)][:SHOWN]
        if not len(rows):
            raise ValueError(NO_MISTAKES())
        right = len(targets) - len(wrong)
        grid = predict_images(network, spec, splits, "validation", rows)
        return grid.model_copy(update={"right": right, "of": len(targets)})
