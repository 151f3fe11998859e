"""What a program that trains a stored run again has to know of it, and which runs have none."""

from collections.abc import Iterator
from contextlib import contextmanager

from models.engine_names import TORCH
from models.events import LAST
from models.sentences import Sentence
from server.exports.pytorch.program import TrainedRun
from server.exports.run.stored import StoredRun
from server.schema import titles
from server.schema.refusal import Refusal

FORK_NOT_EXPORTED = Sentence(
    "fork-not-exported",
    "A fork goes on from the middle of another run: take the script or the notebook of that run, or these weights.",
)
BEGINNING_UNKNOWN = Sentence("beginning-unknown", "Which file of weights it began with was not kept.")
ENDED_BEFORE_FIRST_STEP = Sentence("ended-before-first-step", "It ended before its first step.")
RUN_NOT_ENDED = Sentence("run-not-ended", "Once this run has ended.")

FORKED = FORK_NOT_EXPORTED()

SOURCE_GONE = Sentence(
    "source-gone",
    "The Python file of its task or its architecture, from which this file is made, is not there any more.",
)


def fits(stored: StoredRun) -> str | None:
    """Why no program gives this run's curve again, or None. Raises ``Refusal`` if a field or a value belongs to it."""
    run, parent = stored.run, stored.run.parent
    if run.problem is not None:
        stored.spec  # noqa: B018 (raises the refusal that names the setting)
        return run.problem
    if parent is not None and parent.run:
        raise Refusal(409, titles.NOT_POSSIBLE_FOR_FORK, FORKED, came=parent.run)
    if parent is not None and not parent.weights:
        detail = BEGINNING_UNKNOWN()
        raise Refusal(409, titles.NOT_POSSIBLE_ANY_MORE, detail, came=parent.file)
    if run.state not in LAST:
        raise Refusal(409, titles.NOT_POSSIBLE_NOW, RUN_NOT_ENDED(), came=run.state)
    return None if run.step else ENDED_BEFORE_FIRST_STEP()


@contextmanager
def sources() -> Iterator[None]:
    """Raises ``Refusal`` if a Python file that is to be read is not there any more, as in a folder of ``--with``."""
    try:
        yield
    except OSError as error:
        raise Refusal(409, titles.NOT_POSSIBLE_ANY_MORE, SOURCE_GONE()) from error


def trained(stored: StoredRun) -> TrainedRun:
    """The run with all that decides its curve. Raises ``Refusal`` if its settings cannot be used any more."""
    run, tests = stored.run, stored.curve("test")
    changes: dict[int, dict[str, object]] = {}
    for event in stored.changes():
        changes.setdefault(event["step"], {})[event["setting"].split("/")[2]] = event["after"]
    tested = tuple(int(step) for step in tests.get("step", []) if step is not None)
    scored = bool(stored.curve("epoch", first=run.step, most=2).get("step")) or run.step in tested
    return TrainedRun(
        stored.spec,
        run.step,
        tested,
        threads=max(1, run.attempts[-1].threads),
        changes=changes,
        unscored=not scored,
        weights="" if run.parent is None else run.parent.weights,
        title=run.title,
        engine=next((one for one in stored.engines if one != TORCH), TORCH),
    )
