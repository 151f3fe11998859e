"""What architectures of two players have in common: their settings, the order of their losses, what is measured.

The algorithm is Goodfellow's (2014): k steps of the judge, each with as many real pictures as fresh noise, then one of
the forger. A batch of the loop is one step of the judge; after every k of them the forger learns too.
"""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn

from models.layers.adversaries import Adversaries, Opinions, judged, value
from models.sentences import NO_TEXT, Sentence, Text
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Objective, Series, Shapes, Split
from models.spec.metrics import MetricAccumulator, batches, weighted_sum
from models.spec.settings import setting
from models.spec.task import Task

SIDES_NOT_MULTIPLE_OF_FOUR = Sentence(
    "sides-not-multiple-of-four",
    "An adversarial network here doubles a picture twice: its sides have to be multiples of 4.",
)
COLLAPSED = Sentence(
    "digits-lost-by-forger",
    "Mode collapse: the forger draws {now:whole} of ten digits; it has drawn {best:whole} before.",
)
LOST = 3
"""So many digits fewer than at best are told."""

OF_TASK = {
    "loss": Series(
        "Distance from real pictures",
        headline=True,
        text="Energy distance between drawn and real pictures, dot by dot: 0 where the two crowds are alike. It "
        "sees blur and sameness, but not whether a digit can be read.",
    ),
    "covered": Series(
        "Digits drawn",
        unit="of 10",
        better="higher",
        range=(0, 10),
        text="How many of the ten digits a fixed judge, trained once and for all, reads in at least 2 % of 500 drawn "
        "pictures, always of the same noise. Where it falls, the forger has found few that pass: mode collapse.",
    ),
    "variety": Series(
        "Variety",
        better="higher",
        range=(0, 1.2),
        text="How far drawn pictures lie from one another, where 1 is as far as real ones do.",
    ),
}
OF_GAME = {
    "generator": Series(
        "Generator's loss",
        text="How surely the judge sees through what is drawn; 0.69 is a draw. As written it is below 0: -0.69 then.",
        instead="samples",
    ),
    "discriminator": Series(
        "Discriminator's loss",
        text="How wrong the judge is; 0.69 is guessing.",
        instead="samples",
    ),
    "minimax": Series(
        "V(D, G)",
        better="higher",
        range=(-2.5, 0),
        text="What the judge makes large and the forger small: the mean of log D(x) for real pictures and of "
        "log(1 - D(G(z))) for drawn ones. Where nobody can tell them apart it is -2 log 2.",
        optimum=-1.3863,
    ),
    "d_real": Series(
        "D of real pictures",
        better="higher",
        range=(0, 1),
        text="How sure the judge is, on average, that a real picture is real.",
        optimum=0.5,
    ),
    "d_fake": Series(
        "D of drawn pictures",
        range=(0, 1),
        text="How sure the judge is, on average, that a drawn picture is real.",
        optimum=0.5,
    ),
    "real": Series(
        "Real ones known",
        better="higher",
        range=(0, 1),
        percent=True,
        text="Share of real pictures judged as real.",
    ),
    "fake": Series(
        "Fakes seen through",
        better="higher",
        range=(0, 1),
        percent=True,
        text="Share of drawn pictures judged as drawn.",
    ),
}


