"""One HTML file that asks a network without a server: the network, examples, and onnxruntime-web, all of it inside.

It opens from a disk too, where a page may fetch nothing: what is large is base64 in it, the runtime packed. That and
its program were built with Schoolyard's page from ``web/offline/``.
"""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

from torch import Tensor

from models.look.marks import marks_of
from models.spec.kinds import Batch, Form
from models.spec.task import Task
from server.catalogue.translations import COMPLETE, beside, file_of
from server.exports.converted import onnx_file
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.offline import any_length
from server.exports.converted.offline.asked import Asked, asked_of
from server.exports.converted.offline.parts import BUILT, PARTS
from server.exports.converted.offline.typed import Reading, reading_of
from server.exports.converted.sample import Sample, Written

SHOWN = 12
FORMS = {
    Form.PICTURE: "picture",
    Form.SYMBOLS: "symbols",
    Form.WINDOW: "window",
    Form.CLASS: "class",
    Form.CLASSES: "classes",
    Form.VALUES: "values",
    Form.NEXT: "next",
}

HTML = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; \
style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'">
<title>{title}</title>
<style>{styles}</style>
</head>
<body>
<div id="page"></div>
<script type="application/json" id="told">{told}</script>
<script type="text/plain" id="network">{network}</script>
<script type="text/plain" id="runtime">{runtime}</script>
<script type="module">{program}</script>
</body>
</html>
"""


def write(sample: Sample, about: dict[str, Any], folder: Path) -> Written:
    """The page, and what onnxruntime answers with the network in it. Raises Inconvertible."""
    asked, batch = asked_of(sample)
    network, reading = with_reading(asked, batch, about, folder)
    parts = {name: (BUILT / file).read_bytes() for name, file in PARTS.items()}
    file = folder / "page.html"
    file.write_text(
        HTML.format(
            title="Try my network",
            styles=parts["styles"].decode(),
            program=within_a_script(parts["program"].decode()),
            told=json_within_a_script(description(asked, batch, about, reading)),
            network=text_of(gzip.compress(network.file.read_bytes(), mtime=0)),
            runtime=text_of(parts["runtime"]),
        ),
        "utf-8",
    )
    return Written(file, network.answers, network.wanted)


def with_reading(
    asked: Asked, batch: Batch, about: dict[str, Any], folder: Path
) -> tuple[Written, Reading | None]:  # fmt: skip
    """The network, and how it reads what is typed; None where nothing can be. Raises Inconvertible."""
    task = asked.spec.task
    reads = task.kind.inputs is Form.SYMBOLS and task.question() is not None
    length = asked.inputs["inputs"].shape[1]
    reading = reading_of(task, task.read(batch), length) if reads else None
    if reading is not None and reading.least < length:
        try:
            return any_length.write(asked, reading, about, folder)
        except Inconvertible:  # it may still be had for texts that are as long as its examples
            written = onnx_file.write(asked, about, folder)
            return written, any_length.of_one_length(written.file, asked, reading)
    return onnx_file.write(asked, about, folder), reading


def within_a_script(program: str) -> str:
    """A program as it may stand in a page: nothing in its strings ends a script or begins a remark."""
    return program.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def json_within_a_script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def text_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def description(
    asked: Asked, batch: Batch, about: dict[str, Any], reading: Reading | None
) -> dict[str, Any]:  # fmt: skip
    """All that the page is told beside the network: what goes in, what comes out, and examples with right answers."""
    task = asked.spec.task
    question = task.question()
    texts = task.read(batch)
    inputs = asked.inputs["inputs"]
    drawn = question is not None and question.form == "drawing" and asked.raw
    fits = drawn and question is not None and question.size == tuple(inputs.shape[2:])
    return {
        "about": about,
        "task": titles(type(task), "title"),
        "architecture": titles(type(asked.spec.architecture), "title"),
        "inputs": {
            "form": FORMS[task.kind.inputs],
            "shape": list(inputs.shape[1:]),
            "drawn": fits,
            "reading": reading.to_json() if reading else None,
            "lengths": "lengths" in asked.inputs,
            "example": question.example if reading and question else "",
        },
        "outputs": outputs_told(asked),
        "examples": examples_told(asked, batch, texts),
    }


def outputs_told(asked: Asked) -> dict[str, Any]:
    task, target = asked.spec.task, asked.spec.task.shapes().target
    names = task.class_names() if task.kind.targets in (Form.CLASS, Form.CLASSES) else []
    several = task.kind.targets is Form.CLASSES
    counts = {int(count) for count in task.answered(asked.outputs).sum(1)} if several else {0}
    return {
        "form": FORMS[task.kind.targets],
        "names": {"en": [*map(str, names)], "zh": chinese_names(task, names)},
        "alphabet": None
        if target is None
        else {"symbols": target.symbols, "padding": target.padding, "end": target.end, "joint": target.joint},
        "most": counts.pop() if len(counts) == 1 else 0,
    }


def examples_told(asked: Asked, batch: Batch, texts: list[str]) -> list[dict[str, Any]]:
    task = asked.spec.task
    count = min(SHOWN, len(texts))
    right = [str(one.expected) for one in marks_of(task, batch, asked.outputs)] if task.kind.markable else [""] * count
    return [
        {
            "text": texts[row],
            "input": numbers_of(asked.inputs["inputs"][row]),
            "length": int(asked.inputs["lengths"][row]) if "lengths" in asked.inputs else 0,
            "right": right[row],
        }
        for row in range(count)
    ]


def numbers_of(values: Tensor) -> str:
    """Base64 of 32-bit floats, least byte first."""
    return text_of(values.float().contiguous().numpy().astype("<f4").tobytes())


def titles(owner: type[Any], key: str) -> dict[str, str]:
    """By language, as its file and the translation beside it have it."""
    english = str(getattr(owner, key))
    found = {language: beside(file_of(owner.__module__), language).get(key, english) for language in COMPLETE}
    return {**found, "en": english}


def chinese_names(task: Task, names: list[str]) -> list[str]:
    known = beside(file_of(type(task).__module__), "zh").get("classes", {})
    return [str(known.get(str(name), name)) for name in names]
