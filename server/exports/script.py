"""A run as one PyTorch file that gives its curve again."""

from server.exports.exporter import Exporter
from server.exports.pytorch.program import script
from server.exports.pytorch.trained import fits, trained
from server.exports.run.stored import StoredRun
from server.schema.refusal import Refusal

GONE = "The Python file of its task or its architecture, from which a script is made, is not there any more."


class Script(Exporter):
    name = "script.py"
    title = "script (PyTorch)"
    text = "One file that trains the same network again and gives the same curve."
    media = "text/x-python"

    def fits(self, stored: StoredRun) -> str | None:
        return fits(stored)

    def write(self, stored: StoredRun) -> bytes:
        try:
            return script(trained(stored)).encode()
        except OSError as error:  # of a folder that the server was started with
            detail = (
                "The Python file of its task or its architecture, from which a script is made, is not there any more."
            )
            raise Refusal(409, "Not possible any more", detail) from error
