"""Recurrent encoder and decoder: one network reads a question into its state, a second writes the answer from it.

Cho et al. and Sutskever et al. 2014, in the form of the addition demo: the last state is repeated for every symbol of
the answer; cells of Elman 1990, Hochreiter and Schmidhuber 1997. What to watch: all that is known of the question must
pass through that one state, and the cell decides how much of it survives. Where bits go in and bits come out, there is
one network alone, which answers at every step.
"""

from typing import Any, ClassVar, Literal

from torch import Tensor, nn
from torch.nn import functional

from models.layers.cells import Cell
from models.layers.dropout import Dropout
from models.layers.equations import CellActivation, Variant
from models.layers.initial import glorot
from models.layers.recurrent import take_pytorch_steps
from models.layers.recurrent_initial import FirstRecurrentWeights, draw_recurrent
from models.layers.sequence_classifier import SequenceClassifier
from models.layers.settings import (
    GateState,
    biases_setting,
    cell_activation_setting,
    cell_setting,
    dropout_setting,
    first_recurrent_weights_setting,
    gate_setting,
    gates_by_hand,
    hidden_setting,
    own_steps_setting,
    truncate_setting,
)
from models.layers.stacks import TfjsStack, last_states, torch_stack
from models.layers.step_writer import StepWriter
from models.spec.architecture import Architecture, Family
from models.spec.kinds import Batch, Kind, Shapes
from models.spec.place import Place, Source
from models.spec.settings import setting


class Recurrent(Architecture):
    """SimpleRNN, GRU, LSTM or peephole LSTM, stacked as deep as asked."""

    title: ClassVar[str] = "Recurrent network"
    text: ClassVar[str] = "Reads symbol by symbol into a memory, then writes the answer from it."
    place: ClassVar[Place] = Place(
        "recurrence",
        chapters=("demos", "equations"),
        effects=("gates", "long-memory", "vanishing-gradient"),
        sources=(
            Source("Elman", 1990, "Finding structure in time"),
            Source("Hochreiter and Schmidhuber", 1997, "Long short-term memory"),
            Source(
                "Cho and others",
                2014,
                "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
            ),
            Source("Sutskever, Vinyals and Le", 2014, "Sequence to sequence learning with neural networks"),
        ),
        after=("architecture/mlp", "laboratory/neuron"),
    )
    kinds: ClassVar[frozenset[Kind]] = frozenset({Kind.SYMBOLS_TO_SYMBOLS, Kind.SYMBOLS_TO_CLASS, Kind.BITS_TO_BITS})
    family: ClassVar[Family] = "recurrent"
    smallest: ClassVar[dict[str, Any]] = {"hidden": 4}

    cell: Cell = cell_setting(
        "GRU",
        ["encoder", "decoder"],
        colours={"SimpleRNN": "orange", "GRU": "green", "LSTM": "blue", "PeepholeLSTM": "purple"},
    )
    hidden: int = hidden_setting(128, ["encoder", "decoder", "output"], most=512)
    encoder_layers: int = setting(
        1,
        "Encoder layers",
        "Each further layer reads the states of the one below it, and takes as long again.",
        between=(1, 4),
        layer=["encoder"],
        group="Network",
    )
    decoder_layers: int = setting(
        1,
        "Decoder layers",
        "Each further layer refines what the one below it would write.",
        between=(1, 4),
        layer=["decoder"],
        group="Network",
    )
    bidirectional: bool = setting(
        False,
        "Read both ways",
        "A second encoder reads from the end, so that neither end of the question is far away.",
        layer=["encoder"],
        group="Network",
    )
    dropout: float = dropout_setting(
        "Silences this share of what the decoder is given at random while training.", ["dropout"], advanced=True
    )
    flavour: Literal["torch", "tfjs"] = setting(
        "torch",
        "Flavour of the cells",
        "PyTorch's cells have two biases and true sigmoids; TensorFlow.js has one, hard sigmoids, other first weights.",
        layer=["encoder", "decoder", "output"],
        group="Network",
        advanced=True,
    )
    own_steps: bool = own_steps_setting(["encoder", "decoder"])
    activation: CellActivation = cell_activation_setting(["encoder", "decoder"])
    biases: bool = biases_setting(["encoder", "decoder", "output"])
    first_weights: FirstRecurrentWeights = first_recurrent_weights_setting(["encoder", "decoder", "output"])
    truncate: int = truncate_setting()
    reset_gate: GateState = gate_setting("reset")
    update_gate: GateState = gate_setting("update")
    input_gate: GateState = gate_setting("input")
    forget_gate: GateState = gate_setting("forget")
    output_gate: GateState = gate_setting("output")

    @classmethod
    def upgraded(cls, saved: dict[str, Any]) -> dict[str, Any]:
        """Settings of a run that was stored before there was a choice: it goes on by our steps, to the last bit."""
        return {"own_steps": True, **super().upgraded(saved)}

    def variant(self) -> Variant:
        """What of the cells is chosen apart from their kind."""
        activation: CellActivation = self.activation if self.cell == "SimpleRNN" else "tanh"
        gates = {
            "reset": self.reset_gate,
            "update": self.update_gate,
            "input": self.input_gate,
            "forget": self.forget_gate,
            "output": self.output_gate,
        }
        return Variant(activation, self.biases, self.truncate, gates_by_hand(self.cell, gates))

    def network(self, shapes: Shapes) -> nn.Module:
        return EncoderDecoder(self, shapes, self.variant()) if shapes.target else self.encoder_alone(shapes)

    def encoder_alone(self, shapes: Shapes) -> nn.Module:
        """The encoder, with an output for each class at its end, or for each bit at every step."""
        stack = {"torch": torch_stack, "tfjs": TfjsStack}[self.flavour]
        inputs, outputs = (
            (len(shapes.source), shapes.classes) if shapes.source else (shapes.inputs[1], shapes.targets[1])
        )
        encoder = stack(self.cell, inputs, self.hidden, self.encoder_layers, self.bidirectional, self.variant())
        output = nn.Linear(self.hidden * (1 + self.bidirectional), outputs, bias=self.biases)
        if self.flavour == "tfjs":
            glorot(output)
        network = (
            SequenceClassifier(encoder, self.cell, inputs, output, self.dropout)
            if shapes.source
            else StepWriter(encoder, self.cell, output, self.dropout)
        )
        draw_recurrent(network, self.first_weights)
        return network


