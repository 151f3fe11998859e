"""Event files opened by TensorBoard itself, its loader, data server and reader of tables, and by Trackio's importer."""

import io
import json
import math
import os
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.context import RequestContext
from tensorboard.data import server_ingester
from tensorboard.data.provider import RunTagFilter
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.util import grpc_util

from tests.server.exports.test_comparisons import WANTED, three
from tests.server.fakes import FakeExecutor
from tests.server.world import SPEC, World, served

HERE = Path(__file__).parent
TRACKIO = HERE / "trackio"
"""An environment of its own: it wants other versions of what the server is made of."""
IMPORT = """
import json, sys
from trackio.imports import import_tf_events
from trackio.sqlite_storage import SQLiteStorage
import_tf_events(sys.argv[1], "school")
runs = SQLiteStorage.get_runs("school")
print(json.dumps({str(run): SQLiteStorage.get_logs("school", run) for run in runs}))
"""


async def opened(world: World, folder: Path, *runs: str) -> Path:
    answer = await world.http.get("/api/export/tensorboard.zip", params={"run": [*runs]})
    assert answer.status_code == 200, answer.text
    zipfile.ZipFile(io.BytesIO(answer.content)).extractall(folder)
    return folder


def losses(folder: Path) -> tuple[list[int], list[float], list[float]]:
    """Steps, values and times, as TensorBoard has them with every point kept."""
    loaded = EventAccumulator(str(folder), size_guidance={"scalars": 0})
    loaded.Reload()
    points = loaded.Scalars("train/loss")
    return [one.step for one in points], [one.value for one in points], [one.wall_time for one in points]


async def test_tensorboard_reads_every_point_of_runs_that_went_on_forked_and_diverged(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path / "data", executor) as world:
        root = await opened(world, tmp_path / "events", *await three(world, executor))
    folders = sorted((one for one in root.iterdir() if one.is_dir()), key=lambda one: one.stat().st_ino)
    assert len(folders) == 3
    found = [losses(folder) for folder in folders]
    for steps, _, times in found:
        assert steps == sorted(set(steps))
        assert times == sorted(times)
    values = [[pytest.approx(one, rel=1e-6) for one in wanted] for wanted in WANTED.values()]
    assert all(any(one[1] == wanted for one in found) for wanted in values)
    (diverged,) = [one for one in found if len(one[0]) == 3]
    assert math.isnan(diverged[1][2])


@contextmanager
def data_server(logs: Path, notes: Path) -> Iterator[Any]:
    """TensorBoard's data server in a process of its own, started as TensorBoard does, and what asks it."""
    port = notes / "port.txt"
    flags = [f"--logdir={logs}", "--reload=once", "--samples-per-plugin=scalars=all", "--port=0", f"--port-file={port}"]
    with subprocess.Popen([server_ingester.get_server_binary().path, *flags]) as server:
        try:
            while not (port.exists() and port.read_text("utf-8").endswith("\n")):
                assert server.poll() is None
                time.sleep(0.02)
            address = f"localhost:{port.read_text('utf-8').strip()}"
            local = grpc_util.ChannelCredsType.LOCAL
            yield server_ingester.ExistingServerDataIngester(address, channel_creds_type=local).data_provider
        finally:
            server.terminate()


def of_data_server(logs: Path, notes: Path, runs: int) -> dict[str, list[tuple[int, float]]]:
    """By run all points of the loss that TensorBoard's data server has, once it has read so many runs."""
    asked = RunTagFilter(tags=["train/loss"])
    with data_server(logs, notes) as provider:
        found: dict[str, Any] = {}
        while len(found) < runs:  # it answers while it still reads
            found = provider.read_scalars(
                RequestContext(), experiment_id="", plugin_name="scalars", downsample=1_000_000, run_tag_filter=asked
            )
    return {run: [(one.step, one.value) for one in tags["train/loss"]] for run, tags in found.items()}


