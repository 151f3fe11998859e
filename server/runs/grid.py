"""From one spec and what varies in it to many specs: which, in which order they start, and what tells them apart."""

import copy
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any

from models.sentences import Sentence
from server.schema import titles
from server.schema.base import SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import NewRuns

TOO_MANY_AT_ONCE = Sentence("grid-too-large", "This makes {count} runs or more; at most {most} start together.")
NOT_A_CHOICE = Sentence("choice-not-whole", "{pointer} takes whole objects: a name and settings.")
SPEC_OR_SPECS = Sentence("spec-or-specs-required", "Give either `specs`, or `spec` with what varies in it.")
VARY_WITHOUT_SPEC = Sentence("vary-without-spec", "`vary` goes with `spec`, not with `specs`.")
NO_VALUES = Sentence("no-values-to-vary", "There is no value to give to {pointer}.")
NOT_A_SETTING = Sentence("pointer-not-a-setting", "{pointer} does not point at a setting of this spec.")

SEED = "/training/seed"
NETWORK, NETWORKS = "/architecture/name", "/architecture/"
WHOLE = ("/task", "/architecture", "/training")
"""Parts of a spec; ``vary`` may give them as wholes."""
MOST = 64
"""Runs made by one call."""


def variants(asked: NewRuns) -> Iterator[SpecJson]:
    """Every combination; the seeds vary slowest, so that each variant's first seed comes first.

    Each is made as it is taken: of what cannot be used, however large it is, there is one.
    """
    if (asked.spec is None) == (not asked.specs):
        raise Refusal(422, titles.WHAT_RUNS, SPEC_OR_SPECS(), field="/spec")
    if asked.spec is None:
        if asked.vary:
            raise Refusal(422, titles.WHAT_VARIES, VARY_WITHOUT_SPEC(), field="/vary")
        return iter(asked.specs)
    pointers = _pointers(asked)
    count = 1
    for pointer in pointers:
        count *= len(asked.vary[pointer])
        _check(pointer, asked.vary[pointer], count)
    spec = asked.spec
    combinations = itertools.product(*(asked.vary[pointer] for pointer in pointers))
    return (_with(spec, dict(zip(pointers, values, strict=True))) for values in combinations)


def located(asked: NewRuns, index: int, field: str) -> str:
    """Where in the request the ``field`` of the spec of run ``index`` is from, if a whole part of it varies."""
    part = "/" + field.split("/")[1] if "/" in field else ""
    if asked.spec is None or part not in asked.vary:
        return field
    pointers = _pointers(asked)
    places = list(itertools.product(*(range(len(asked.vary[pointer])) for pointer in pointers)))[index]
    place = places[pointers.index(part)]
    return f"{_field(part)}/{place}{field.removeprefix(part)}"


def _pointers(asked: NewRuns) -> list[str]:
    """What varies, slowest first."""
    return sorted(asked.vary, key=lambda pointer: pointer != SEED)


def _check(pointer: str, values: list[Any], count: int) -> None:
    field = _field(pointer)
    if not values:
        raise Refusal(422, titles.NOTHING_TO_VARY, NO_VALUES(pointer=pointer), field=field, came=[])
    if count > MOST:
        detail = TOO_MANY_AT_ONCE(count=count, most=MOST)
        raise Refusal(422, titles.TOO_MANY_RUNS, detail, field=field, came=count, allowed=MOST, nearest=MOST)
    for place, value in enumerate(values):
        if pointer in WHOLE and not isinstance(value, dict):
            detail = NOT_A_CHOICE(pointer=pointer)
            raise Refusal(
                422, titles.NOT_AN_OBJECT, detail, field=f"{field}/{place}", came=value, allowed={"name": "…"}
            )


def _field(pointer: str) -> str:
    """Where the values of ``pointer`` stand in the request."""
    return "/vary/" + pointer.replace("~", "~0").replace("/", "~1")


def _with(spec: SpecJson, values: dict[str, Any]) -> SpecJson:
    """Whole parts first, then settings in them; no two specs share what can be changed."""
    made = copy.deepcopy(spec)
    for pointer in sorted(values, key=lambda pointer: pointer.count("/")):
        put(made, pointer, copy.deepcopy(values[pointer]))
    return made


def put(spec: SpecJson, pointer: str, value: Any) -> None:
    """Set what ``pointer`` points at."""
    steps = pointer.split("/")[1:]
    if not pointer.startswith("/") or not steps or steps[0] not in ("task", "architecture", "training"):
        raise _no_place(pointer)
    part: Any = spec.setdefault(steps[0], {}) if len(steps) > 1 else spec
    try:
        for step in steps[1:-1]:
            part = part[int(step)] if isinstance(part, list) else part[step]
        if isinstance(part, list):
            part[int(steps[-1])] = value
        else:
            part[steps[-1]] = value
    except (KeyError, IndexError, ValueError, TypeError):
        raise _no_place(pointer) from None


def _no_place(pointer: str) -> Refusal:
    detail = NOT_A_SETTING(pointer=repr(pointer[:200]))
    return Refusal(
        422, titles.NO_SUCH_SETTING, detail, field="/vary", came=pointer[:200], allowed="/training/learning_rate"
    )


def flat(value: Any, pointer: str = "") -> dict[str, Any]:
    """Settings by JSON pointer. A tuple is one setting: its length may differ."""
    if isinstance(value, dict):
        return {name: leaf for key, inner in value.items() for name, leaf in flat(inner, f"{pointer}/{key}").items()}
    return {pointer: value}


def differences(specs: list[SpecJson]) -> list[dict[str, Any]]:
    """For each spec, the settings in which it differs from any of the others.

    Another architecture has other settings: what differs in those counts among specs of the same architecture only.
    """
    flats = [flat(spec) for spec in specs]
    names = list(dict.fromkeys(name for one in flats for name in one))
    apart = len({one.get(NETWORK) for one in flats}) > 1
    found: list[dict[str, Any]] = []
    for one in flats:
        same_network = [other for other in flats if other.get(NETWORK) == one.get(NETWORK)]
        found.append({})
        for name in names:
            among = same_network if apart and name.startswith(NETWORKS) and name != NETWORK else flats
            if name in one and any(other.get(name) != one[name] for other in among):
                found[-1][name] = one[name]
    return found


def queue_order(varied: list[dict[str, Any]]) -> list[int]:
    """Places in the queue: all variants once, then all of them again with their next seed, and so on."""
    seen: Counter[str] = Counter()
    rounds = []
    for one in varied:
        variant = repr({name: value for name, value in one.items() if name != SEED})
        rounds.append(seen[variant])
        seen[variant] += 1
    return sorted(range(len(varied)), key=lambda index: rounds[index])
