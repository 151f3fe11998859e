"""Whatever is behind the protocol of stores keeps its promises: these tests know nothing but the protocol."""

import asyncio
from dataclasses import replace

import anyio
import pytest

from server.store.protocol import LONGEST, Closed, Fenced, Store, UnknownRun, WriteFailed
from server.store.pyramid import lists, table
from server.store.rows import AttemptRow, Entry
from tests.server.store.implementations import Implementation, Where
from tests.server.store.written import entry, make, points, row


async def test_events_are_numbered_without_gaps_whoever_writes_at_once(store: Store) -> None:
    await make(store, "a", "b")
    numbers: dict[str, list[int]] = {"a": [], "b": []}

    async def write(run: str) -> None:
        numbers[run].append(await store.append(entry(run)))

    async with anyio.create_task_group() as group:
        for _ in range(200):
            group.start_soon(write, "a")
            group.start_soon(write, "b")
    assert sorted(numbers["a"]) == sorted(numbers["b"]) == list(range(2, 202))


async def test_events_are_read_as_they_were_written_in_order_and_in_parts(store: Store) -> None:
    await make(store, "a")
    written = [f'{{"type":"notice","text":"é {number}"}}' for number in range(2, 12)]
    for body in written:
        await store.append(Entry("a", 1, "notice", body.encode(), f"at {body}", 1, "{}"))
    read = await store.events("a", 1, 4) + await store.events("a", 5, 100)
    assert [(one.seq, one.attempt, one.at, one.body) for one in read] == [
        (seq, 1, f"at {body}", body) for seq, body in enumerate(written, start=2)
    ]
    assert await store.events("a", 11, 100) == []


async def test_events_that_are_written_at_once_are_all_there_or_none(store: Store) -> None:
    await make(store, "a")
    assert await store.append(points("a", 1, 5), replace(entry("a"), facts='{"step":4}'), points("a", 5, 9)) == 4
    with pytest.raises(Fenced):
        await store.append(points("a", 9, 12), entry("a", last=True), entry("a"))
    stored = (await store.load()).runs[0]
    assert (stored.seq, stored.open, stored.facts) == (4, True, "{}")
    rows, _ = await store.curve("a", "batch", 0, LONGEST, 100)
    assert rows.steps.tolist() == list(range(1, 9))
    assert await store.append(entry("a", last=True)) == 5


async def test_what_an_event_changes_is_changed_with_it(store: Store) -> None:
    await make(store, "a")
    ended = AttemptRow("a", 1, "failed", "why", device="cpu", threads=2, started="then", ended="later")
    await store.append(replace(entry("a", last=True), facts='{"step":7}', state=ended))
    stored = await store.load()
    assert (stored.runs[0].facts, stored.runs[0].seq, stored.runs[0].open) == ('{"step":7}', 2, False)
    assert stored.attempts == [ended]


async def test_an_attempt_that_is_over_writes_no_more_but_what_comes_late(store: Store) -> None:
    await make(store, "a")
    await store.append(entry("a", last=True))
    with pytest.raises(Fenced):
        await store.append(entry("a"))
    assert await store.append(replace(entry("a"), late=True)) == 3


async def test_an_old_attempt_is_fenced_off_by_a_new_one(store: Store) -> None:
    await make(store, "a")
    with pytest.raises(Fenced):
        await store.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2))
    await store.append(entry("a", last=True))
    with pytest.raises(Fenced):
        await store.begin(AttemptRow("a", 3, "queued"), entry("a", attempt=3))
    await store.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2))
    with pytest.raises(Fenced):
        await store.append(points("a", 0, 5, attempt=1))
    with pytest.raises(Fenced):
        await store.append(replace(entry("a", attempt=1), late=True))
    assert len((await store.curve("a", "batch", 0, 99, 99))[0]) == 0
    assert await store.append(entry("a", attempt=2)) == 4


async def test_a_second_writer_who_takes_a_run_over_fences_off_the_first(
    implementation: Implementation, store: Store, place: Where
) -> None:
    await make(store, "a")
    async with implementation.another(place) as second:
        await second.append(entry("a", last=True))
        await second.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2))
        with pytest.raises(Fenced):
            await store.append(points("a", 1, 5))
        assert await second.append(entry("a", attempt=2)) == 4
    assert [event.attempt for event in await store.events("a", 0, 100)] == [1, 1, 2, 2]


