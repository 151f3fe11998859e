"""Where a writer goes wrong: by place of the answer, and by what makes an example hard.

Of sums these are carries and length, which make people err too (Hitch 1978).
"""

import torch
from torch import Tensor, nn

from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

PLACES = Sentence("symbols-of-answer", "symbols of the answer")
PLACE = Sentence("symbol-of-answer-numbered", "symbol {place}")


class Errors(View):
    """Right answers of the validation split by place, and by each of the task's difficulties."""

    title = "Errors"
    text = (
        "Where the mistakes are. The first symbol of an answer is easy to guess and the last is not; every carry "
        "makes a sum harder. A number is a share of the sums that were held out."
    )
    group = "answers"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.translates and len(task.difficulties) > 0

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        right, hard = [], []
        for batch in batches(spec.task, splits.validation):
            right.append((network(batch).argmax(-1) == batch.targets).cpu())  # (batch, places)
            hard.append(torch.tensor(spec.task.difficulty(batch)))  # (difficulties, batch)
        places = torch.cat(right)
        by_place = [
            Share(label=PLACE(place=place + 1), right=int(one.sum()), of=len(one)) for place, one in enumerate(places.T)
        ]
        return Shares(
            titles=[PLACES(), *map(Text.read, spec.task.difficulties)],
            groups=[by_place, *(shares(places.all(1), one) for one in torch.cat(hard, 1))],
        )


def shares(right: Tensor, groups: Tensor) -> list[Share]:
    """Right answers (examples) for each number that occurs in ``groups`` (examples)."""
    return [
        Share(label=Text(str(number)), right=int(right[groups == number].sum()), of=int((groups == number).sum()))
        for number in sorted(set(groups.tolist()))
    ]
