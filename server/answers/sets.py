"""Data that tasks learn from and weights that networks begin with: which there are, which are here; one is fetched."""

import traceback
from collections.abc import Mapping

from models.sentences import Sentence, Text, text_of
from models.spec.fetchable import Fetchable
from server.answers.answering import Ask
from server.answers.loaded import Loaded
from server.library.facts import FetchEnd
from server.schema.fetching import DataSet

FAILED = Sentence("fetching-failed", "{title} could not be fetched: {error}. The log of the server says more.")


class Cancelled(Exception):
    """Raised in the middle of a fetch, once nobody wants the set any more."""


def declared(loaded: Loaded) -> list[DataSet]:
    return [DataSet.model_validate(one, from_attributes=True) for one in sets(loaded).values()]


def missing(loaded: Loaded) -> list[str]:
    return [name for name, one in sets(loaded).items() if one.available()]


def fetch(loaded: Loaded, name: str, ask: Ask) -> FetchEnd:
    """Asks at each step whether the set is still wanted."""

    def progress(done: int, total: int, what: str) -> None:
        if not ask("progress", done, total, Text.read(what).stored()):
            raise Cancelled

    dataset = sets(loaded)[name]
    try:
        dataset.fetch(progress)
    except Cancelled:
        return FetchEnd()
    except Exception as error:
        problem = text_of(error)
        if problem.code:
            return FetchEnd(problem)
        why = str(error) or type(error).__name__
        return FetchEnd(FAILED(title=dataset.title, error=why), traceback.format_exc())
    return FetchEnd()


def sets(loaded: Loaded) -> Mapping[str, Fetchable]:
    """By name."""
    tasks, architectures = loaded.catalogue.tasks.values(), loaded.catalogue.architectures.values()
    found = (*(task.dataset() for task in tasks), *(architecture.dataset() for architecture in architectures))
    return {one.name: one for one in found if one is not None}
