"""Which views a run has, and which show data alone."""

from models.sentences import Sentence
from server.answers.loaded import Loaded
from server.people.person import Person
from server.runs.prepare import parsed
from server.runs.usable import usable
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Run

NO_VIEW_OF_DATA = Sentence("no-view-of-data", "These data have no view {view}.")


def views_of(loaded: Loaded, run: Run) -> set[str]:
    spec = usable(loaded.catalogue, run)
    return {name for name, view in loaded.catalogue.views.items() if view.offered(spec.task, spec.architecture)}


def usable_now(loaded: Loaded, run: Run) -> None:
    usable(loaded.catalogue, run)


def of_data(loaded: Loaded, person: Person, spec: SpecJson, view: str) -> SpecJson:
    with loaded.uploads.read_by(person):
        found = parsed(loaded.catalogue, spec)
    known = {name: one for name, one in loaded.catalogue.views.items() if one.of_data}
    if view not in known or not known[view].fits(found.task, found.architecture):
        detail, allowed = NO_VIEW_OF_DATA(view=repr(view[:80])), sorted(known)
        raise Refusal(422, titles.NO_SUCH_VIEW, detail, field="/view", came=view[:80], allowed=allowed)
    missing = type(found.task).missing()
    if missing:
        raise Refusal(409, titles.DATA_MISSING, missing, field="/spec/task/name", came=found.task.name)
    return found.to_json()
