"""What a recurrent network holds and what its gates do at every step (Karpathy, Johnson and Li 2015)."""

from torch import nn

from models.look.gates_by_hand import gate_choices
from models.look.marks import image_grid, marks_of
from models.look.pictures import HeatMap, Picture
from models.look.questions import input_symbols, output_symbols, question_batch
from models.look.recurrent import RECURRENT, recorded_inputs
from models.look.recurrent_panels import gate_panels, read_panel, working
from models.look.unrolled import as_set_by_hand
from models.look.view import View, parted, probabilities
from models.spec.kinds import Form, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task


class Gates(View):
    """States and gates over time for one's own question, a heat map each."""

    title = "Gates"
    text = (
        "Each column is a step in time, each row one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open. Watch how a GRU or an LSTM leaves its state alone until "
        "it needs it. Where a picture is read row by row, the first panel is what is read at each step. Click a "
        "cell to see all of its numbers; set a gate by hand to see what the network is without it."
    )
    group = "memory"
    asks = True
    needs = RECURRENT

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        posed, asked = parted(question)
        by_hand = asked.partition("@")[0]
        batch = question_batch(spec.task, splits, network, posed)
        with recorded_inputs(network) as calls, as_set_by_hand(network, by_hand):
            outputs, _ = run(network, batch)
        letters, answer = input_symbols(spec.task, batch), output_symbols(spec.task, outputs)
        of_picture = spec.task.kind.inputs is Form.PICTURE
        panels = [read_panel(calls)] if of_picture else []
        panels += gate_panels(network, calls, letters or answer, answer, by_hand)
        mark = marks_of(spec.task, batch, probabilities(outputs, network))[0] if spec.task.kind.markable else None
        return HeatMap(
            panels=panels,
            mark=mark,
            asked=image_grid(batch.inputs) if of_picture else None,
            choices=gate_choices(network),
            chosen=by_hand,
            working=working(network, calls, asked, letters),
        )
