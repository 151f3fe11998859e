"""Greedy decoding against beams of several widths (Sutskever, Vinyals and Le 2014, table 1).

Wider is likelier by the network's own account, and not always better (Koehn and Knowles, "Six challenges for neural
machine translation", 2017, section 3.6).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.decoding import StepDecoder, beam_search
from models.look.pictures import Picture, Share, Shares
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Form, Splits
from models.spec.metrics import batches
from models.spec.spec import Spec
from models.spec.task import Task

WHOLES = Sentence("searches-whole-answers", "whole answers right")
GREEDY = Sentence("search-greedy", "greedy")
BEAM = Sentence("search-beam", "beam of {width}")
LIKELIER = Sentence(
    "search-likelihood",
    "With a width of {width} a text has the log-probability {likelihood:figure} on average; {count} held-out texts.",
)
SCORED = Sentence("search-series", "{title}: {value:figure}")

WIDTHS = (1, 2, 4, 8)
NORMALISATION = 0.6
MOST = 100
"""Held-out examples that are answered with each width."""


class Searches(View):
    """Right answers with each width; what has not been measured yet is when it is asked for."""

    title = "Greedy or beam"
    text = (
        "The same network, decoded in several ways. Greedy takes the likeliest symbol each time and never turns back; "
        "a beam goes on with several texts and chooses at the end. A wider beam finds likelier texts: are they righter?"
    )
    group = "answers"
    needs = StepDecoder
    rank = 2

    def fits(self, task: Task, architecture: object) -> bool:
        return task.kind.targets is Form.SYMBOLS

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        assert isinstance(network, StepDecoder)
        width = int(question) if question in map(str, WIDTHS) else 1
        right, likelihood, series = measured(network, spec.task, splits, width)
        count = min(MOST, len(splits.validation))
        shares = [
            Share(
                label=GREEDY() if one == 1 else BEAM(width=one),
                right=right if one == width else 0,
                of=count if one == width else 0,
                name=str(one),
            )
            for one in WIDTHS
        ]
        remarks = [LIKELIER(width=width, likelihood=likelihood, count=count)]
        remarks += [SCORED(title=spec.task.series[name].title, value=value) for name, value in series.items()]
        return Shares(titles=[WHOLES()], groups=[shares], chosen=str(width), remarks=remarks)


def measured(network: StepDecoder, task: Task, splits: Splits, width: int) -> tuple[int, float, dict[str, float]]:
    """Whole answers that are right, the mean log-probability of a text, and series of a whole split, as BLEU."""
    alphabet = task.shapes().target
    assert alphabet is not None
    end = alphabet.symbols.index(alphabet.end) if alphabet.end else None
    (batch,) = batches(task, splits.validation.rows(0, MOST), MOST)
    found = beam_search(network, batch, width, end, NORMALISATION)
    written = functional.one_hot(found.symbols[:, 0], len(alphabet)).float()  # (batch, places, symbols)
    pair: Tensor = task.score(written, batch)["exact"]
    series = {name: task.corpus_score(name, sums) for name, sums in task.corpus_sums(written, batch).items()}
    likelihood = float(torch.where(found.totals[:, 0].isneginf(), 0.0, found.totals[:, 0]).mean())
    return int(pair[0]), likelihood, series
