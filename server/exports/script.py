"""A run as one PyTorch file that gives its curve again."""

from models.sentences import Sentence
from server.exports.exporter import Exporter
from server.exports.pytorch.program import script
from server.exports.pytorch.trained import fits, sources, trained
from server.exports.run.stored import StoredRun

SCRIPT = Sentence("export-script", "script (PyTorch)")
SCRIPT_TEXT = Sentence("export-script-text", "One file that trains the same network again and gives the same curve.")


class Script(Exporter):
    name = "script.py"
    title = SCRIPT()
    text = SCRIPT_TEXT()
    media = "text/x-python"
    rank = 20

    def fits(self, stored: StoredRun) -> str | None:
        return fits(stored)

    def write(self, stored: StoredRun) -> bytes:
        with sources():
            return script(trained(stored)).encode()