async def test_rows_of_a_step_that_is_measured_again_take_the_place_of_the_first(store: Store) -> None:
    await make(store, "a")
    await store.append(points("a", 0, 101))
    await store.append(points("a", 100, 103))
    curve, _ = await store.curve("a", "batch", 0, 1000, 1000)
    assert lists(curve)["step"] == list(range(103))


async def test_a_new_attempt_voids_what_lies_beyond_its_beginning(store: Store) -> None:
    await make(store, "a")
    await store.append(points("a", 1, 101))
    await store.append(entry("a", step=30))
    await store.append(entry("a", step=90))
    await store.append(replace(entry("a", step=100, last=True), type="state", body=b'"the last state"'))
    await store.begin(AttemptRow("a", 2, "queued", from_step=50), entry("a", attempt=2))
    await store.append(points("a", 51, 61, attempt=2))
    curve, _ = await store.curve("a", "batch", 0, 1000, 1000)
    assert lists(curve)["step"] == list(range(1, 61))
    history = await store.history("a", 1000)
    assert (history.seq, len(history.events), history.events[2]) == (7, 4, '"the last state"')
    assert len(await store.events("a", 0, 100)) == 7
    stored = await store.load()
    assert stored.runs[0].reset == 6
    assert [(one.number, one.from_step) for one in stored.attempts] == [(1, 0), (2, 50)]


async def test_a_curve_is_read_as_measured_where_it_fits_and_thinned_where_not(store: Store) -> None:
    await make(store, "a")
    steps, values = list(range(1, 407)), [0.1, None, 1e-300, -2.0, 3.0, *[0.0] * 400, 9.0]
    await store.append(replace(points("a", 1, 2), rows=("epoch", table({"step": steps, "loss": values}))))
    whole, thinned = await store.curve("a", "epoch", 0, LONGEST, 1000)
    assert (lists(whole), thinned) == ({"step": steps, "loss": values}, False)
    few, thinned = await store.curve("a", "epoch", 0, LONGEST, 50)
    assert thinned
    assert len(few) <= 60
    found = dict(zip(*lists(few).values(), strict=True))
    assert {1: 0.1, 2: None, 4: -2.0, len(values): 9.0}.items() <= found.items()
    assert lists((await store.curve("a", "epoch", 3, 5, 50))[0]) == {"step": [3, 4, 5], "loss": [1e-300, -2.0, 3.0]}
    assert len((await store.curve("a", "batch", 0, LONGEST, 50))[0]) == 0


