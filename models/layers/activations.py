"""Activations: what bends the sums of a layer, by the names that settings have; and the settings that choose them.

Step is Rosenblatt's (1958), ReLU of Nair and Hinton (2010), leaky ReLU of Maas et al. (2013), ELU of Clevert et al.
(2015), SELU of Klambauer et al. (2017).
"""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator
from torch import Tensor, nn

from models.sentences import NO_TEXT, Sentence, Text
from models.spec.settings import setting

NO_GRADIENT = Sentence(
    "step-has-no-gradient",
    "A step is flat on both sides, so no gradient passes it: layers before one stay as they were drawn, and only those "
    "after the last one learn. Sigmoid is a step with a slope.",
)

LEAK = 0.3
"""The slope of leaky ReLU below 0, unless a network says another."""


class Step(nn.Module):
    """1 above 0, else 0. It is flat wherever it has a slope at all, so no gradient passes."""

    def forward(self, values: Tensor) -> Tensor:
        """Values (…) of any shape -> 0 or 1 (…)."""
        return (values > 0).to(values.dtype)


ACTIVATIONS: dict[str, Callable[[float], nn.Module]] = {
    "ReLU": lambda leak: nn.ReLU(),
    "leaky ReLU": lambda leak: nn.LeakyReLU(leak),
    "ELU": lambda leak: nn.ELU(),
    "SELU": lambda leak: nn.SELU(),
    "softplus": lambda leak: nn.Softplus(),
    "tanh": lambda leak: nn.Tanh(),
    "sigmoid": lambda leak: nn.Sigmoid(),
    "step": lambda leak: Step(),
    "none": lambda leak: nn.Identity(),
}
"""By name, what makes one from the slope of leaky ReLU."""


def as_named(value: Any) -> Any:
    """ "none" is also called "linear"."""
    return "none" if value == "linear" else value


ActivationName = Annotated[
    Literal["ReLU", "leaky ReLU", "ELU", "SELU", "softplus", "tanh", "sigmoid", "step", "none"],
    BeforeValidator(as_named),
]
"""The type of a setting that names one of them."""


def activation(name: str, leak: float = LEAK) -> nn.Module:
    """The layer of this name. Raises KeyError if there is none."""
    return ACTIVATIONS[name](leak)


def by_layer(own: Sequence[str], shared: str, count: int) -> list[str]:
    """The activations of ``count`` layers: each its own, and where there is none for it the shared one."""
    return [*own[:count], *[shared] * (count - len(own))]


def step_warning(names: Sequence[str]) -> Text:
    """Why layers learn nothing where an activation is a step; nothing where none is."""
    return NO_GRADIENT() if "step" in names else NO_TEXT


def activation_setting(text: str, layer: list[str], *, title: str = "Activation", **page: Any) -> Any:
    """Which activation a layer has; its annotation is :data:`ActivationName`."""
    names = {"none": "none (linear)"}
    return setting("ReLU", title, text, layer=layer, group="Network", names=names, weightless=True, **page)


def layer_activations_setting(most: int, layer: list[str]) -> Any:
    """Activations of single layers, up to so many; its annotation is a tuple of :data:`ActivationName`."""
    return setting(
        (),
        "Activation by layer",
        "Of the first hidden layer, the second and so on; layers without one of their own have the activation above.",
        length=(0, most),
        layer=layer,
        group="Network",
        weightless=True,
        advanced=True,
        names={"none": "none (linear)"},
    )


def leak_setting(layer: list[str], *, default: float = LEAK) -> Any:
    """The slope of leaky ReLU."""
    return setting(
        default,
        "Leak",
        "The slope of leaky ReLU below 0: what is negative passes, made so much smaller. Other activations have none.",
        between=(0.01, 0.9),
        step=0.01,
        layer=layer,
        group="Network",
        weightless=True,
        advanced=True,
    )
