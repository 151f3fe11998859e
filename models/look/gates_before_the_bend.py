"""What reaches the gates and the tanh of recurrent layers, as charts: their curve laid over it, a chart for each gate.

A gate that always stands at one of its ends is open or closed whatever is read (Karpathy, Johnson and Li 2015).
"""

from torch import Tensor, nn

from models.layers.names import layer_type
from models.look.bends import SMALL, Bend
from models.look.gate_sums import GateSums, HardSigmoid
from models.look.pictures import Lines
from models.look.recurrent import Replay, way_titles
from models.look.recurrent_panels import GATES
from models.look.titles import dotted
from models.sentences import Sentence, Text

SHARES_OF_GATE = Sentence(
    "bend-shares-of-gate",
    "Saturated: {saturated} of {units} units, whose slope is nearly always below {small} over all steps of all "
    "examples, and always 0 in {dead} of them. Of all sums {share:percent} stand where it is so small; the mean slope "
    "is {mean:figure}.",
)
ENDS = Sentence(
    "bend-ends-of-gate",
    "The gate is as good as closed (below {low}) at {closed:percent} of all steps and units, as good as open (above "
    "{high}) at {open:percent}.",
)
HARD = Sentence("bend-called-hard-sigmoid", "Hard sigmoid")
STRAIGHT = Sentence("bend-hard-sigmoid", "A hard sigmoid has the slope 0.2 between -2.5 and 2.5, and 0 outside of it.")
LEFT_OUT = Sentence("bend-ways-left-out", "Of {count} recurrent layers and directions the first {shown} are shown.")

LOW, HIGH = 0.1, 0.9
"""Where a gate counts as closed and as open, as in the paper."""
MOST_WAYS = 6
"""Layers and directions that are shown: each has up to five charts."""


class GateBend(Bend):
    """One gate of one layer in one direction, over all steps: sums (batch, time, units), added up call by call."""

    def __init__(self, name: str, gate: str, module: nn.Module) -> None:
        super().__init__(name, module)
        self.gate, self.closed, self.open = gate, 0, 0

    def measure(self, sums: Tensor) -> None:
        """Adds the sums (batch, time, units) of one call. Raises ValueError where one is no finite number."""
        super().measure(sums)
        given = self.module.forward(sums)
        self.closed += int((given < LOW).sum())
        self.open += int((given > HIGH).sum())

    @property
    def is_gate(self) -> bool:
        """Whether it goes from closed to open, as no candidate does."""
        return isinstance(self.module, nn.Sigmoid | HardSigmoid) and self.gate != "state"

    def called(self, way: Text) -> Text:
        """The name of its chart, after that of its layer and direction."""
        bent = HARD() if isinstance(self.module, HardSigmoid) else layer_type(self.module)
        return dotted(way, GATES[self.gate](), bent)

    def remarks(self) -> list[Text]:
        found: list[Text] = [
            SHARES_OF_GATE(
                saturated=self.saturated + self.dead, units=self.units, small=SMALL, dead=self.dead,
                share=self.small / self.count, mean=self.mean,
            )
        ]  # fmt: skip
        if self.is_gate:
            found.append(ENDS(low=LOW, high=HIGH, closed=self.closed / self.count, open=self.open / self.count))
        return found


class GateBends:
    """All of a network, by layer, direction and gate, in the order of their first calls."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network
        self.ways: dict[tuple[str, int], tuple[bool, dict[str, GateBend]]] = {}
        self.left_out: set[tuple[str, int]] = set()

    def measure(self, name: str, place: int, way: Replay, of: GateSums) -> None:
        if (name, place) not in self.ways and len(self.ways) == MOST_WAYS:
            self.left_out.add((name, place))
            return
        backwards = way.from_end or bool(getattr(self.network.get_submodule(name), "from_end", False))
        _, gates = self.ways.setdefault((name, place), (backwards, {}))
        gates.setdefault(of.gate, GateBend(name, of.gate, of.bend)).measure(of.sums.float())

    def sort(self, name: str, place: int, way: Replay, of: GateSums) -> None:
        if (name, place) in self.ways:
            self.ways[name, place][1][of.gate].sort(of.sums.float())

    def drawn(self) -> list[Lines]:
        """A chart for each gate; the first hard sigmoid says what it is, and the last chart what is not shown."""
        titles = way_titles([(name.split(".")[0], backwards) for (name, _), (backwards, _) in self.ways.items()])
        charts: list[Lines] = []
        told = False
        for title, (_, gates) in zip(titles, self.ways.values(), strict=True):
            for bend in gates.values():
                chart = bend.drawn(title)
                if isinstance(bend.module, HardSigmoid) and not told:
                    chart, told = chart.model_copy(update={"remarks": [*chart.remarks, STRAIGHT()]}), True
                charts.append(chart)
        if self.left_out:
            said = LEFT_OUT(count=len(self.ways) + len(self.left_out), shown=len(self.ways))
            charts[-1] = charts[-1].model_copy(update={"remarks": [*charts[-1].remarks, said]})
        return charts
