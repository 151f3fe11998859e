"""Conditional adversarial network: the forger draws what a sentence asks for, the judge sees the sentence too.

Mirza and Osindero 2014; sentences after Reed et al., "Generative adversarial text to image synthesis", 2016: words
become vectors, a dense layer compresses them, and that is joined with the noise. The judge is asked whether a picture
is real *and* suits the sentence: by a product of both (projection, Miyato and Koyama 2018), or by joining both. It may
have to read the sentence off the picture besides (auxiliary classifier, Odena, Olah and Shlens 2017). What to watch:
the digit is obeyed first; how thick and how leaning it is takes the judge longer to see.
"""

from collections import OrderedDict
from dataclasses import replace
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.layers.adversarial import OF_GAME, OF_TASK, AdversarialArchitecture
from models.layers.adversaries import Adversaries, Opinions, convolutional_eye, convolutional_forger
from models.sentences import Sentence
from models.spec.kinds import Batch, Kind, Series, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting

NEEDS_SENTENCE = Sentence(
    "forger-needs-sentence", "This network draws what a sentence asks for, and in this task nothing is asked for."
)

OBEYED = {
    "obeyed": Series(
        "Sentences obeyed",
        better="higher",
        range=(0, 1),
        percent=True,
        headline=True,
        text="Share of 500 sentences whose picture does all that is asked for: the digit by the fixed judge, width and "
        "lean as measured.",
    ),
    "right_digit": Series(
        "Right digit",
        better="higher",
        range=(0, 1),
        percent=True,
        text="Share that the fixed judge reads as asked for.",
    ),
    "right_width": Series(
        "Right width",
        better="higher",
        range=(0, 1),
        percent=True,
        text="Share whose strokes are as thick as asked for.",
    ),
    "right_lean": Series(
        "Right lean", better="higher", range=(0, 1), percent=True, text="Share that leans as asked for."
    ),
}


class ConditionalGan(AdversarialArchitecture):
    """A forger that is told what to draw, and a judge that is told what was asked for."""

    title: ClassVar[str] = "Conditional adversarial network"
    text: ClassVar[str] = "The forger is told in a sentence what to draw; the judge hears the sentence too."
    place: ClassVar[Place] = Place(
        "adversaries",
        chapters=("architectures",),
        effects=("two-networks", "latent-space"),
        sources=(
            Source("Mirza and Osindero", 2014, "Conditional generative adversarial nets"),
            Source("Reed and others", 2016, "Generative adversarial text to image synthesis"),
        ),
        after=("architecture/gan",),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.NOISE_TO_IMAGE})
    smallest: ClassVar[dict[str, Any]] = {"filters": 4, "noise": 4, "words": 4, "compressed": 4}
    series: ClassVar[dict[str, Series] | None] = (
        {"loss": replace(OF_TASK["loss"], headline=False)}
        | OBEYED
        | {name: OF_TASK[name] for name in ("covered", "variety")}
        | OF_GAME
    )

    words: int = setting(
        16,
        "Word vectors",
        "So many numbers stand for each word.",
        between=(2, 64),
        scale="log",
        layer=["generator.sentence.words", "discriminator.sentence.words"],
        group="Sentence",
        advanced=True,
    )
    compressed: int = setting(
        32,
        "Sentence, compressed",
        "So many numbers are left of a sentence when it is joined with the noise.",
        between=(2, 128),
        scale="log",
        layer=["generator.sentence.compressed", "discriminator.sentence.compressed"],
        group="Sentence",
        advanced=True,
    )
    condition: Literal["projection", "joined"] = setting(
        "projection",
        "How the judge hears",
        "Projection multiplies what it sees by what was asked for, joined puts both side by side.",
        group="Sentence",
        advanced=True,
    )
    reading: float = setting(
        2.0,
        "Reading back",
        "How much it counts that the judge reads the sentence off a picture, and that the forger lets it. 0 is "
        "without.",
        between=(0.0, 10.0),
        live=True,
        group="Sentence",
    )

    def fits(self, kind: Kind, shapes: Shapes) -> str | None:
        misfit = super().fits(kind, shapes)
        return NEEDS_SENTENCE() if misfit is None and shapes.source is None else misfit

    def network(self, shapes: Shapes) -> nn.Module:
        players = DescribedAdversaries(Forger(self, shapes), Judge(self, shapes), self.noise)
        players.reading = self.reading
        return self.playing(players)

    def truth(self, network: Adversaries, real: Opinions, fake: Opinions) -> Tensor:
        """As of any judge, (), and what it misreads on real pictures."""
        return super().truth(network, real, fake) + charge(network, real)

    def hope(self, network: Adversaries, fake: Opinions) -> Tensor:
        """As of any forger, (), and what the judge misreads on what it drew."""
        return super().hope(network, fake) + charge(network, fake)


