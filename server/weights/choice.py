"""Which of a run's weights somebody means, and why there are none."""

from typing import Literal

from models.sentences import Sentence
from server.schema import titles
from server.schema.base import At
from server.schema.refusal import Refusal
from server.schema.runs import Run
from server.weights.protocol import WeightStore

NEAREST = Sentence("nearest-weights", "There are no weights of step {step}; the nearest are of step {nearest}.")
NEAREST_OF_EVICTED = Sentence(
    "nearest-weights-left",
    "There are no weights of step {step}; the nearest are of step {nearest}. Older ones were let go: the data folder "
    "reached its limit.",
)
BEGINNING_GONE = Sentence("beginning-gone", "The weights that this run began with are not there any more.")
CONTINUATION_EVICTED = Sentence(
    "continuation-evicted", "What this run would go on from was let go: the data folder reached its limit."
)
WEIGHTS_EVICTED = Sentence("weights-evicted", "The weights of this run were let go: the data folder reached its limit.")
NO_WEIGHTS_YET = Sentence("no-weights-yet", "No weights of this run are kept yet.")

LET_GO: Literal["let go"] = "let go"
"""Code of the notice that weights went because the data folder was full."""


def chosen(run: Run, steps: list[int], at: At) -> int | None:
    """The step of the weights that are meant; ``best`` is the stored one nearest to the best measured."""
    if isinstance(at, int):
        return at if at in steps else None
    if not steps:
        return None
    if at == "best" and run.best is not None:
        best = run.best.step
        return min(steps, key=lambda step: abs(step - best))
    return steps[-1]


def stored_step(weights: WeightStore, run: Run, at: At) -> tuple[int, list[int]]:
    """The step that is meant, and all of which there are weights; for a thread. Raises ``Refusal``."""
    steps = weights.steps(run.id)
    step = chosen(run, steps, at)
    if step is None:
        raise not_stored(run, steps, at)
    return step, steps


def last_start(weights: WeightStore, run: Run) -> int:
    """The step that a run which has ended goes on from; 0 where it has to begin anew. Raises ``Refusal``."""
    if steps := weights.steps(run.id, full=True):
        return steps[-1]
    if run.parent is not None and run.parent.step in weights.steps(run.id):
        return run.parent.step
    if run.parent is not None:
        raise Refusal(409, titles.NOT_POSSIBLE_ANY_MORE, BEGINNING_GONE())
    if evicted(run):
        detail = CONTINUATION_EVICTED()
        raise Refusal(409, titles.NOT_POSSIBLE_ANY_MORE, detail)
    return 0


def evicted(run: Run) -> bool:
    """Whether weights of the run went because the data folder was full."""
    return any(notice.code == LET_GO for notice in run.notices)


def not_stored(run: Run, steps: list[int], at: At) -> Refusal:
    """Why there are no weights to look at, to take away or to begin with."""
    nearest = None
    if steps and isinstance(at, int):
        nearest = min(steps, key=lambda step: abs(step - at))
        detail = (NEAREST_OF_EVICTED if evicted(run) else NEAREST)(step=at, nearest=nearest)
    elif evicted(run):
        detail = WEIGHTS_EVICTED()
    else:
        detail = NO_WEIGHTS_YET()
    return Refusal(404, titles.NO_SUCH_WEIGHTS, detail, field="/at", came=at, allowed=steps, nearest=nearest)
