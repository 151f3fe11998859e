"""Settings that several architectures share; what differs between them is an argument."""

from typing import Any

from models.spec.settings import setting

GROUP = "Network"


def cell_setting(default: str, layer: list[str], **page: Any) -> Any:
    """Which recurrent cell (``models.layers.cells.Cell``); ``page`` as in :func:`models.spec.settings.setting`."""
    return setting(
        default,
        "Cell",
        "SimpleRNN overwrites its memory at every step; GRU and LSTM have gates that learn what to keep.",
        layer=layer,
        group=GROUP,
        **page,
    )


def hidden_setting(
    default: int,
    layer: list[str],
    *,
    most: int,
    text: str = "More units remember more and learn slower.",
    **page: Any,
) -> Any:
    """How many units, from 1 to ``most``."""
    return setting(
        default,
        "Units",
        text,
        between=(1, most),
        role="capacity",
        scale="log",
        layer=layer,
        group=GROUP,
        **page,
    )


def dropout_setting(text: str, layer: list[str], *, default: float = 0.0, **page: Any) -> Any:
    """The share that the network's :class:`models.layers.dropout.Dropout` silences. It may change in a run."""
    return setting(
        default, "Dropout", text, between=(0.0, 0.9), live=True, role="regularisation", layer=layer, group=GROUP, **page
    )


def size_setting(text: str) -> Any:
    """Whether the network is the published one or one that trains in a classroom."""
    return setting("classroom", "Size", text, group=GROUP)


def normalisation_setting(layer: list[str], *, default: bool, **page: Any) -> Any:
    """Batch normalisation after every convolution (Ioffe and Szegedy 2015)."""
    return setting(
        default,
        "Batch normalisation",
        "Brings each map to mean 0 and deviation 1 over the batch. Deep networks learn with larger rates; without it "
        "many hardly begin.",
        layer=layer,
        group=GROUP,
        **page,
    )


def local_response_setting(layer: list[str]) -> Any:
    """Local response normalisation (Krizhevsky et al. 2012, section 3.3)."""
    return setting(
        True,
        "Local response normalisation",
        "A map that answers strongly makes its neighbours weaker at that place. It was thought to help; it costs time.",
        layer=layer,
        group=GROUP,
    )
