"""The queue is fair to people, and keeps each person's order."""

from models.events import RunState
from server.runs.queue import fair_share, moved
from server.runs.records import Record, fresh
from server.store.rows import RunRow


def waiting(owner: str, place: int, state: RunState = RunState.QUEUED) -> Record:
    row = RunRow(f"{owner}{place}", owner, None, "", "{}", "{}", "", place, "{}")
    record = Record(fresh(row, {}, []), row, None)
    record.run = record.run.model_copy(update={"state": state})
    return record


def names(records: list[Record]) -> list[str]:
    return [record.id for record in records]


def test_one_person_is_served_in_order() -> None:
    records = [waiting("ann", place) for place in (3, 1, 2)]
    assert names(fair_share(records, ())) == ["ann1", "ann2", "ann3"]


def test_people_take_turns_however_many_runs_one_has() -> None:
    records = [waiting("ann", place) for place in range(1, 5)] + [waiting("bob", 10), waiting("cleo", 11)]
    assert names(fair_share(records, ())) == ["ann1", "bob10", "cleo11", "ann2", "ann3", "ann4"]


def test_who_has_a_run_at_work_waits_for_those_who_have_none() -> None:
    records = [waiting("ann", 1), waiting("ann", 2), waiting("bob", 3), waiting("ann", 4, RunState.FINISHED)]
    assert names(fair_share(records, {"ann1"})) == ["bob3", "ann2"]


def test_a_run_is_moved_and_the_places_stay_those_that_the_owner_had() -> None:
    records = [waiting("ann", place) for place in (2, 5, 7, 9)]
    first, second, third, last = records
    assert moved(records, last, second) == {"ann9": 5, "ann5": 7, "ann7": 9}
    assert moved(records, first, None) == {"ann5": 2, "ann7": 5, "ann9": 7, "ann2": 9}
    assert moved(records, third, last) == {}