class EncoderDecoder(nn.Module):
    """Question -> state -> repeated for each place of the answer -> scores of the symbols."""

    def __init__(self, settings: Recurrent, shapes: Shapes, variant: Variant) -> None:
        super().__init__()
        assert shapes.source is not None
        assert shapes.target is not None
        stack = {"torch": torch_stack, "tfjs": TfjsStack}[settings.flavour]
        self.symbols, self.places = len(shapes.source), shapes.targets[0]
        width = settings.hidden * (1 + settings.bidirectional)
        layers, both_ways = settings.encoder_layers, settings.bidirectional
        self.encoder = Encoder(
            stack(settings.cell, self.symbols, settings.hidden, layers, both_ways, variant), settings.cell
        )
        self.dropout = Dropout(settings.dropout)
        self.decoder = Decoder(
            stack(settings.cell, width, settings.hidden, settings.decoder_layers, False, variant), settings.cell
        )
        self.output = nn.Linear(settings.hidden, len(shapes.target), bias=settings.biases)
        if settings.flavour == "tfjs":
            glorot(self.output)
        draw_recurrent(self, settings.first_weights)
        if not settings.own_steps:
            take_pytorch_steps(self)

    def forward(self, batch: Batch) -> Tensor:
        """Symbols (batch, time) -> scores (batch, places, symbols)."""
        symbols = functional.one_hot(batch.inputs, self.symbols).to(self.output.weight.dtype)  # (batch, time, symbols)
        state = self.dropout(self.encoder(symbols))  # (batch, hidden)
        repeated = state.unsqueeze(1).expand(-1, self.places, -1)  # (batch, places, hidden)
        scores: Tensor = self.output(self.decoder(repeated))
        return scores  # (batch, places, symbols)


class Encoder(nn.Module):
    """Reads a sequence; what it returns is the last state of the last layer, of both directions where there are two."""

    as_one_layer = True

    def __init__(self, stack: nn.Module, label: str) -> None:
        super().__init__()
        self.stack, self.label = stack, label

    def forward(self, sequence: Tensor) -> Tensor:
        """(batch, time, symbols) -> (batch, directions x hidden)."""
        return last_states(*self.stack(sequence))  # (batch, directions x hidden)


class Decoder(nn.Module):
    """Writes a sequence: the outputs of the last layer at every place."""

    as_one_layer = True

    def __init__(self, stack: nn.Module, label: str) -> None:
        super().__init__()
        self.stack, self.label = stack, label

    def forward(self, sequence: Tensor) -> Tensor:
        """(batch, places, inputs) -> (batch, places, hidden)."""
        outputs: Tensor = self.stack(sequence)[0]
        return outputs  # (batch, places, hidden)
