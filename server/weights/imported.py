"""Weights that somebody opens from a file: read as safetensors, which can hold nothing but numbers, for a while."""

import hashlib
import re
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

from safetensors import SafetensorError, deserialize

from models.data.uploads.intake import write
from models.sentences import Sentence
from server.people.owners import Owners
from server.people.person import Person
from server.people.roles import Action
from server.schema import titles
from server.schema.refusal import Refusal, disk_refused
from server.schema.weights import Opened

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS_NOT_STORED = Sentence("weights-not-stored", "These weights are not kept here any more: open the file again.")
NOT_SAFETENSORS = Sentence("not-safetensors", "This is no safetensors file: {why}.")
FILE_WITHOUT_WEIGHTS = Sentence("file-without-weights", "There are no weights in this file.")
WEIGHTS_FILE_DAMAGED = Sentence("weights-file-damaged", "The file of these weights is damaged or gone: open it again.")

MOST = 8
"""Files that wait for a run; each run that begins has a copy of its own."""

FLOATS = {"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E4M3FNUZ", "F8_E5M2", "F8_E5M2FNUZ"}
"""How safetensors calls the numbers that weights are, as far as torch has them."""

SHA256 = re.compile(r"[0-9a-f]{64}")


class ImportedWeights:
    """The newest few files, each under its SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.owners = folder, Owners(folder)

    def add(self, person: Person, content: bytes, name: str) -> Opened:
        """Checks a file and stores it. Raises ``Refusal``."""
        try:
            tensors = deserialize(content)  # type: ignore[no-untyped-call]
        except (SafetensorError, ValueError, KeyError) as error:
            detail = NOT_SAFETENSORS(why=str(error))
            raise Refusal(422, titles.NOT_SAFETENSORS, detail, came=name[:80]) from error
        weights = {one: facts["shape"] for one, facts in tensors if facts["dtype"] in FLOATS}
        if not weights:
            raise Refusal(422, titles.NO_WEIGHTS, FILE_WITHOUT_WEIGHTS(), came=name[:80])
        digest = hashlib.sha256(content).hexdigest()
        try:
            with self.owners.lock:
                self._store(person, digest, content)
                self._forget_oldest()
        except OSError as error:
            raise disk_refused(error, name[:80]) from error
        return Opened(weights=digest, parameters=sum(map(prod, weights.values())), bytes=len(content))

    def _store(self, person: Person, digest: str, content: bytes) -> None:
        file = self.folder / f"{digest}.safetensors"
        stored = file.exists()
        self.owners.add(digest, person, None, stored)
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            write(file, content)
        except OSError:
            if not stored:
                self.owners.forget(digest)
            raise

    def read(self, person: Person, weights: str) -> "dict[str, Tensor]":
        """The tensors of a file that is still there, by name. Raises ``Refusal``, also where it is another person's."""
        file = self.folder / f"{weights}.safetensors"
        known = SHA256.fullmatch(weights) and file.exists()
        if not known or not self.owners.allow(Action.SEE, person, weights):
            detail = WEIGHTS_NOT_STORED()
            raise Refusal(404, titles.NO_SUCH_WEIGHTS, detail, field="/weights", came=weights[:80])
        from safetensors.torch import load_file  # with torch, which who only stores them does without

        try:
            return load_file(file)
        except (SafetensorError, OSError, KeyError) as error:
            detail = WEIGHTS_FILE_DAMAGED()
            raise Refusal(404, titles.NO_SUCH_WEIGHTS, detail, field="/weights", came=weights[:80]) from error

    def _forget_oldest(self) -> None:
        newest = sorted(self.folder.glob("*.safetensors"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for old in newest[MOST:]:
            old.unlink(missing_ok=True)
            self.owners.forget(old.stem)
