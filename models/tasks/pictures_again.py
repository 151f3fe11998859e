"""Pictures again: give one of a person's own pictures, get it back (Rumelhart, Hinton and Williams 1986).

What to watch: learnt from good pieces alone, a network makes a good piece of a bad one: the difference shows the fault.
"""

from typing import ClassVar, Self

import torch
from pydantic import model_validator

from models.images.again import Again, left_out
from models.images.halves import Half, half_setting
from models.sentences import Sentence
from models.spec.kinds import Split, Splits
from models.spec.place import Place, Source
from models.spec.settings import Bounds, refusal
from models.tasks.pictures import Pictures

NO_SUCH_CLASS = Sentence(
    "no-such-class", "There are {count} classes: 0 leaves none out, 1 the first, {count} the last."
)
ONLY_CLASS = Sentence("only-class", "With only one class nothing would be left to learn from.")


class PicturesAgain(Again, Pictures):
    """Pictures (1 or 3, side, side), 0 for white paper and 1 for black ink, and the same pictures."""

    title: ClassVar[str] = "Pictures again"
    text: ClassVar[str] = (
        "Is given a picture of your own, whole, noisy or with a part hidden, and has to draw the clean one."
    )
    place: ClassVar[Place] = Place(
        "codes",
        chapters=("further",),
        effects=("noise", "latent-space"),
        sources=(
            Source("Rumelhart, Hinton and Williams", 1986, "Learning representations by back-propagating errors"),
        ),
        after=("task/pictures", "task/digits_again"),
    )

    which: Half = half_setting(advanced=True)
    odd: int = left_out(
        0,
        "0 leaves none out, 1 the first class, 2 the second and so on: no picture of it is learnt from, but it is "
        "among the held-out ones.",
        between=(0, 200),
        advanced=True,
    )

    @model_validator(mode="after")
    def there_is_such_a_class(self) -> Self:
        """Raises a refusal if there are fewer classes, or none would be left to learn from."""
        most = len(self.sizes())
        if self.odd > most:
            raise refusal("odd", NO_SUCH_CLASS(count=most), most)
        if self.odd and most == 1:
            raise refusal("odd", ONLY_CLASS(), 0)
        return self

    def narrowed(self) -> Bounds:
        return {"odd": {"maximum": len(self.sizes())}}

    def odd_class(self) -> int:
        return self.odd - 1

    def counts(self) -> tuple[int, int, int]:
        train, validation, test = super().counts()
        left_out = self.parts(list(self.sizes().values())[self.odd_class()])[0] if self.odd else 0
        return train - left_out, validation, test

    def splits(self, generator: torch.Generator) -> Splits:
        whole = super().splits(generator)
        if not self.odd:
            return whole
        train = whole.train
        known = (train["labels"] != self.odd_class()).nonzero().squeeze(1)
        kept = {name: train.take(name, known) for name in train.tensors}
        return self.with_shared(Splits(Split(kept), whole.validation, whole.test))
