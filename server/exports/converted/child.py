"""One file in another form, in a process of its own: ``python -m server.exports.converted.child FOLDER``.

A process of its own, for a second export in one process freezes axes without a word, conversions take hundreds of
megabytes, and other libraries set what they like in theirs. ``FOLDER`` has ``asked.json``; what comes is beside it:
``done.json`` with the file's name and the largest difference, or ``refused.json`` with a sentence.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["KERAS_BACKEND"] = "torch"

import numpy
import torch

from models import catalogue
from models.data.uploads.files import look_in
from models.sentences import Sentence, text_of
from server.exports.converted import keras_file, onnx_file, tensorflow_js
from server.exports.converted.inconvertible import Inconvertible
from server.exports.converted.offline import page
from server.exports.converted.sample import Sample, Written, sample_of
from server.library.calls import TEXT

ANSWERS_DIFFER = Sentence(
    "converted-answers-differ",
    "The file would answer otherwise than the network: by up to {difference} on {count} examples of the task. It was "
    "thrown away.",
)
FARTHEST = 1e-3
"""The largest difference that is put down to rounding, of answers up to 1; of larger ones it is a share."""

FORMS: dict[str, Callable[[Sample, dict[str, Any], Path], Written]] = {
    "onnx": onnx_file.write,
    "keras": keras_file.write,
    "tensorflow.js": tensorflow_js.write,
    "page": page.write,
}
"""Each writes a file and says what it answers to the examples."""


def main(folder: Path) -> None:
    asked = json.loads((folder / "asked.json").read_text("utf-8"))
    try:
        done = converted(asked, folder)
    except Inconvertible as error:
        refused = TEXT.dump_python(text_of(error), mode="json")
        (folder / "refused.json").write_text(json.dumps(refused), "utf-8")
        return
    (folder / "done.json").write_text(json.dumps(done), "utf-8")


def converted(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The file's name and how far its answers are. Raises Inconvertible."""
    torch.set_num_threads(1)
    for place in asked["uploads"]:
        look_in(Path(place))
    spec = catalogue.find([Path(one) for one in asked["folders"]]).parse(asked["spec"])
    sample = sample_of(spec, Path(asked["weights"]))
    written = FORMS[asked["form"]](sample, asked["about"], folder)
    difference = None if written.answers is None else largest(written)
    return {"file": written.file.name, "difference": difference, "examples": len(sample.outputs)}


def largest(written: Written) -> float:
    """The largest difference of any number. Raises Inconvertible if it is more than rounding makes."""
    wanted = written.wanted.double().numpy()
    given = numpy.asarray(written.answers, dtype=numpy.float64).reshape(wanted.shape)
    difference = float(numpy.abs(given - wanted).max())
    if not difference <= FARTHEST * max(1.0, float(numpy.abs(wanted).max())):
        raise Inconvertible(ANSWERS_DIFFER(difference=f"{difference:.2g}", count=len(wanted)))
    return difference


if __name__ == "__main__":
    main(Path(sys.argv[1]))
