"""A run with the very engine that trained it: all of the networks' code and the native core, in one archive.

The script is plain PyTorch, and other kernels give other last digits. This one gives the curve to the last bit wherever
the processor has the instructions that the engine was built for.
"""

import io
import json
import zipfile
from pathlib import Path

import models
from models.engine_names import TORCH, core_name, instructions_of
from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.pytorch.trained import fits, trained
from server.exports.run.stored import StoredRun

ARCHIVE = Sentence("export-archive", "archive with its engine")
ARCHIVE_TEXT = Sentence(
    "export-archive-text",
    "The run and the native core that trained it: unpacked and started, it gives the same curve to the last bit.",
)
SCRIPT_IS_ENOUGH = Sentence("script-is-enough", "PyTorch took all of its steps: the script gives the same curve.")
CHANGED_ON_THE_WAY = Sentence(
    "changed-on-the-way", "Settings were changed while it trained, or it began with weights of a file: take the script."
)
OWN_FILES = Sentence("run-of-own-files", "Its task or its architecture is a Python file of your own: take the script.")
SEVERAL_ENGINES = Sentence("several-engines", "Several engines took its steps, one after another: take the script.")
EARLIER_BUILD = Sentence(
    "earlier-build",
    "It was trained by an earlier build of the native core, and by this one the last digits differ: take the script.",
)

PACKAGE = Path(models.__file__).parent
NEEDED = "torch numpy pydantic safetensors pillow platformdirs filelock httpx2 chardet babel num2words sacrebleu"
"""What the networks' code imports."""
WRITTEN = {"__pycache__", "built-from.txt"}

START = '''"""Trains the run again by the engine {engine} and writes its curve to curve.csv: python train_again.py

It needs Python, torch {torch} and what requirements.txt names; and a processor with the same instructions.
"""

import csv
import json
import os
from pathlib import Path

os.environ["SCHOOLYARD_INSTRUCTIONS"] = "{instructions}"

from models import catalogue
from models.events import Points
from models.native.library import core
from models.training.loop import train

HERE = Path(__file__).parent


def main() -> None:
    if core() is None:
        raise SystemExit("This machine cannot run the engine {engine}.")
    spec = catalogue.find().parse(json.loads((HERE / "spec.json").read_text("utf-8")))
    with open(HERE / "curve.csv", "w", newline="", encoding="utf-8") as file:
        write = csv.writer(file)
        write.writerow(["clock", "step", "series", "value"])
        for output in train(spec, device="cpu", threads={threads}):
            if isinstance(output, Points):
                series = [name for name in output.columns if "/" in name]
                for place, step in enumerate(output.columns["step"]):
                    if step > {last}:
                        return
                    for name in series:
                        write.writerow([output.clock, step, name, output.columns[name][place]])
                if output.clock == "epoch":
                    print(step, {{name: output.columns[name][-1] for name in series}}, flush=True)


if __name__ == "__main__":
    main()
'''


class Archive(Exporter):
    name = "run.zip"
    title = ARCHIVE()
    text = ARCHIVE_TEXT()
    media = "application/zip"
    rank = 25

    def fits(self, stored: StoredRun) -> str | None:
        if (reason := fits(stored)) is not None:
            return reason
        engines = set(stored.engines)
        if engines <= {TORCH}:
            return SCRIPT_IS_ENOUGH()
        if len(engines) > 1:
            return SEVERAL_ENGINES()
        (engine,) = engines
        if engine != core_name(instructions_of(engine)):
            return EARLIER_BUILD()
        if stored.run.parent is not None or stored.changes():
            return CHANGED_ON_THE_WAY()
        own = [type(part).__module__ for part in (stored.spec.task, stored.spec.architecture)]
        return None if all(name.startswith("models.") for name in own) else OWN_FILES()

    def write(self, stored: StoredRun) -> bytes:
        run, engine = trained(stored), stored.engines[-1]
        start = START.format(
            engine=engine,
            instructions=instructions_of(engine),
            threads=run.threads,
            last=run.last_step,
            torch=stored.versions.get("torch", ""),
        )
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("train_again.py", start)
            archive.writestr("spec.json", json.dumps(run.spec.to_json(), indent=2))
            archive.writestr("requirements.txt", NEEDED.replace(" ", "\n") + "\n")
            for file in sorted(PACKAGE.rglob("*")):
                if file.is_file() and not WRITTEN & set(file.parts):
                    archive.write(file, Path("models") / file.relative_to(PACKAGE))
        return content.getvalue()
