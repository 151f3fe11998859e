"""The settings that choose what takes the steps of a training, and in which numbers."""

from typing import Any, Literal

from models.spec.settings import setting

EngineName = Literal["auto", "native", "torch"]
PrecisionName = Literal["float32", "bfloat16"]


def engine_setting() -> Any:
    """Its annotation is :data:`EngineName`."""
    return setting(
        "auto",
        "Engine",
        "The native core learns several times as fast where it has all layers of a network; PyTorch has every layer. "
        "Both agree to the sixth digit, and drift apart from there as any two libraries do.",
        group="Training",
        names={"auto": "the faster", "native": "native core", "torch": "PyTorch"},
        advanced=True,
        slows=False,
    )


def precision_setting() -> Any:
    """Its annotation is :data:`PrecisionName`."""
    return setting(
        "float32",
        "Numbers",
        "bfloat16 has 8 bits of digits for float32's 24. Large convolutions and LSTMs learn up to 1.4 times as fast by "
        "it where the processor has instructions for it; small ones do not, and the native core has float32 alone.",
        group="Training",
        advanced=True,
        slows=False,
    )