async def test_series_that_come_go_and_come_again_are_drawn_in_their_order(store: Store) -> None:
    await make(store, "a")
    for first in range(1, 4001, 200):
        steps = list(range(first, first + 200))
        series = {"step": steps, "loss": steps} | ({} if first // 800 % 2 else {"right": [-step for step in steps]})
        await store.append(replace(points("a", 1, 2), rows=("batch", table(series))))
    for first, last in ((1, 4000), (37, 3990)):
        found = lists((await store.curve("a", "batch", first, last, 400))[0])
        steps = [int(step or 0) for step in found["step"]]
        assert (steps[0], steps[-1], 100 <= len(steps) <= 500) == (first, last, True)
        right = [None if (step - 1) // 800 % 2 else -step for step in steps]
        assert (found["step"], found["loss"], found["right"]) == (sorted(steps), steps, right)


async def test_a_run_of_any_length_is_drawn_from_about_as_many_rows(store: Store) -> None:
    await make(store, "a")
    for first in range(1, 20_001, 500):
        await store.append(points("a", first, first + 500))
    async with anyio.create_task_group() as group:
        for _ in range(1000):
            group.start_soon(store.append, entry("a", step=20_000))
    history = await store.history("a", 500)
    (curve,) = history.curves
    clock, rows, thinned = curve
    assert (clock, thinned, history.seq, len(history.events)) == ("batch", True, 1041, 1001)
    assert 200 <= len(rows) <= 600
    assert (rows.steps[0], rows.steps[-1]) == (1, 20_000)
    assert [event.seq for event in await store.events("a", 1000, 1000)] == list(range(1001, 1042))


async def test_one_call_that_fails_undoes_only_itself(store: Store) -> None:
    outcomes: list[str] = []

    async def create(name: str) -> None:
        try:
            await make(store, name)
            outcomes.append(name)
        except WriteFailed:
            outcomes.append("failed")

    async with anyio.create_task_group() as group:
        for name in ("a", "b", "a", "c"):
            group.start_soon(create, name)
    assert sorted(outcomes) == ["a", "b", "c", "failed"]
    assert [run.id for run in (await store.load()).runs] == ["a", "b", "c"]


async def test_a_race_is_stored_whole_or_not_at_all(store: Store) -> None:
    await make(store, "a")
    with pytest.raises(WriteFailed):
        await make(store, "b", "a")
    stored = await store.load()
    assert ([run.id for run in stored.runs], stored.races) == (["a"], [])


async def test_the_list_has_all_runs_in_the_order_of_their_making_with_what_was_set(store: Store) -> None:
    await make(store, "z", "b")
    await make(store, "a")
    await store.set_remarks("b", "A note", None)
    await store.set_remarks("b", None, True)
    await store.set_places({"z": 3, "a": 2})
    await store.set_deleted("z", "2026-02-02")
    assert [(run.id, run.race, run.note, run.pinned, run.place, run.deleted) for run in (await store.load()).runs] == [
        ("z", "race", "", False, 3, "2026-02-02"),
        ("b", "race", "A note", True, 1, None),
        ("a", None, "", False, 2, None),
    ]


async def test_a_deleted_run_stays_readable_and_can_be_taken_out_again(store: Store) -> None:
    await make(store, "a")
    await store.set_deleted("a", "2026-02-02")
    assert len(await store.events("a", 0, 10)) == 1
    assert await store.append(entry("a")) == 2
    await store.set_deleted("a", None)
    assert (await store.load()).runs[0].deleted is None


async def test_what_was_stored_is_there_after_reopening(implementation: Implementation, place: Where) -> None:
    for turn in range(3):
        async with implementation.store(place) as store:
            await make(store, f"run{turn}")
            await store.append(points(f"run{turn}", 0, 100))
    async with implementation.store(place) as store:
        assert [run.id for run in (await store.load()).runs] == ["run0", "run1", "run2"]
        assert len((await store.curve("run1", "batch", 0, 1000, 1000))[0]) == 100


async def test_leaving_commits_what_was_asked_for_and_closes_though_the_caller_is_cancelled(
    implementation: Implementation, place: Where
) -> None:
    with anyio.CancelScope() as scope:
        async with implementation.store(place) as store:
            await make(store, "a")
            writing = asyncio.create_task(store.append(entry("a")))
            await asyncio.sleep(0)  # until it was asked for
            scope.cancel()
            await anyio.sleep_forever()
    assert await writing == 2
    with pytest.raises(Closed):
        await store.append(entry("a"))


async def test_a_closed_store_says_so(implementation: Implementation, place: Where) -> None:
    async with implementation.store(place) as store:
        await make(store, "a")
    for call in (
        store.load(),
        store.create(None, [], [], []),
        store.begin(AttemptRow("a", 2, "queued"), entry("a", attempt=2)),
        store.append(entry("a")),
        store.set_deleted("a", None),
        store.set_remarks("a", None, None),
        store.set_places({"a": 1}),
        store.events("a", 0, 10),
        store.history("a", 10),
        store.curve("a", "batch", 0, 10, 10),
    ):
        with pytest.raises(Closed):
            await call
    assert "closed" in (await store.trouble() or "")


async def test_a_run_that_is_not_there_is_unknown(store: Store) -> None:
    await make(store, "a")
    for call in (
        store.create(None, [row("b")], [AttemptRow("nobody", 1, "queued")], []),
        store.begin(AttemptRow("nobody", 2, "queued"), entry("nobody", attempt=2)),
        store.append(entry("nobody")),
        store.set_deleted("nobody", None),
        store.set_remarks("nobody", "", None),
        store.set_places({"a": 5, "nobody": 1}),
        store.events("nobody", 0, 10),
        store.history("nobody", 10),
        store.curve("nobody", "batch", 0, 10, 10),
    ):
        with pytest.raises(UnknownRun, match="nobody"):
            await call
    assert [(run.id, run.place) for run in (await store.load()).runs] == [("a", 1)]


async def test_a_write_that_fails_stores_nothing_and_says_why(
    implementation: Implementation, store: Store, place: Where
) -> None:
    await make(store, "a")
    assert await store.trouble() is None
    with implementation.broken(place):
        with pytest.raises(WriteFailed, match="the store could not write"):
            await store.append(points("a", 1, 50))
        assert "the store could not write" in (await store.trouble() or "")
    assert await store.trouble() is None
    assert await store.append(entry("a")) == 2
    assert len((await store.curve("a", "batch", 0, 99, 99))[0]) == 0
