"""What an export needs to know of a kept run."""

from typing import Any

from models.catalogue import Catalogue
from models.events import LAST
from server.exports.script import Ran, script
from server.runs.usable import usable
from server.schema.refusal import Refusal
from server.schema.runs import Parent, Run


def script_of(catalogue: Catalogue, run: Run, changed: list[dict[str, Any]], tested: list[int], scored: int) -> str:
    """The script of a run that has ended.

    ``tested`` are the steps at which the test split was scored, ``scored`` the last at which the validation split was.

    Raises ``Refusal`` where a script could not tell the truth.
    """
    spec = usable(catalogue, run)
    if run.state not in LAST or not run.step:
        raise Refusal(409, "Not possible now", "A script is made of a run that has ended.", came=run.state)
    weights = "" if run.parent is None else begun_with(run.parent)
    changes: dict[int, dict[str, Any]] = {}
    for event in changed:
        changes.setdefault(event["step"], {})[event["setting"].split("/")[2]] = event["after"]
    ran = Ran(
        spec,
        run.step,
        tuple(tested),
        threads=max(1, run.attempts[-1].threads),
        changes=changes,
        unscored=run.step > max([scored, *tested]),
        weights=weights,
        title=run.title,
    )
    try:
        return script(ran)
    except OSError as error:  # of a folder that the server was started with
        detail = "The Python file of its task or its architecture, from which a script is made, is not there any more."
        raise Refusal(409, "Not possible any more", detail) from error


def begun_with(parent: Parent) -> str:
    """SHA-256 of the file of weights that a run began with. Raises ``Refusal`` where there was no file to name."""
    if parent.run:
        detail = (
            "A fork goes on from the middle of another run, and a script begins at step 0. Export the script of the "
            "run that it left, which leads to that step, or this run's weights."
        )
        raise Refusal(409, "Not possible for a fork", detail, came=parent.run)
    if not parent.weights:
        detail = "Which file this run began with was not kept. Export its weights, or open the file again and train."
        raise Refusal(409, "Not possible any more", detail, came=parent.file)
    return parent.weights
