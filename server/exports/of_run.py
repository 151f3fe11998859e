"""What an export needs to know of a kept run."""

from typing import Any

from models.catalogue import Catalogue
from models.events import LAST
from server.api.bodies import Run
from server.exports.script import Ran, script
from server.problems import Refusal


def script_of(catalogue: Catalogue, run: Run, changed: list[dict[str, Any]]) -> str:
    """The script of a run that has ended. Raises ``Refusal`` where a script could not tell the truth."""
    if run.problem:
        raise Refusal(409, "Not possible any more", run.problem)
    if run.state not in LAST or not run.step:
        raise Refusal(409, "Not possible now", "A script is made of a run that has ended.", came=run.state)
    if run.parent:
        detail = (
            "A fork begins with another run's weights, which no script can make. Export its parent, or the weights."
        )
        raise Refusal(409, "Not possible for a fork", detail, came=run.parent.run)
    changes: dict[int, dict[str, Any]] = {}
    for event in changed:
        changes.setdefault(event["step"], {})[event["setting"].split("/")[2]] = event["after"]
    threads = max(1, run.attempts[-1].threads)
    return script(Ran(catalogue.parse(run.spec), run.step, threads, changes, run.title))
