"""A trained run taken away as network: by HTTP, from a process of its own, with the largest difference said."""

import json
import zipfile
from pathlib import Path
from urllib.parse import unquote

import onnxruntime
from safetensors import safe_open

from tests.extras.exports.conftest import Run
from tests.server.world import World, served
from tests.specs import spec_json

DEMO = spec_json("addition/recurrent", cell="GRU", flavour="tfjs", hidden=12, epochs=2, task={"examples": 600})


PATIENCE = 180.0
"""Seconds for a run: the first waits until PyTorch is there, beside all other tests. As long as an export may take."""


async def export_of(world: World, run: str, file: str, folder: Path) -> tuple[Path, str]:
    """The file as it is saved, and what was checked of it."""
    answer = await world.http.get(f"/api/runs/{run}/export/{file}", timeout=PATIENCE)
    assert answer.status_code == 200, answer.text
    path = folder / answer.headers["content-disposition"].split('"')[1]
    path.write_bytes(answer.content)
    checked = answer.headers.get("x-checked")
    return path, json.loads(unquote(checked))["text"] if checked else ""


async def test_a_run_is_taken_away_in_every_form_and_what_was_checked_is_said(tmp_path: Path, in_node: Run) -> None:
    async with served(tmp_path / "data", None, workers=1) as world:
        (run,) = await world.make(spec=DEMO)
        assert (await world.state(run, seconds=PATIENCE))["state"] == "finished"
        reasons = {one["file"]: one["reason"] for one in (await world.http.get(f"/api/runs/{run}/exports")).json()}
        names = ("weights.safetensors", "network.onnx", "network.keras", "tensorflow.js.zip")
        assert [reasons[name] for name in names] == [None] * 4
        weights, _ = await export_of(world, run, "weights.safetensors", tmp_path)
        onnx, by_onnx = await export_of(world, run, "network.onnx", tmp_path)
        keras, by_keras = await export_of(world, run, "network.keras", tmp_path)
        tensorflow, _ = await export_of(world, run, "tensorflow.js.zip", tmp_path)
    with safe_open(weights, "numpy") as opened:
        assert json.loads(opened.metadata()["spec"])["architecture"]["flavour"] == "tfjs"
    assert by_onnx.startswith("Checked: onnxruntime answers 32 examples of the task as the network does; the largest")
    assert by_keras.startswith("Checked: Keras answers 32 examples of the task as the network does; the largest")
    assert (onnx.suffix, keras.suffix, tensorflow.name[-18:]) == (".onnx", ".keras", "-tensorflow.js.zip")
    session = onnxruntime.InferenceSession(str(onnx), providers=["CPUExecutionProvider"])
    about = session.get_modelmeta().custom_metadata_map
    assert (about["run"], json.loads(about["spec"])["task"]["name"]) == (run, "addition")
    folder = tmp_path / "js"
    zipfile.ZipFile(tensorflow).extractall(folder)
    assert json.loads(in_node(folder, "check.mjs"))["difference"] < 1e-5
    assert not [*(tmp_path / "data").rglob("schoolyard-export-*")]
