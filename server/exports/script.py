"""A run as one PyTorch file that gives its curve again."""

from server.exports.exporter import Exporter
from server.exports.pytorch.program import script
from server.exports.pytorch.trained import fits, sources, trained
from server.exports.run.stored import StoredRun


class Script(Exporter):
    name = "script.py"
    title = "script (PyTorch)"
    text = "One file that trains the same network again and gives the same curve."
    media = "text/x-python"
    rank = 20

    def fits(self, stored: StoredRun) -> str | None:
        return fits(stored)

    def write(self, stored: StoredRun) -> bytes:
        with sources():
            return script(trained(stored)).encode()