class AdversarialArchitecture(Architecture):
    """A forger and a judge; which networks they are is for others to say."""

    family: ClassVar[Family] = "generative"
    smallest: ClassVar[dict[str, Any]] = {"filters": 4, "noise": 4}

    noise: int = setting(
        32,
        "Noise",
        "How many random numbers a picture is made from; each is one way in which pictures can differ.",
        between=(1, 256),
        scale="log",
        layer=["generator.(?:drawing.)?dense", "generator.hidden1"],
        group="Network",
    )
    filters: int = setting(
        32,
        "Filters",
        "How many patterns the finest layers know; the coarser ones know twice as many.",
        between=(2, 128),
        scale="log",
        layer=[
            "generator.(?:drawing.)?dense",
            "generator.(?:drawing.)?up{}",
            "discriminator.(?:eye.)?conv{}",
            "discriminator.(?:verdict|features)",
        ],
        group="Network",
        role="capacity",
    )
    judge_steps: int = setting(
        1,
        "Judge's steps",
        "So many batches the judge learns for each that the forger does. A judge that is far ahead has nothing left to "
        "teach.",
        between=(1, 10),
        live=True,
        group="Turns",
    )
    frozen: Literal["nobody", "forger", "judge"] = setting(
        "nobody",
        "Stands still",
        "Who does not learn for now. The other then learns against somebody who answers nothing.",
        live=True,
        group="Turns",
    )
    forger_loss: Literal["non-saturating", "as written"] = setting(
        "non-saturating",
        "Forger's loss",
        "As written, log(1 - D(G(z))), it is flat where the judge is sure, just when the forger has most to learn.",
        live=True,
        group="Turns",
    )
    smoothing: float = setting(
        0.1,
        "Softened truth",
        "The judge is told that real pictures are real only so far, and grows less sure of itself.",
        between=(0.0, 0.4),
        live=True,
        group="Turns",
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        if misfit is None and any(side % 4 for side in shapes.targets[1:]):
            return SIDES_NOT_MULTIPLE_OF_FOUR()
        return misfit

    def playing(self, players: Adversaries) -> Adversaries:
        """The players, with the settings of their game."""
        players.smoothing, players.judge_steps = self.smoothing, self.judge_steps
        players.forger_loss, players.frozen = self.forger_loss, self.frozen
        return players

    def trace(self, network: nn.Module, batch: Batch) -> None:
        assert isinstance(network, Adversaries)
        network.opinions(network.drawn(batch.targets.new_zeros(len(batch.targets), self.noise), batch), batch)

    def objectives(
        self, network: nn.Module, batch: Batch, task: Task, generator: torch.Generator
    ) -> Iterator[Objective]:
        """The judge's loss for the judge alone; then, before the judge who has just learnt, the forger's.

        Who does not learn in this step has its loss told all the same, as a part of the other's.
        """
        assert isinstance(network, Adversaries)
        forger, judge = list(network.generator.parameters()), list(network.discriminator.parameters())
        network.generator.train(network.training and network.frozen != "forger")
        drawn = network.drawn(network.draw(len(batch.targets), generator), batch)
        judge_learns, forger_learns = network.who_learns()
        real, fake = network.opinions(batch.targets, batch), network.opinions(drawn.detach(), batch)
        truth = self.truth(network, real, fake)
        if judge_learns:
            parts = {} if forger_learns else {"generator": self.hope(network, fake).detach()}
            yield Objective("discriminator", truth, judge, parts=parts)
        if forger_learns:
            parts = {} if judge_learns else {"discriminator": truth.detach()}
            yield Objective("generator", self.hope(network, network.opinions(drawn, batch)), forger, parts=parts)

    def truth(self, network: Adversaries, real: Opinions, fake: Opinions) -> Tensor:
        """What the judge makes small, (), of its opinions on real and on drawn pictures."""
        return (judged(real.verdicts, 1 - network.smoothing) + judged(fake.verdicts, 0.0)) / 2

    def hope(self, network: Adversaries, fake: Opinions) -> Tensor:
        """What the forger makes small, (), of the judge's opinions on what it drew."""
        return network.hoped(fake.verdicts)

    def measured(self, network: nn.Module, task: Task, split: Split) -> dict[str, float]:
        """The task's measures of the same noise each time, both losses, V(D, G), and how often the judge is right."""
        assert isinstance(network, Adversaries)
        training = network.training
        network.eval()
        tally, corpus = MetricAccumulator(), MetricAccumulator()
        with torch.no_grad():
            for batch in batches(task, split):
                drawn = network(batch)
                rows, opinions = len(drawn), (network.opinions(batch.targets, batch), network.opinions(drawn, batch))
                real, fake = (one.verdicts for one in opinions)
                tally.add({"loss": weighted_sum(task.loss(drawn, batch), rows), **task.score(drawn, batch)})
                corpus.add(task.corpus_sums(drawn, batch))
                found = {
                    "generator": self.hope(network, opinions[1]),
                    "discriminator": self.truth(network, *opinions),
                    "minimax": value(real, fake),
                    "d_real": real.sigmoid().mean(),
                    "d_fake": fake.sigmoid().mean(),
                    "real": (real > 0).float().mean(),
                    "fake": (fake < 0).float().mean(),
                }
                tally.add({name: weighted_sum(one, rows) for name, one in found.items()})
        network.train(training)
        return tally.means() | {name: task.corpus_score(name, sums) for name, sums in corpus.sums.items()}

    def alarm(self, scores: dict[str, float], memory: dict[str, float]) -> Text:
        """Tells once when digits are lost that were drawn before; again only if they came back meanwhile."""
        now, best = scores.get("covered", 0.0), max(memory.get("best", 0.0), scores.get("covered", 0.0))
        lost = best - now >= LOST
        told = memory.get("told", 0.0) > 0 and best - now >= 1
        memory |= {"best": best, "told": float(lost or told)}
        return COLLAPSED(now=now, best=best) if lost and not told else NO_TEXT
