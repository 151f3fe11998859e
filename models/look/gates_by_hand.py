"""Gates of a trained network set by hand: which can be, and what a cell is with them.

A gate that is open lets all through, one that is closed nothing: a GRU whose reset gate is open and whose update gate
is closed is a plain RNN.
"""

from dataclasses import replace

from torch import nn

from models.layers.equations import Variant
from models.layers.recurrent import suffix
from models.look.drawn import Choice
from models.look.recurrent import RECURRENT, Change, as_recurrent_layer
from models.sentences import Sentence

AS_LEARNT = Sentence("gates-as-learnt", "as learnt")
PLAIN_RNN = Sentence("gates-plain-rnn", "reset open, update closed: a plain RNN")
OPEN, CLOSED = Sentence("gate-open", "{gate} gate open"), Sentence("gate-closed", "{gate} gate closed")
NO_SUCH_GATES = Sentence("no-such-gates", "No recurrent layer of this network has these gates: {gates}.")
GATE_NAMES = {
    "reset": Sentence("gate-name-reset", "reset"),
    "update": Sentence("gate-name-update", "update"),
    "input": Sentence("gate-name-input", "input"),
    "forget": Sentence("gate-name-forget", "forget"),
    "output": Sentence("gate-name-output", "output"),
}
OF_CELL = {
    "SimpleRNN": (),
    "GRU": ("reset", "update"),
    "LSTM": ("input", "forget", "output"),
    "PeepholeLSTM": ("input", "forget", "output"),
}
PLAIN = "reset=1,update=0"


def cells(network: nn.Module) -> list[str]:
    """The cells of its recurrent layers, each once."""
    found: dict[str, None] = {}
    for module in network.modules():
        if isinstance(module, RECURRENT):
            end = suffix(0, False) if isinstance(module, nn.RNNBase) else ""
            found[as_recurrent_layer(module, end).cell] = None
    return list(found)


def gate_choices(network: nn.Module) -> list[Choice]:
    """What of its gates can be set by hand, and "" for none; nothing of a network without gates."""
    found = [Choice(name="", title=AS_LEARNT())]
    kinds = cells(network)
    if "GRU" in kinds:
        found.append(Choice(name=PLAIN, title=PLAIN_RNN()))
    for gate in dict.fromkeys(gate for cell in kinds for gate in OF_CELL[cell]):
        name = GATE_NAMES[gate]()
        found.append(Choice(name=f"{gate}=1", title=OPEN(gate=name)))
        found.append(Choice(name=f"{gate}=0", title=CLOSED(gate=name)))
    return found if len(found) > 1 else []


def gates_set(by_hand: str) -> Change:
    """The cells with these gates set by hand, as "reset=1,update=0"; a cell that lacks one of them stays as it is.

    Raises ValueError where it names no gates.
    """
    gates: dict[str, float] = {}
    for part in filter(None, by_hand.split(",")):
        gate, _, value = part.partition("=")
        if gate not in GATE_NAMES or value not in ("0", "1"):
            raise ValueError(NO_SUCH_GATES(gates=by_hand))
        gates[gate] = float(value)

    def change(cell: str, variant: Variant) -> Variant:
        if not gates or not gates.keys() <= set(OF_CELL[cell]):
            return variant
        own = {gate: value for gate, value in variant.gates if gate not in gates}
        return replace(variant, gates=tuple((own | gates).items()))

    return change
