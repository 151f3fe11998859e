"""Settings that several architectures share; what differs between them is an argument."""

from collections.abc import Mapping
from typing import Any, Literal

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


def own_steps_setting(layer: list[str]) -> Any:
    """Whether an LSTM goes by our own steps where PyTorch has a kernel for all of them."""
    return setting(
        False,
        "LSTM by our own steps",
        "The same equations worked out step by step here, as all versions until 0.2 did it: other last digits, and as "
        "a rule slower.",
        when={"cell": ["LSTM"], "flavour": ["torch"]},
        layer=layer,
        group=GROUP,
        advanced=True,
    )


HAND_GATES: dict[str, tuple[str, ...]] = {
    "GRU": ("reset", "update"),
    "LSTM": ("input", "forget", "output"),
    "PeepholeLSTM": ("input", "forget", "output"),
}
"""By cell, the gates that can be set by hand."""
GateState = Literal["learnt", "open", "closed"]
BY_HAND = {"open": 1.0, "closed": 0.0}


def cell_activation_setting(layer: list[str]) -> Any:
    """What bends the sum of a SimpleRNN (``models.layers.equations.CellActivation``)."""
    return setting(
        "tanh",
        "Activation of the cell",
        "Tanh keeps a state between -1 and 1, sigmoid between 0 and 1 with slopes of at most a quarter; ReLU has no "
        "upper limit, so that a state can grow without end.",
        layer=layer,
        group=GROUP,
        when={"cell": ["SimpleRNN"]},
        weightless=True,
        advanced=True,
    )


def biases_setting(layer: list[str]) -> Any:
    """Whether the recurrent layers, and the output that reads them, have biases."""
    return setting(
        True,
        "Biases",
        "Without biases every sum is 0 where nothing is read and nothing is remembered.",
        layer=layer,
        group=GROUP,
        advanced=True,
    )


def truncate_setting() -> Any:
    """Truncated back-propagation through time (Williams and Peng 1990): of how many steps one stretch is."""
    return setting(
        0,
        "Steps back",
        "Errors go back through stretches of this many steps, counted from the last, and no further: so the network "
        "learns little of what was read earlier. 0 goes back to the first step.",
        between=(0, 500),
        group=GROUP,
        advanced=True,
    )


def first_recurrent_weights_setting(layer: list[str]) -> Any:
    """How the first weights are drawn (``models.layers.recurrent_initial.FirstRecurrentWeights``)."""
    return setting(
        "usual",
        "First weights",
        "As the cells' library draws them; all evenly from 0 to 1, as a textbook's listing does; or recurrent matrices "
        "that neither stretch nor shrink a state: orthogonal ones, or the identity.",
        layer=layer,
        group=GROUP,
        advanced=True,
    )


def gate_setting(gate: str) -> Any:
    """One gate that can be set by hand; its annotation is :data:`GateState`, its field is called ``{gate}_gate``."""
    return setting(
        "learnt",
        GATE_TITLES[gate],
        GATE_TEXTS[gate],
        group="Gates by hand",
        when={"cell": [cell for cell, gates in HAND_GATES.items() if gate in gates]},
        advanced=True,
    )


GATE_TITLES = {
    "reset": "Reset gate",
    "update": "Update gate",
    "input": "Input gate",
    "forget": "Forget gate",
    "output": "Output gate",
}
GATE_TEXTS = {
    "reset": "Open, the candidate sees all of the old state; closed, nothing of it. Set by hand it learns nothing.",
    "update": "Open (1), the old state stays for ever; closed (0), the candidate takes its place at every step, which "
    "with an open reset gate is a plain RNN.",
    "input": "Open, every candidate is written into the memory; closed, nothing ever is.",
    "forget": "Open, the memory never fades, as in the LSTM of 1997; closed, it is empty before every step.",
    "output": "Open, all of the memory is shown; closed, the state is 0 whatever the memory holds.",
}


def gates_by_hand(cell: str, chosen: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    """By gate, the value of those of ``cell`` that ``chosen`` sets by hand, as ``Variant.gates`` wants them."""
    of_cell = HAND_GATES.get(cell, ())
    return tuple((gate, BY_HAND[chosen[gate]]) for gate in of_cell if chosen[gate] in BY_HAND)


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