async def test_the_data_server_of_tensorboard_reads_the_same_points(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path / "data", executor) as world:
        root = await opened(world, tmp_path / "events", *await three(world, executor))
    found = of_data_server(root, tmp_path, 3)
    for name, points in found.items():
        steps, values, _ = losses(root / name)
        assert [step for step, _ in points] == steps
        assert [value for _, value in points] == pytest.approx(values, nan_ok=True)
    assert sorted(map(len, found.values())) == [3, 7, 8]


async def test_a_hundred_thousand_points_are_all_there(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path / "data", executor) as world:
        (run,) = await world.make()
        worker = await executor.worker(run)
        worker.run(100_000)
        for start in range(0, 100_000, 5_000):
            worker.learn(start, start + 5_000)
        worker.end()
        await world.state(run)
        root = await opened(world, tmp_path / "events", run)
    (folder,) = [one for one in root.iterdir() if one.is_dir()]
    steps, values, _ = losses(folder)
    assert steps == [*range(100_000)]
    assert values[-1] == pytest.approx(0.5 + 1 / 100_000, rel=1e-6)


async def test_the_table_of_hyperparameters_has_the_settings_of_all_runs(tmp_path: Path) -> None:
    executor = FakeExecutor()
    async with served(tmp_path / "data", executor) as world:
        runs = await world.make(spec=SPEC, vary={"/architecture/cell": ["GRU", "LSTM"]})
        for run in runs:
            worker = await executor.worker(run)
            worker.run()
            worker.measure(1, 0.5 if run == runs[0] else float("nan"))
            worker.end()
            await world.state(run)
        root = await opened(world, tmp_path / "events", *runs)
    cells, columns, metrics = set(), set(), []
    for folder in (one for one in root.iterdir() if one.is_dir()):
        loaded = EventAccumulator(str(folder))
        loaded.Reload()
        content = loaded.PluginTagToContent("hparams")
        told = {tag: plugin_data_pb2.HParamsPluginData.FromString(one) for tag, one in content.items()}
        start = told["_hparams_/session_start_info"].session_start_info
        cells.add(start.hparams["architecture.cell"].string_value)
        assert start.hparams["training.epochs"].number_value == 2
        experiment = told["_hparams_/experiment"].experiment
        columns.add(tuple(sorted(info.name for info in experiment.hparam_infos)))
        metrics.append([info.name.tag for info in experiment.metric_infos])
        assert told["_hparams_/session_end_info"].session_end_info.status == 1
    assert cells == {"GRU", "LSTM"}
    assert len(columns) == 1
    assert metrics == [["validation/exact"]] * 2


@pytest.fixture(scope="module")
def trackio() -> str:
    """The Python of an environment with Trackio, made once."""
    python = TRACKIO / "bin" / "python"
    wanted = (HERE / "trackio.txt").read_text("utf-8")
    stamp = TRACKIO / "installed.txt"
    if not stamp.exists() or stamp.read_text("utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(TRACKIO)], check=True)
        command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-compile"]
        more = ["--disable-pip-version-check", "--requirement", str(HERE / "trackio.txt")]
        subprocess.run([*command, *more], check=True)
        stamp.write_text(wanted, "utf-8")
    return str(python)


async def test_trackio_imports_all_points(tmp_path: Path, trackio: str) -> None:
    executor = FakeExecutor()
    async with served(tmp_path / "data", executor) as world:
        root = await opened(world, tmp_path / "events", *await three(world, executor))
    environment = {**os.environ, "TRACKIO_DIR": str(tmp_path / "trackio"), "HF_HUB_OFFLINE": "1"}
    command = [trackio, "-c", IMPORT, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    imported = json.loads(done.stdout.splitlines()[-1])
    assert len(imported) == 3
    found = [[(one["step"], one["train/loss"]) for one in logs if "train/loss" in one] for logs in imported.values()]
    assert sorted(map(len, found)) == [3, 7, 8]
    (fork,) = [one for one in found if len(one) == 7]
    assert [value for _, value in sorted(fork)] == [pytest.approx(one, rel=1e-6) for one in WANTED["fork"]]
