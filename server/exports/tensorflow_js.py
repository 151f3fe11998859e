"""A network as TensorFlow.js has it, in an archive with what to check it by: examples, the answers, and a program."""

from models.sentences import Sentence
from server.exports.converted.asking import converted, without_weights
from server.exports.converted.rows import reason_of
from server.exports.converted.tensorflow_js import reason_in_spec
from server.exports.exporter import Exporter
from server.exports.run.stored import StoredRun

TFJS = Sentence("export-tfjs", "network (TensorFlow.js)")
TFJS_TEXT = Sentence(
    "export-tfjs-text",
    "Layers for a page of your own, with examples and a program for Node that holds the answers against the network's.",
)


class TensorFlowJs(Exporter):
    name = "tensorflow.js.zip"
    title = TFJS()
    text = TFJS_TEXT()
    media = "application/zip"
    of_weights = True
    rank = 13

    def fits(self, stored: StoredRun) -> str | None:
        without_weights(stored)
        return reason_of(stored.spec) or reason_in_spec(stored.spec)

    def write(self, stored: StoredRun) -> bytes:
        return converted(stored, "tensorflow.js").content

    def filename(self, stored: StoredRun) -> str:
        return stored.weights_name("-tensorflow.js.zip")
