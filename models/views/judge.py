"""What the judge makes of real and of drawn pictures (the optimum D = 1/2: Goodfellow et al. 2014, proposition 1)."""

from torch import Tensor, nn

from models.layers.adversaries import Adversaries
from models.look.arrays import counts
from models.look.histograms import binned
from models.look.pictures import Histogram, Histograms, Picture
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.metrics import batches
from models.spec.spec import Spec

REAL = Sentence("judge-of-real", "{count:whole} real pictures")
DRAWN = Sentence("judge-of-drawn", "{count:whole} drawn pictures")
MEAN_D = Sentence("judge-mean-d", "D is {mean:figure} on average")
ABOVE_HALF = Sentence("judge-above-half", "{share:percent} above 0.5: taken for real")
DRAW = 0.5


class JudgedPictures(View):
    """How sure the judge is that pictures are real: held-out ones, and as many drawn ones."""

    title = "The judge"
    text = (
        "How sure the judge is that a picture is real, from 0 to 1, for real pictures and for drawn ones. Two heaps "
        "far apart: it sees through everything. Both at the line, 0.5: nobody could tell them apart any more, which is "
        "where the game would end."
    )
    group = "answers"
    rank = 1
    needs = Adversaries

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        assert isinstance(network, Adversaries)
        batch = next(batches(spec.task, splits.validation))
        real, drawn = network.opinions(batch.targets, batch), network.opinions(network(batch), batch)
        titles = REAL(count=len(batch.targets)), DRAWN(count=len(batch.targets))
        both = (one.verdicts.sigmoid() for one in (real, drawn))
        return Histograms(histograms=[histogram(title, sure) for title, sure in zip(titles, both, strict=True)])


def histogram(title: Text, sure: Tensor) -> Histogram:
    """How (batch, 1) probabilities are spread from 0 to 1."""
    words = [MEAN_D(mean=sure.mean().item()), ABOVE_HALF(share=(sure > DRAW).float().mean().item())]
    return Histogram(title=title, words=words, lowest=0, highest=1, counts=counts(binned(sure, 0.0, 1.0)), marked=DRAW)
