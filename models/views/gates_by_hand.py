"""What a trained network is worth when one of its gates is held open or closed (Greff et al. 2017, by training anew).

Here nothing is trained anew: the gate is set in the network as it is, and the held-out examples are scored.
"""

import math

from torch import nn

from models.look.gates_by_hand import gate_choices
from models.look.pictures import Picture
from models.look.recurrent import RECURRENT
from models.look.tables import Column, Table, TableRow
from models.look.unrolled import as_set_by_hand
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec
from models.spec.task import Task

EXAMPLES = 500
SCORED = Sentence("gates-by-hand-scored", "Scored on {count:whole} held-out examples.")
GATES = Sentence("gates-by-hand-rows", "Gates")
NO_GATES = Sentence("no-gates-to-set", "This network has no gate that could be set.")


class GatesByHand(View):
    """Scores of the validation split with each gate as learnt, open and closed."""

    title = "Gates by hand"
    text = (
        "What becomes of the trained network when a gate is held open or closed, and all else stays as it was learnt. "
        "A gate whose loss hurts is one that the network relies on."
    )
    group = "memory"
    rank = 2
    needs = RECURRENT

    def fits(self, task: Task, architecture: object) -> bool:
        return getattr(architecture, "cell", "") != "SimpleRNN"

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError of a network without gates."""
        choices = gate_choices(network)
        if not choices:
            raise ValueError(NO_GATES())
        task = spec.task
        split = splits.validation.rows(0, min(EXAMPLES, len(splits.validation)))
        rows = []
        for choice in choices:
            with as_set_by_hand(network, choice.name):
                scores = spec.architecture.measured(network, task, split)
            values = [scores[name] if math.isfinite(scores[name]) else None for name in spec.measured]
            rows.append(TableRow(title=choice.title, values=values))
        part = f"architectures.{spec.architecture.name}" if spec.architecture.series else f"tasks.{task.name}"
        columns = [
            Column(title=Text(series.title, f"{part}.series.{name}.title"), form="share" if series.percent else "count")
            for name, series in spec.measured.items()
        ]
        remarks = [SCORED(count=len(split))]
        return Table(order=GATES(), columns=columns, rows=rows[1:], total=rows[0], remarks=remarks)
