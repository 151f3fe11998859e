"""A run as one PyTorch file that gives its curve again."""

from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.pytorch.program import script
from server.exports.pytorch.trained import fits, sources, trained
from server.exports.run.stored import StoredRun

SCRIPT_PYTORCH = Sentence("script-pytorch", "script (PyTorch)")
ONE_FILE_TRAINS_SAME = Sentence(
    "one-file-trains-same-network", "One file that trains the same network again and gives the same curve."
)


class Script(Exporter):
    name = "script.py"
    title = SCRIPT_PYTORCH()
    text = ONE_FILE_TRAINS_SAME()
    media = "text/x-python"
    rank = 20

    def fits(self, stored: StoredRun) -> str | None:
        return fits(stored)

    def write(self, stored: StoredRun) -> bytes:
        with sources():
            return script(trained(stored)).encode()
