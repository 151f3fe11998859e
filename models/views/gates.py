"""What a recurrent network holds and what its gates do at every step (Karpathy, Johnson and Li 2015)."""

from torch import nn

from models.look.marks import image_grid, marks_of
from models.look.pictures import HeatMap, Picture
from models.look.questions import input_symbols, output_symbols, question_batch
from models.look.recurrent import RECURRENT, recorded_inputs
from models.look.recurrent_panels import gate_panels, read_panel
from models.look.view import View, probabilities
from models.spec.kinds import Form, Splits
from models.spec.spec import Spec
from models.spec.task import Task


class Gates(View):
    """States and gates over time for one's own question, a heat map each."""

    title = "Gates"
    text = (
        "Each column is a step in time, each row one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open. Watch how a GRU or an LSTM leaves its state alone until "
        "it needs it. Where a picture is read row by row, the first panel is what is read at each step."
    )
    asks = True
    needs = RECURRENT

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is not None

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        batch = question_batch(spec.task, splits, network, question)
        with recorded_inputs(network) as calls:
            outputs = network(batch)
        letters, answer = input_symbols(spec.task, batch), output_symbols(spec.task, outputs)
        panels = list(gate_panels(network, calls, letters, answer))
        mark = marks_of(spec.task, batch, probabilities(outputs, network))[0] if spec.task.kind.markable else None
        if spec.task.kind.inputs is not Form.PICTURE:
            return HeatMap(panels=panels, mark=mark)
        return HeatMap(panels=[read_panel(calls), *panels], mark=mark, asked=image_grid(batch.inputs))
