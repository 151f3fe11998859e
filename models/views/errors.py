"""Where a writer of sums goes wrong: by place of the answer, by carries, by length."""

import torch
from torch import Tensor, nn

from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task
from models.tasks.addition import Addition


class Errors(View):
    """Right answers of the validation split by place, by number of carries, and by digits of the longer operand."""

    title = "Errors"
    text = (
        "Where the mistakes are. The first symbol of an answer is easy to guess and the last is not; every carry "
        "makes a sum harder. A number is a share of the sums that were held out."
    )

    def fits(self, task: Task, architecture: object) -> bool:
        return isinstance(task, Addition)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        right, operands = [], []
        for batch in batches(spec.task, splits.validation):
            right.append((network(batch).argmax(-1) == batch.targets).cpu())  # (batch, places)
            operands += [[int(part) for part in text.split("+")] for text in spec.task.read(batch)]
        places = torch.cat(right)
        whole = places.all(1)
        by_place = [Share(label=f"symbol {place + 1}", right=int(places[:, place].sum()), of=len(places))
                    for place in range(places.shape[1])]  # fmt: skip
        return Shares(
            titles=["symbols of the answer", "carries", "digits of the longer number"],
            groups=[
                by_place,
                shares(whole, [carries(*pair) for pair in operands]),
                shares(whole, [len(str(max(pair))) for pair in operands]),
            ],
        )


def carries(a: int, b: int) -> int:
    """How often one is carried when a and b are added on paper."""
    count = carry = 0
    while a or b:
        carry = int(a % 10 + b % 10 + carry > 9)
        count, a, b = count + carry, a // 10, b // 10
    return count


def shares(right: Tensor, groups: list[int]) -> list[Share]:
    """Right answers for each number that occurs."""
    numbers = torch.tensor(groups)
    return [
        Share(label=str(number), right=int(right[numbers == number].sum()), of=int((numbers == number).sum()))
        for number in sorted(set(groups))
    ]
