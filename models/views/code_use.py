"""What each number of the code is used for: its divergence in nats, or how far it spreads (Burda et al. 2015)."""

import torch
from torch import Tensor, nn

from models.layers.coding import Code, Coder
from models.look.coded import coded
from models.look.picture_rows import Bar
from models.look.pictures import BarList, Picture
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Splits
from models.spec.spec import Spec

NUMBER = Sentence("code-number", "number {number}")
NATS = Sentence("code-nats", "{value} nats")
SPREAD = Sentence("code-spread", "{value}")
BY_NATS = Sentence("codes-by-divergence", "Divergence of each number of the code")
BY_SPREAD = Sentence("codes-by-spread", "Standard deviation of each number of the code")
ASLEEP = Sentence(
    "codes-asleep",
    "{asleep} of {count} are asleep (grey): whatever the picture is, they say the same, and the network draws without "
    "them. Together the others say {total} nats.",
)
UNUSED = Sentence("codes-unused", "{asleep} of {count} hardly differ from picture to picture (grey).")
PICTURES = 1000
SLEEPING = 0.01
"""Variance of the middles over all pictures below which a number is asleep, as Burda, Grosse and Salakhutdinov count
("Importance weighted autoencoders", 2015)."""


class CodeUse(View):
    """Numbers of the code, the most used first."""

    title = "Use of the code"
    text = (
        "How much each number of the code tells of a picture, the most talkative first. Of clouds it is the divergence "
        "in nats; what is asleep is grey."
    )
    group = "layers"
    needs = Coder
    rank = 1

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        _, code = coded(network, spec, splits.test, PICTURES)
        clouds = code.log_variance is not None
        used = code.divergence().mean(0) if clouds else code.mean.std(0, correction=0)
        grey = asleep(code)
        longest = float(used.max().clamp_min(1e-12))
        words = NATS if clouds else SPREAD
        bars = [
            Bar(
                label=NUMBER(number=number + 1),
                value=round(float(used[number]) / longest, 4),
                words=words(value=f"{float(used[number]):.2f}"),
                grey=bool(grey[number]),
            )
            for number in used.argsort(descending=True).tolist()
        ]
        told = {"asleep": int(grey.sum()), "count": len(used)}
        remark = ASLEEP(**told, total=f"{float(used[~grey].sum()):.1f}") if clouds else UNUSED(**told)
        return BarList(title=BY_NATS() if clouds else BY_SPREAD(), bars=bars, remarks=[remark])


def asleep(code: Code) -> Tensor:
    """Which numbers of codes (count, dimensions) say the same of every picture, (dimensions) bool.

    Of points, whose size is free, those that vary a hundredth as much as the one that varies most.
    """
    variance = code.mean.var(0, correction=0)
    scale = torch.ones(()) if code.log_variance is not None else variance.max().cpu()
    return (variance.cpu() < SLEEPING * scale).cpu()
