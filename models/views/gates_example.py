"""States and gates of a recurrent network for an example (Karpathy, Johnson and Li 2015), where nobody can ask."""

from torch import nn

from models.look.arrays import unlabelled
from models.look.examples import last_example
from models.look.gates_by_hand import gate_choices
from models.look.pictures import HeatMap, Picture
from models.look.recurrent import RECURRENT, recorded_inputs
from models.look.recurrent_panels import gate_panels, working
from models.look.unrolled import as_set_by_hand
from models.look.view import View
from models.sentences import Sentence
from models.spec.kinds import Batch, Form, Splits, run
from models.spec.spec import Spec
from models.spec.task import Task

NO_RECURRENT_LAYER = Sentence("no-recurrent-layer", "This network has no recurrent layer to look at.")

LABELLED = 42
"""Steps that have room for a number each."""


class GatesExample(View):
    """States and gates over time, a heat map each, of one example of the validation split."""

    title = "Gates"
    text = (
        "The network reads a held-out example: the last window, where windows are read, with the state that was kept "
        "until then, or else the longest sequence. Each column is a step in time; those of a window count how long it "
        "is until what is foretold. Each row is one unit. The state is what the network holds: orange is negative, "
        "blue positive. Gates are dark where they are open. Click a cell to see all of its numbers; set "
        "a gate by hand to see what the network is without it."
    )
    group = "memory"
    rank = 1
    needs = RECURRENT

    def fits(self, task: Task, architecture: object) -> bool:
        return task.question() is None and task.kind.inputs in (Form.WINDOW, Form.BITS, Form.FRAMES)

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where no recurrent layer was called, or there is no cell as ``question`` asks for."""
        batch = last_example(network, spec, splits.validation)
        by_hand = question.partition("@")[0]
        with recorded_inputs(network) as calls, as_set_by_hand(network, by_hand):
            run(network, batch)
        if not calls:
            raise ValueError(NO_RECURRENT_LAYER())
        return HeatMap(
            panels=list(gate_panels(network, calls, steps(spec.task, batch), [], by_hand)),
            mark=None,
            choices=gate_choices(network),
            chosen=by_hand,
            working=working(network, calls, question, []),
        )


def steps(task: Task, batch: Batch) -> list[str]:
    """Numbers of the steps, as many as can be read; those of a window count down to what comes after it."""
    count = batch.inputs.shape[1]
    if count > LABELLED:
        return unlabelled(count)
    return [str(count - step if task.kind.inputs is Form.WINDOW else step + 1) for step in range(count)]
