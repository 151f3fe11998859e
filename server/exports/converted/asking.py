"""A stored network written in another form by a process of its own, within limits of time and memory."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from models.data.uploads.files import folders
from models.sentences import Sentence, Text
from server.exports.exporter import Checked
from server.exports.run.stored import StoredRun
from server.schema import titles
from server.schema.refusal import Refusal
from server.weights.choice import not_stored

EXTRA_MISSING = Sentence(
    "export-needs-extra", "{packages} is missing on the server's machine. Install it and start again: {command}"
)
TOOK_TOO_LONG = Sentence(
    "conversion-took-too-long", "It was not done after {seconds} seconds, and was ended. A smaller network goes faster."
)
CONVERSION_FAILED = Sentence("conversion-failed", "It could not be written: {error}")

EXPLAINED = Sentence(
    "converted-file-checked",
    "Checked: {program} answers {count} examples of the task as the network does; the largest difference is "
    "{difference:rough}.",
)

SECONDS = 180
ROOT = Path(__file__).resolve().parents[3]
COMMAND = 'pip install -c constraints.txt "schoolyard[{extra}]"'


@dataclass(frozen=True)
class Converted:
    """``difference`` is the largest between its answers and the network's own on so many ``examples``."""

    content: bytes
    difference: float | None
    examples: int

    def checked_by(self, program: str) -> Checked:
        """With what is to be said of it."""
        assert self.difference is not None
        return Checked(self.content, EXPLAINED(program=program, count=self.examples, difference=self.difference))


def lacks(extra: str, *packages: str) -> Text | None:
    """What of an extra is not installed, as a sentence; nothing is imported."""
    missing = [name for name in packages if find_spec(name) is None]
    if not missing:
        return None
    return EXTRA_MISSING(packages=", ".join(missing), command=COMMAND.format(extra=extra))


def without_weights(stored: StoredRun) -> None:
    """Raises ``Refusal`` if there are none to be written, or today's settings are others."""
    if not stored.run.snapshots:
        raise not_stored(stored.run, [], stored.at)
    stored.spec  # noqa: B018 - raises


def converted(stored: StoredRun, form: str) -> Converted:
    """Raises ``Refusal`` where the network has no such form, or its answers would be others."""
    spec = stored.spec
    with tempfile.TemporaryDirectory(prefix="schoolyard-export-") as name:
        folder = Path(name)
        asked = {
            "form": form,
            "spec": spec.to_json(),
            "weights": str(stored.weights()),
            "folders": [str(place) for place in own_folders(spec.task, spec.architecture)],
            "uploads": [str(place) for place in folders()],
            "about": about(stored),
        }
        (folder / "asked.json").write_text(json.dumps(asked), "utf-8")
        run_child(folder)
        if (refused := folder / "refused.json").exists():
            raise Refusal(409, titles.NOT_POSSIBLE, Text.read(json.loads(refused.read_text("utf-8"))))
        done = json.loads((folder / "done.json").read_text("utf-8"))
        return Converted((folder / done["file"]).read_bytes(), done["difference"], done["examples"])


def run_child(folder: Path) -> None:
    """Raises ``Refusal`` if it fails in a way of which it has no words, or takes too long."""
    command = [sys.executable, "-m", "server.exports.converted.child", str(folder)]
    one_thread = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    with open(folder / "errors.txt", "wb") as errors:
        try:
            subprocess.run(
                command,
                env={**os.environ, **one_thread},
                cwd=folder,
                stdout=errors,
                stderr=errors,
                timeout=SECONDS,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise Refusal(409, titles.NOT_POSSIBLE, TOOK_TOO_LONG(seconds=SECONDS)) from error
        except subprocess.CalledProcessError as error:
            words = (folder / "errors.txt").read_text("utf-8", "replace").strip().splitlines()
            last = words[-1] if words else str(error.returncode)
            raise Refusal(409, titles.NOT_POSSIBLE, CONVERSION_FAILED(error=last)) from error


def own_folders(*parts: Any) -> Iterator[Path]:
    """Folders of a person's own that a task or an architecture comes from."""
    for part in parts:
        module = sys.modules[type(part).__module__]
        if not module.__name__.startswith("models.") and module.__file__:
            yield Path(module.__file__).parents[1]


def about(stored: StoredRun) -> dict[str, Any]:
    """What a file says of where it comes from."""
    run = stored.run
    step = stored.step()
    return {
        "made by": "Schoolyard",
        "run": run.id,
        "step": str(step),
        "epoch": f"{step / max(1, run.steps_per_epoch):g}",
        "spec": stored.spec.to_json(),
    }
