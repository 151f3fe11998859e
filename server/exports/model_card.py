"""A model card (Mitchell et al. 2019) in the form of Hugging Face, filled with what the run knows.

What only people can say, what it is for and where it fails, is asked in italics: whoever gives it away writes that.
"""

import json
from collections.abc import Iterable
from typing import Any

from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.pytorch.facts import plain
from server.exports.run.stored import StoredRun
from server.exports.run.told import settings_of
from server.weights.choice import not_stored

CARD = Sentence("export-model-card", "model card (Markdown)")
CARD_TEXT = Sentence(
    "export-model-card-text",
    "What the network is, what it learnt from and how well it does, in the form of Hugging Face; you write the rest.",
)

ASKED = {
    "Intended use": "Who is this for, and what may they use its answers for? What should nobody use it for?",
    "Limitations": "On which inputs is it wrong? Try some that are unlike what it learnt from; say what you saw.",
    "Data: what is missing": "Who or what does not occur in what it learnt from?",
    "Authors": "Who trained it, and who may be asked about it?",
}
"""By heading, what only people can say."""


class ModelCard(Exporter):
    name = "model-card.md"
    title = CARD()
    text = CARD_TEXT()
    media = "text/markdown; charset=utf-8"
    rank = 15

    def fits(self, stored: StoredRun) -> str | None:
        if not stored.run.snapshots:
            raise not_stored(stored.run, [], stored.at)
        stored.spec  # noqa: B018 - raises
        return None

    def write(self, stored: StoredRun) -> bytes:
        return f"{front(stored)}\n{body(stored)}".encode()


def front(stored: StoredRun) -> str:
    """What Hugging Face reads: YAML, of which JSON is a part."""
    task, architecture = stored.spec.task, stored.spec.architecture
    results = [
        {"type": series, "value": value, "name": f"{series} ({split})"} for split, series, value in measured(stored)
    ]
    index = {
        "name": title(stored),
        "results": [
            {
                "task": {"type": str(task.kind).replace(" ", "")},
                "dataset": {"name": task.title, "type": task.name},
                "metrics": results,
            }
        ],
    }
    tags = ["schoolyard", task.name, architecture.name]
    lines = ["---", "license: unknown  # which?", "library_name: schoolyard", f"tags: {json.dumps(tags)}"]
    return "\n".join([*lines, f"model-index: {json.dumps([index] if results else [])}", "---", ""])


def body(stored: StoredRun) -> str:
    run, spec = stored.run, stored.spec
    versions = ", ".join(f"{name} {version}" for name, version in stored.versions.items())
    parts = [
        f"# {plain(title(stored))}",
        f"{spec.architecture.title}: {spec.architecture.text}",
        ask("Intended use"),
        "## What it learnt from",
        f"{spec.task.title}: {spec.task.text}",
        table(("split", "examples"), zip(("train", "validation", "test"), spec.task.counts(), strict=True)),
        ask("Data: what is missing"),
        "## How it was trained",
        f"{run.parameters:,} weights, {run.step:,} steps, {run.epoch:.4g} epochs, {run.seconds:.4g} seconds.",
        f"Run {run.id}, {run.created}; {versions}.",
        table(("setting", "value"), settings_of(run.spec).items()),
        "## How well it does",
        table(("split", "measure", "value"), measured(stored)) if measured(stored) else "Nothing was measured.",
        guessing(stored),
        ask("Limitations"),
        "## How to use it",
        "`weights.safetensors` has the weights and, in its metadata, the settings: Schoolyard's page opens it. "
        "`network.onnx` answers in onnxruntime.",
        ask("Authors"),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def title(stored: StoredRun) -> str:
    said = " ".join(str(stored.run.title).split())
    return said or f"{stored.spec.task.title}: {stored.spec.architecture.title}"


def ask(heading: str) -> str:
    return f"## {heading}\n\n*{ASKED[heading]}*"


def measured(stored: StoredRun) -> list[tuple[str, str, float]]:
    """Split, series and value: what was best on the validation split, and the scores of the test."""
    run = stored.run
    best = [] if run.best is None or run.best.value is None else [("validation", run.best.series, run.best.value)]
    return best + [("test", name, value) for name, value in run.test.items() if value is not None]


def guessing(stored: StoredRun) -> str:
    said = ", ".join(f"{name} {value:.4g}" for name, value in stored.run.baseline.items())
    return f"Guessing, without learning anything, gets: {said}." if said else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> str:
    """In Markdown, where a bar within a value would be a cell's end."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell(one) for one in line)} |" for line in lines)


def cell(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else " ".join(str(value).replace("|", "\\|").split())
