"""How far a network remembers, on other lengths than it learnt from (Hochreiter and Schmidhuber 1997)."""

from torch import Tensor, nn

from models.look.pictures import Picture, Share, Shares
from models.look.view import View, to_device
from models.sentences import Sentence, Text
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task

RECALLED = Sentence("recalled-after-gap", "right answers, trained on {length}")

EXAMPLES = 200
"""Asked of each length."""
TIMES = (0.25, 0.5, 1, 1.5, 2, 3, 5)
"""What is asked is so many times as long as what was learnt from."""
LONGEST = 1000


class Recall(View):
    """The same network on sequences of other lengths; nothing is learnt for it."""

    title = "How far it remembers"
    text = (
        "The same network, asked after shorter and longer gaps than the one it has learnt from. A memory that holds "
        "still does not mind; one that fades, or that counts steps, has learnt this length alone. One letter, always, "
        "is the line on the chart."
    )
    group = "memory"

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.inputs is Form.SYMBOLS and task.kind.targets is Form.CLASS and task.longer(1) is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        task, length = spec.task, spec.task.shapes().inputs[0]
        shares = []
        for more in sorted({max(2, min(LONGEST, round(length * times))) - length for times in TIMES}):
            other = task.longer(more)
            assert other is not None
            asked = to_device(other.longest_examples(EXAMPLES), network)
            right: Tensor = network(asked).argmax(-1) == asked.targets
            shares.append(Share(label=Text.read(other.length_in_words()), right=int(right.sum()), of=len(right)))
        return Shares(titles=[RECALLED(length=task.length_in_words())], groups=[shares])
