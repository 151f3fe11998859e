"""Any choice of runs as one file: tables of curves and event files; nothing is lost and nothing joined wrongly."""

import csv
import io
import struct
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np

from models.events import Checkpoint, RunState
from server.exports.events.record import checksums, record
from server.exports.events.scalars import scalars
from tests.server.fakes import FakeExecutor, until
from tests.server.world import SPEC, World, served


async def three(world: World, executor: FakeExecutor) -> tuple[str, str, str]:
    """A run that lost two steps and went on, a fork of it, and one whose loss became no number."""
    first, diverged = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
    worker = await executor.worker(first)
    worker.run()
    worker.learn(1, 7)
    for name in ("step", "checkpoint"):
        (worker.snapshot(4).parent / f"{name}-000000004.safetensors").write_bytes(b"weights")
    worker.say(Checkpoint(step=4, epoch=0.4, bytes=1, full=True))
    worker.end(RunState.INTERRUPTED)
    await world.state(first)
    assert (await world.http.post(f"/api/runs/{first}/continue")).status_code == 202
    await until(lambda: [one.assignment.attempt for one in executor.workers if one.assignment.run == first] == [1, 2])
    worker = await executor.worker(first)
    worker.run()
    worker.learn(5, 9, loss=3.0)
    worker.measure(5, 0.5)
    worker.end()
    await world.state(first)
    (fork,) = (await world.http.post(f"/api/runs/{first}/fork", json={"at": 4})).json()["runs"]
    worker = await executor.worker(fork)
    worker.run()
    worker.learn(5, 8, loss=7.0)
    worker.end()
    await world.state(fork)
    worker = await executor.worker(diverged)
    worker.run()
    worker.learn(1, 3)
    worker.learn(3, 4, loss=None)
    worker.measure(3, 0.25)
    worker.end()
    await world.state(diverged)
    return first, fork, diverged


def loss(start: float, step: int) -> float:
    return start + 1 / (1 + step)


WANTED = {
    "fork": [loss(0.5, step) for step in range(1, 5)] + [loss(7.0, step) for step in range(5, 8)],
    "went on": [loss(0.5, step) for step in range(1, 5)] + [loss(3.0, step) for step in range(5, 9)],
}


async def table(world: World, file: str, *runs: str) -> list[list[str]]:
    answer = await world.http.get(f"/api/export/{file}", params={"run": [*runs]})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/csv")
    return [*csv.reader(io.StringIO(answer.text))]


async def test_a_long_table_has_every_value_once_with_the_history_of_a_fork(
    world: World, executor: FakeExecutor
) -> None:
    first, fork, diverged = await three(world, executor)
    head, *lines = await table(world, "curves-long.csv", first, fork, diverged)
    assert head == ["run", "clock", "step", "epoch", "examples", "seconds", "series", "value"]
    names = [*dict.fromkeys(line[0] for line in lines)]
    assert len(names) == 3
    by = {name: [line for line in lines if line[0] == name and line[6] == "train/loss"] for name in names}
    assert [float(line[7]) for line in by[names[0]]] == WANTED["went on"]
    assert [float(line[7]) for line in by[names[1]]] == WANTED["fork"]
    assert [line[2:8:5] for line in by[names[2]]] == [["1", "1"], ["2", str(loss(0.5, 2))], ["3", "nan"]]
    assert Counter(line[6] for line in lines if line[1] == "epoch") == {"validation/exact": 2}


async def test_a_wide_table_has_a_column_for_each_run_and_a_line_for_each_step(
    world: World, executor: FakeExecutor
) -> None:
    first, fork, diverged = await three(world, executor)
    head, *lines = await table(world, "curves-wide.csv", first, fork, diverged)
    assert head[:2] == ["clock", "step"]
    by_batch = [dict(zip(head, line, strict=True)) for line in lines if line[0] == "batch"]
    assert [line["step"] for line in by_batch] == [str(step) for step in range(1, 9)]
    losses = [name for name in head if name.endswith("train/loss")]
    assert [float(line[losses[0]]) for line in by_batch] == WANTED["went on"]
    assert [float(line[losses[1]]) for line in by_batch if line[losses[1]]] == WANTED["fork"]
    assert [line[losses[2]] for line in by_batch][2:4] == ["nan", ""]


async def test_what_several_runs_can_be_taken_away_as_is_offered_and_what_nobody_may_see_is_not_found(
    world: World, executor: FakeExecutor
) -> None:
    (run,) = await world.make()
    offered = (await world.http.get("/api/exports", params={"run": [run]})).json()
    assert {one["file"]: one["reason"]["text"] for one in offered} == {
        "tensorboard.zip": "Nothing was measured yet.",
        "curves-long.csv": "Nothing was measured yet.",
        "curves-wide.csv": "Nothing was measured yet.",
    }
    for path, params, status in (
        ("/api/exports", {"run": [run, "nobody"]}, 404),
        ("/api/exports", {}, 422),
        ("/api/exports", {"run": [run] * 201}, 422),
        ("/api/export/script.py", {"run": [run]}, 404),
        ("/api/export/curves-long.csv", {"run": [run]}, 409),
    ):
        assert (await world.http.get(path, params=params)).status_code == status, (path, params)


async def test_a_comparison_of_a_hundred_thousand_points_keeps_them_all(tmp_path: Path, executor: FakeExecutor) -> None:
    async with served(tmp_path / "many", executor) as world:
        runs = await world.make(spec=SPEC, vary={"/training/seed": [0, 1]})
        for run in runs:
            worker = await executor.worker(run)
            worker.run(50_000)
            for start in range(1, 50_001, 5_000):
                worker.learn(start, start + 5_000)
            worker.end()
            await world.state(run)
        lines = await table(world, "curves-long.csv", *runs)
        assert len(lines) == 100_001
        answer = await world.http.get("/api/export/tensorboard.zip", params={"run": runs})
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            sizes = [archive.getinfo(name).file_size for name in archive.namelist() if "tfevents" in name]
        assert len(sizes) == 2
        assert all(size > 50_000 * 40 for size in sizes)


def test_records_have_the_checksums_that_are_published() -> None:
    """CRC-32C of "123456789" is 0xE3069283 (RFC 3720), masked by rotation and addition."""
    digits = np.frombuffer(b"123456789", np.uint8)
    plain = 0xE3069283
    masked = ((plain >> 15 | plain << 17) + 0xA282EAD8) & 0xFFFFFFFF
    assert checksums(np.stack([digits, digits])).tolist() == [masked, masked]
    assert record(b"123456789")[8 + 4 : -4] == b"123456789"
    assert struct.unpack("<Q", record(b"123456789")[:8]) == (9,)


def test_steps_of_every_length_are_written_in_their_order() -> None:
    steps = np.array([0, 1, 127, 128, 16_383, 16_384, 2_097_152], dtype=float)
    content = scalars("loss", steps, steps, steps)
    lengths = []
    while content:
        (length,) = struct.unpack("<Q", content[:8])
        lengths.append(length)
        content = content[8 + 4 + length + 4 :]
    assert lengths == [lengths[0] + more for more in (0, 0, 0, 1, 1, 2, 3)]
