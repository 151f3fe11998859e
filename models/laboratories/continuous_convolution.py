"""Continuous convolution as a film: one function is turned round, slides over the other, and what both share is summed.

(f * g)(t) is the integral of f(s) g(t - s) over s (Bracewell, "The Fourier transform and its applications", 1965). The
minus turns g round; without it one has correlation, which is what the layers of networks compute and call convolution:
learnt kernels are learnt turned.
"""

from collections.abc import Callable
from typing import Any, ClassVar, Literal

import torch
from torch import Tensor

from models.look.arrays import floats
from models.look.laboratory import Laboratory
from models.look.pictures import Lines, NamedLine, Picture
from models.sentences import Sentence, Text
from models.spec.place import Place, Source
from models.spec.settings import setting

SLIDING, RESULT = (
    Sentence("kernel-slides", "The kernel slides over the function"),
    Sentence("convolution-so-far", "What has come out until t"),
)
HEIGHT, AREA = Sentence("function-height", "height"), Sentence("area-of-product", "area of the product")
FUNCTION, KERNEL, PRODUCT = (
    Text("f(s)"),
    Sentence("kernel-at-t", "The kernel at t"),
    Sentence("product-of-both", "Their product"),
)
WHOLE, UNTIL = Sentence("convolution-whole", "The whole"), Sentence("convolution-until-t", "Until t")
VALUE = Sentence("convolution-value", "At t = {t:figure} the area of the product is {value:figure}.")
FLIPPED = Sentence(
    "convolution-flipped",
    "Convolution: the kernel is turned round. The side that looks forward in the kernel meets the past of f.",
)
STRAIGHT = Sentence(
    "correlation-straight",
    "Correlation: the kernel is not turned. Layers of networks do this and call it convolution: to kernels that are "
    "learnt it is all the same.",
)

LOW, HIGH, STEP = -4.0, 10.0, 0.02
"""Of s and t."""
FRAME = (-0.3, 1.3)

SHAPES: dict[str, Callable[[Tensor], Tensor]] = {
    "parabola": lambda s: torch.where((s >= 0) & (s <= 4), s * (4 - s) / 4, 0.0),
    "box": lambda s: torch.where((s >= 0) & (s <= 2), 1.0, 0.0),
    "ramp": lambda s: torch.where((s >= 0) & (s <= 2), s / 2, 0.0),
    "decay": lambda s: torch.where(s >= 0, torch.exp(-s), 0.0),
    "bell": lambda s: torch.exp(-(s**2) * 2),
}
"""At s (points), in float64: nothing of them lies below 0, but half of the bell."""
Shape = Literal["parabola", "box", "ramp", "decay", "bell"]


class ContinuousConvolution(Laboratory):
    """Two functions, one of them sliding, their product, and its area over the time."""

    title: ClassVar[str] = "Continuous convolution"
    text: ClassVar[str] = (
        "One function slides over another. At each moment the two are multiplied, and the area below the product is "
        "one point of the convolution. Move t slowly through the whole: a book can print single pictures of this only. "
        "Then turn the kernel round and see what changes."
    )
    place: ClassVar[Place] = Place(
        "filters",
        chapters=("convolution",),
        effects=("weight-sharing",),
        sources=(Source("Bracewell", 1965, "The Fourier transform and its applications"),),
        after=("laboratory/moving_average",),
    )

    function: Shape = setting("parabola", "Function", "What is slid over: it stays where it is.", group="Functions")
    kernel: Shape = setting("ramp", "Kernel", "What slides.", group="Functions")
    flipped: bool = setting(
        True, "Turned round", "On: convolution. Off: correlation, as in the layers of networks.", group="Functions"
    )
    t: float = setting(5.0, "t", "How far the kernel has slid.", between=(LOW, HIGH), step=0.05, group="Moment")

    def pictures(self) -> list[Picture]:
        s = LOW + STEP * torch.arange(round((HIGH - LOW) / STEP) + 1, dtype=torch.float64)
        f, kernel = SHAPES[self.function](s), self.slid(s, self.t)
        whole = torch.stack([self.area(s, t) for t in s.tolist()])  # (times)
        value = self.area(s, self.t).item()
        shared: dict[str, Any] = {"start": LOW, "step": STEP, "count": len(s), "at": self.t}
        return [
            Lines(
                title=SLIDING(), lowest=FRAME[0], highest=FRAME[1], unit=HEIGHT(), across=Text("s, t"),
                lines=[
                    NamedLine(name=FUNCTION, values=floats(f), hue=0),
                    NamedLine(name=KERNEL(), values=floats(kernel), hue=2),
                    NamedLine(name=PRODUCT(), values=floats(f * kernel), hue=3),
                ],
                remarks=[VALUE(t=self.t, value=value), FLIPPED() if self.flipped else STRAIGHT()],
                **shared,
            ),
            Lines(
                title=RESULT(), lowest=-0.1, highest=1.1 * max(whole.max().item(), 0.1), unit=AREA(),
                across=Text("s, t"),
                lines=[
                    NamedLine(name=UNTIL(), values=floats(whole.where(s <= self.t + STEP / 2, torch.nan)), hue=3),
                    NamedLine(name=WHOLE(), values=floats(whole), hue=1),
                ],
                **shared,
            ),
        ]  # fmt: skip

    def area(self, s: Tensor, t: float) -> Tensor:
        """Of the product at t, (), by the middles between s (points): a jump on a point would count double."""
        middles = s[:-1] + STEP / 2
        return (SHAPES[self.function](middles) * self.slid(middles, t)).sum() * STEP

    def slid(self, s: Tensor, t: float) -> Tensor:
        """The kernel at s (points) when it has slid to t: turned round, or as it is."""
        return SHAPES[self.kernel](t - s if self.flipped else s - t)