def charge(network: Adversaries, opinions: Opinions) -> Tensor:
    """What misread sentences cost, ()."""
    assert isinstance(network, DescribedAdversaries)
    assert opinions.misread is not None
    return network.reading * opinions.misread


class DescribedAdversaries(Adversaries):
    """Forger and judge, who both read the sentences (batch, time) of a batch."""

    reading = 0.0

    def drawn(self, noise: Tensor, batch: Batch) -> Tensor:
        """Noise (batch, noise) and the sentences of a batch -> pictures (batch, channels, height, width)."""
        pictures: Tensor = self.generator(noise, batch.inputs)
        return pictures

    def opinions(self, pictures: Tensor, batch: Batch) -> Opinions:
        """Of pictures (batch, channels, height, width): verdicts (batch, 1), and what misread sentences cost, ()."""
        verdicts, read = self.discriminator(pictures, batch.inputs)  # (batch, 1), (batch, words, time)
        return Opinions(verdicts, functional.cross_entropy(read, batch.inputs, ignore_index=0))


class Reader(nn.Module):
    """Sentence (batch, time) -> vectors of its words, compressed by a dense layer (batch, compressed)."""

    def __init__(self, settings: ConditionalGan, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        self.words = nn.Embedding(len(shapes.source), settings.words)
        self.compressed = nn.Linear(shapes.inputs[0] * settings.words, settings.compressed)
        self.leaky = nn.LeakyReLU(0.2)

    def forward(self, sentences: Tensor) -> Tensor:
        """Sentences (batch, time) -> (batch, compressed)."""
        vectors = self.words(sentences).flatten(1)  # (batch, time * words)
        compressed: Tensor = self.leaky(self.compressed(vectors))
        return compressed


class Forger(nn.Module):
    """Noise (batch, noise) and sentence (batch, time) -> picture (batch, channels, height, width)."""

    def __init__(self, settings: ConditionalGan, shapes: Shapes) -> None:
        super().__init__()
        self.sentence = Reader(settings, shapes)
        self.drawing = convolutional_forger(settings.noise + settings.compressed, settings.filters, *shapes.targets)

    def forward(self, noise: Tensor, sentences: Tensor) -> Tensor:
        """Noise (batch, noise), sentences (batch, time) -> pictures (batch, channels, height, width)."""
        both = torch.cat([noise, self.sentence(sentences)], 1)  # (batch, noise + compressed)
        pictures: Tensor = self.drawing(both)
        return pictures


class Judge(nn.Module):
    """Picture (batch, channels, height, width) and sentence (batch, time) -> a verdict (logit), and what it reads."""

    def __init__(self, settings: ConditionalGan, shapes: Shapes) -> None:
        super().__init__()
        assert shapes.source is not None
        channels, height, width = shapes.targets
        self.projects = settings.condition == "projection"
        self.sentence = Reader(settings, shapes)
        self.eye = nn.Sequential(OrderedDict(convolutional_eye(settings.filters, channels)))
        self.features = nn.Linear(2 * settings.filters * (height // 4) * (width // 4), SEEN)
        self.leaky = nn.LeakyReLU(0.2)
        self.suits = nn.Linear(settings.compressed, SEEN)
        self.verdict = nn.Linear(SEEN, 1)
        self.reads = nn.Linear(SEEN, len(shapes.source) * shapes.inputs[0])
        self.read = nn.Unflatten(1, (len(shapes.source), shapes.inputs[0]))

    def forward(self, pictures: Tensor, sentences: Tensor) -> tuple[Tensor, Tensor]:
        """Pictures (batch, …), sentences (batch, time) -> verdicts (batch, 1), what is read (batch, words, time)."""
        seen = self.leaky(self.features(self.eye(pictures)))  # (batch, seen)
        asked = self.suits(self.sentence(sentences))  # (batch, seen)
        if self.projects:
            verdict = self.verdict(seen) + (seen * asked).sum(1, keepdim=True)
        else:
            verdict = self.verdict(functional.leaky_relu(seen + asked, 0.2))  # (batch, 1)
        return verdict, self.read(self.reads(seen))  # (batch, 1), (batch, words, time)


SEEN = 128
"""Numbers that the judge makes of a picture."""
