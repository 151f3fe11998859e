"""What reaches the activations of a running network: their curve laid over it, and where its slope leaves nothing.

A unit that stands where the slope is 0 learns nothing, and small slopes of many layers leave nothing of an error
(Hochreiter 1991; Glorot and Bengio 2010).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from torch import Tensor, nn

from models.layers.activations import Step
from models.layers.names import layer_name
from models.layers.scaled_tanh import ScaledTanh
from models.layers.tree import rows
from models.look.bends import Bend
from models.look.gate_sums import before_gates
from models.look.gates_before_the_bend import GateBends
from models.look.pictures import Charts, Picture
from models.look.recurrent import RECURRENT
from models.look.view import View
from models.sentences import Sentence, Text
from models.spec.kinds import Splits
from models.spec.spec import Spec

LEFT_OUT = Sentence("bend-layers-left-out", "Of {count} activations of this network the first {shown} are looked at.")
PRODUCT = Sentence(
    "bend-product", "Down to the first layer shown here, {count} mean slopes leave {left:figure} of an error."
)
EXAMPLES = 200
MOST_LAYERS = 12
BENDS = (
    nn.ReLU, nn.LeakyReLU, nn.ELU, nn.SELU, nn.Softplus, nn.Tanh, nn.Sigmoid, nn.GELU, nn.SiLU, nn.ReLU6,
    nn.Hardsigmoid, Step, ScaledTanh,
)  # fmt: skip


class BeforeTheBend(View):
    """Over the first held-out examples, put through twice, so that no sum is stored."""

    title = "Before the bend"
    text = (
        "What reaches the activations of this network, with their curve over it. Where the curve is flat a unit learns "
        f"nothing: it is dead where the slope is 0 for all of {EXAMPLES} held-out examples, saturated where it is "
        "nearly always small. Of recurrent layers each gate has a chart, over all steps. Fork… in the row of this run "
        "goes on from its weights with another activation. The laboratory of activations has the curves alone."
    )
    group = "layers"
    needs = (*BENDS, *RECURRENT)
    rank = 2

    def picture(self, network: nn.Module, spec: Spec, splits: Splits, question: str) -> Picture:
        """Raises ValueError where a sum is no finite number."""
        split = splits.validation.rows(0, EXAMPLES)
        every = [Bend(name, one) for name, one in rows(network) if isinstance(one, BENDS)]
        bends = every[:MOST_LAYERS]
        gates = GateBends(network)
        for on_sums, on_gates in ((Bend.measure, gates.measure), (Bend.sort, gates.sort)):
            with before(bends, on_sums), before_gates(network, on_gates):
                spec.architecture.measured(network, spec.task, split)
        reached = [one for one in bends if one.count]
        charts = [one.drawn(layer_name(one.name)) for one in reached]
        if len(reached) > 1:
            left = 1.0
            for one in reached:
                left *= one.mean
            said: Text = PRODUCT(count=len(reached), left=left)
            charts[0] = charts[0].model_copy(update={"remarks": [*charts[0].remarks, said]})
        if charts and len(every) > len(bends):
            told = LEFT_OUT(count=len(every), shown=len(bends))
            charts[-1] = charts[-1].model_copy(update={"remarks": [*charts[-1].remarks, told]})
        return Charts(charts=[*charts, *gates.drawn()])


@contextmanager
def before(bends: list[Bend], on_sums: Callable[[Bend, Tensor], None]) -> Iterator[None]:
    """Calls ``on_sums`` with what reaches each activation, (batch, …)."""
    hooks = [bend.module.register_forward_pre_hook(partial(_called, bend, on_sums)) for bend in bends]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def _called(bend: Bend, on_sums: Callable[[Bend, Tensor], None], module: nn.Module, inputs: tuple[object, ...]) -> None:
    first = inputs[0] if inputs else None
    if isinstance(first, Tensor) and first.is_floating_point():
        on_sums(bend, first.detach().float() if first.dim() > 1 else first.detach().float().unsqueeze(-1))
