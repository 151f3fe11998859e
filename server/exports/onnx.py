"""A network as an ONNX file, answered by onnxruntime before it is handed out."""

from models.sentences import Sentence
from server.exports.converted.asking import converted, lacks, without_weights
from server.exports.exporter import Checked, Exporter
from server.exports.run.stored import StoredRun

ONNX = Sentence("export-onnx", "network (ONNX)")
ONNX_TEXT = Sentence(
    "export-onnx-text",
    "For other programs that answer with networks, such as onnxruntime and Netron; it is checked before you get it.",
)


class Onnx(Exporter):
    name = "network.onnx"
    title = ONNX()
    text = ONNX_TEXT()
    media = "application/octet-stream"
    of_weights = True
    rank = 11

    def fits(self, stored: StoredRun) -> str | None:
        without_weights(stored)
        return lacks("onnx", "onnx", "onnxscript", "onnxruntime")

    def write(self, stored: StoredRun) -> Checked:
        return converted(stored, "onnx").checked_by("onnxruntime")

    def filename(self, stored: StoredRun) -> str:
        return stored.weights_name(".onnx")
