"""Settings of the dense layers with which AlexNet, ZFNet and VGG end."""

from typing import Any

from models.spec.settings import setting


def dense_units_setting(default: int) -> Any:
    """How many units each of the two dense layers has."""
    return setting(
        default,
        "Units",
        "Of each of the two dense layers; 4,096 in the published network, which has most of its weights there.",
        between=(1, 1024),
        role="capacity",
        scale="log",
        layer=["dense{}"],
        group="Network",
        when={"size": ["classroom"]},
    )


def dense_dropout_setting() -> Any:
    """The share of them that is silenced, 0.5 as published. It may change in a run."""
    return setting(
        0.5,
        "Dropout",
        "Silences this share of the dense units at random while training, so that none is relied on too much.",
        between=(0.0, 0.9),
        live=True,
        role="regularisation",
        layer=["dropout{}"],
        group="Network",
    )
