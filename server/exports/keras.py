"""A network as a Keras 3 file, where every layer has an exact counterpart; Keras answers it before it is handed out."""

from models.sentences import Sentence
from server.exports.converted.asking import converted, lacks, without_weights
from server.exports.converted.rows import reason_of
from server.exports.exporter import Checked, Exporter
from server.exports.run.stored import StoredRun

KERAS = Sentence("export-keras", "network (Keras 3)")
KERAS_TEXT = Sentence(
    "export-keras-text",
    "The same layers in Keras, to look at, to ask and to train on with any of its back ends; it is checked before you "
    "get it.",
)


class Keras(Exporter):
    name = "network.keras"
    title = KERAS()
    text = KERAS_TEXT()
    media = "application/octet-stream"
    of_weights = True
    rank = 12

    def fits(self, stored: StoredRun) -> str | None:
        without_weights(stored)
        return reason_of(stored.spec) or lacks("keras", "keras", "h5py")

    def write(self, stored: StoredRun) -> Checked:
        return converted(stored, "keras").checked_by("Keras")

    def filename(self, stored: StoredRun) -> str:
        return stored.weights_name(".keras")
