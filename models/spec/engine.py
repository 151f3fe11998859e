"""The setting that chooses what takes the steps of a training."""

from typing import Any, Literal

from models.spec.settings import setting

EngineName = Literal["auto", "native", "torch"]


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
