"""A network in a page of its own, to be tried where no server is: on a stick, in a mail, on a school's web space."""

from models.sentences import Sentence
from models.spec.kinds import Form
from server.exports.converted.asking import converted, lacks, without_weights
from server.exports.converted.offline.parts import built
from server.exports.exporter import Checked, Exporter
from server.exports.run.stored import StoredRun

TRY = Sentence("export-try", "page to try it in (HTML)")
TRY_TEXT = Sentence(
    "export-try-text",
    "One file that opens in any browser and answers without a network connection; it is checked before you get it.",
)
NOTHING_TO_GIVE = Sentence(
    "try-page-cannot-ask", "A page of its own asks with pictures, texts and windows of values; this task has others."
)
NOTHING_TO_SHOW = Sentence(
    "try-page-cannot-show", "A page of its own shows classes, texts, values and pictures; this task has other answers."
)
NOT_BUILT = Sentence(
    "try-page-not-built", "The server's page was built without what this needs. In a checkout, build it: {command}"
)

INPUTS = (Form.PICTURE, Form.SYMBOLS, Form.WINDOW)
ANSWERS = (Form.CLASS, Form.CLASSES, Form.SYMBOLS, Form.VALUES, Form.PICTURE, Form.NEXT)


class TryMyNetwork(Exporter):
    name = "try-my-network.html"
    title = TRY()
    text = TRY_TEXT()
    media = "text/html; charset=utf-8"
    of_weights = True
    rank = 14

    def fits(self, stored: StoredRun) -> str | None:
        without_weights(stored)
        kind = stored.spec.task.kind
        if kind.inputs not in INPUTS:
            return NOTHING_TO_GIVE()
        if kind.targets not in ANSWERS:
            return NOTHING_TO_SHOW()
        return (None if built() else NOT_BUILT(command="make page")) or lacks(
            "onnx", "onnx", "onnxscript", "onnxruntime"
        )

    def write(self, stored: StoredRun) -> Checked:
        return converted(stored, "page").checked_by("onnxruntime")

    def filename(self, stored: StoredRun) -> str:
        return stored.weights_name(".html")
