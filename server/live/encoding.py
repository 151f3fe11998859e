"""Frames as text. What a worker encoded is put into its envelope as it is, and encoded by nobody again."""

import json
from collections.abc import Iterable, Mapping, Sequence

from models.sentences import Text
from server.schema.fetching import Fetch
from server.schema.frames import Beat, CaughtUp, Fetches, Hello, Reset, Trouble, ViewRefused
from server.schema.looks import ViewRequest
from server.store.pyramid import lists
from server.store.rows import History, StoredEvent

BEAT = Beat().model_dump_json()


def hello(version: str, person: str, may: Sequence[str]) -> str:
    return Hello(version=version, person=person, may=list(may)).model_dump_json()


def fetches(fetches: Sequence[Fetch]) -> str:
    return Fetches(fetches=list(fetches)).model_dump_json()


def trouble(text: Text) -> str:
    return Trouble(text=text).model_dump_json()


def reset(run: str) -> str:
    return Reset(run=run).model_dump_json()


def caught_up(run: str, seq: int) -> str:
    return CaughtUp(run=run, seq=seq).model_dump_json()


def runs(changed: Iterable[str], removed: Iterable[str] = (), places: Mapping[str, int] | None = None) -> str:
    """``changed`` are runs as JSON."""
    lists = f'"removed":{json.dumps(list(removed))},"places":{json.dumps(places)}'
    return f'{{"type":"runs","runs":[{",".join(changed)}],{lists}}}'


def event(run: str, event: StoredEvent) -> str:
    return (
        f'{{"type":"event","run":"{run}","attempt":{event.attempt},"seq":{event.seq},'
        f'"at":"{event.at}","event":{event.body}}}'
    )


def history(run: str, history: History) -> str:
    """To be called off the event loop: it writes thousands of numbers."""
    curves = ",".join(
        json.dumps({"clock": clock, "columns": lists(rows), "thinned": thinned}, separators=(",", ":"))
        for clock, rows, thinned in history.curves
    )
    events = ",".join(history.events)
    return f'{{"type":"history","run":"{run}","seq":{history.seq},"curves":[{curves}],"events":[{events}]}}'


def view(answer: str) -> str:
    """``answer`` is its body as JSON."""
    return f'{{"type":"view","look":{answer}}}'


def refused(request: ViewRequest, detail: Text) -> str:
    return ViewRefused(run=request.run, view=request.view, question=request.question, detail=detail).model_dump_json()
