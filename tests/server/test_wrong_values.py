"""Whatever is sent, to whichever address, is answered: what cannot be used is refused, and nothing is our mistake."""

import json
import string
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.catalogue import Catalogue, find, schema
from models.spec.training import Training
from server.app import create_app
from server.schema.problem import Problem
from server.settings import Settings
from tests.server.fakes import FakeExecutor
from tests.server.world import World, served
from tests.specs import spec_json

JSON = {"content-type": "application/json"}
FOUND: Catalogue = find()
WRONG: list[Any] = [
    None, True, 0, -1, 1, 7, 2**31, 2**63, 10**30, 10**3999, 0.5, 1e300, -0.0, float("nan"), float("inf"),
    "", "two", "1", "\ud800", "\udfff x", "\0", "x" * 3000, "🎈", "../..", "live", "/training/seed",
    [], [[[]]], [1, "a", None], {}, {"name": "addition"}, {"\ud800": "\ud800"}, [{"a": [float("nan")]}],
]  # fmt: skip
"""Values that are wrong nearly everywhere, each in its own way."""

wrong: st.SearchStrategy[Any] = st.sampled_from(WRONG)
ids = st.sampled_from(["%00", "%ED%A0%80", "..%2f..", "x" * 500, "%F0%9F%8E%88", "%25", "a%20b", "%0d%0a", "none"])
few = settings(
    max_examples=50, derandomize=True, deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture(scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    executor = FakeExecutor(places=1)
    async with served(tmp_path_factory.mktemp("data"), executor) as world:
        ended, _ = await world.make(
            spec=spec_json("addition/recurrent", hidden=8),
            vary={"/training/seed": [0, 1]},
        )
        worker = await executor.worker(ended)
        worker.run()
        worker.learn(1, 4)
        worker.snapshot(3)
        worker.end()
        await world.state(ended)
        yield world


async def answered(world: World, method: str, address: str, body: Any = None, raw: bytes | None = None) -> None:
    content = raw if raw is not None else None if method == "get" else json.dumps(body).encode()
    answer = await world.http.request(method, address, content=content, headers=JSON if content is not None else {})
    assert answer.status_code < 500, (method, address, str(body)[:300], answer.text)
    if answer.status_code >= 400:
        problem = Problem.model_validate(answer.json())
        assert problem.detail
        assert "server made a mistake" not in problem.detail


def limits(field: dict[str, Any]) -> list[Any]:
    """Values at and just beyond the bounds of a setting, and what it offers."""
    ends = [field[end] for end in ("minimum", "maximum") if end in field]
    return [*ends, *(end + by for end in ends for by in (-1, 1)), *field.get("enum", []), field.get("default")]


PARTS: dict[tuple[str, str], dict[str, Any]] = {
    **{("task", name): schema(cls)["properties"] for name, cls in FOUND.tasks.items()},
    **{("architecture", name): schema(cls)["properties"] for name, cls in FOUND.architectures.items()},
    ("training", ""): schema(Training)["properties"],
}


@st.composite
def changed(draw: st.DrawFn, part: str, name: str) -> dict[str, Any]:
    """Settings of one part with several that are wrong, at a bound, or beyond it."""
    fields = PARTS[part, name]
    some = draw(st.lists(st.sampled_from(sorted(fields)), min_size=0, max_size=4, unique=True))
    return {field: draw(st.one_of(wrong, st.sampled_from(limits(fields[field])))) for field in some}


@st.composite
def specs(draw: st.DrawFn) -> Any:
    """A spec of any task and any architecture, small where nothing is wrong, and wrong in up to three parts."""
    made: dict[str, Any] = {"training": draw(changed("training", ""))}
    for part, known in (("task", FOUND.tasks), ("architecture", FOUND.architectures)):
        name = draw(st.sampled_from(sorted(known)))
        own = draw(changed(part, name)) if draw(st.booleans()) else {}
        made[part] = {"name": name, **known[name].smallest, **own}
    if draw(st.integers(0, 9)) == 0:
        made[draw(st.sampled_from(["task", "architecture", "training", "", "\ud800"]))] = draw(wrong)
    return made


@few
@given(spec=specs())
async def test_a_spec_that_is_wrong_in_any_part_is_refused_and_never_our_mistake(world: World, spec: Any) -> None:
    await answered(world, "post", "/api/plan", spec)


@few
@given(
    spec=specs(),
    pointers=st.lists(
        st.sampled_from(
            [*(f"/training/{name}" for name in Training.model_fields), "/task/digits", "/", "", "/task/x/y"]
        ),
        max_size=3,
    ),
    values=st.lists(st.lists(wrong, max_size=3), min_size=3, max_size=3),
    flags=wrong,
)
async def test_races_forks_and_changes_of_any_values_are_answered(
    world: World, spec: Any, pointers: list[str], values: list[list[Any]], flags: Any
) -> None:
    vary = dict(zip(pointers, values, strict=False))
    (ended, other) = [record.id for record in world.parts.runs.records][:2]
    await answered(world, "post", "/api/runs", {"spec": spec, "vary": vary, "equal": flags, "title": flags})
    for run in (ended, other):
        await answered(world, "post", f"/api/runs/{run}/fork", {"changes": {one: flags for one in pointers}})
        await answered(world, "patch", f"/api/runs/{run}/training", {one.rpartition("/")[2]: flags for one in pointers})


API = create_app(Settings()).openapi()
Call = tuple[str, str, Any]


def calls(path: str, method: str) -> st.SearchStrategy[Call]:
    """The method, an address with an odd id or "RUN" in its places and odd values asked for, and a body."""
    call = API["paths"][path][method]
    names = [piece for _, piece, _, _ in string.Formatter().parse(path) if piece]
    queries = [one["name"] for one in call.get("parameters", []) if one["in"] == "query"]
    content = call.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    named = content.get("$ref") or next((one["$ref"] for one in content.get("anyOf", []) if "$ref" in one), "")
    fields = API["components"]["schemas"].get(named.rpartition("/")[2], {}).get("properties", {})
    body = st.one_of(wrong, st.dictionaries(st.sampled_from([*fields, "\ud800"]), wrong, max_size=4))
    addresses = st.fixed_dictionaries({name: st.one_of(st.just("RUN"), ids) for name in names}).map(
        lambda values: path.format(**values)
    )
    asked = st.fixed_dictionaries({}, optional={name: wrong for name in queries}).map(
        lambda values: urlencode({name: str(value)[:200] for name, value in values.items()}, errors="replace")
    )
    return st.tuples(st.just(method), st.tuples(addresses, asked).map("?".join), body)


ROUTES = [(path, method) for path, methods in API["paths"].items() for method in methods]


@few
@given(made=st.sampled_from(ROUTES).flatmap(lambda route: calls(*route)))
async def test_every_route_answers_whatever_it_is_sent(world: World, made: Call) -> None:
    method, address, body = made
    run = next(iter(world.parts.runs.records)).id
    await answered(world, method, address.replace("RUN", run), body)


@pytest.mark.parametrize("digits", [99, 0, "two", 10**3999, float("nan"), "\ud800", None, [2]])
async def test_a_setting_that_is_wrong_is_named_also_where_a_rule_counts_on_it(world: World, digits: Any) -> None:
    spec = spec_json("addition/recurrent", digits=digits, examples=5000)
    answer = await world.http.post("/api/plan", content=json.dumps(spec), headers=JSON)
    assert (answer.status_code, answer.json()["field"]) == (422, "/task/digits")
