"""Weights that somebody opens: read as safetensors, which can hold nothing but numbers, and kept for a while."""

import hashlib
import re
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load, load_file
from torch import Tensor

from models.catalogue import Catalogue
from models.data.uploads.intake import write
from models.plan.weights_fit import misfit
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from server.runs.create import Laid
from server.runs.event_log import Journal
from server.schema.refusal import Refusal, unkept
from server.schema.weights import Opened
from server.weights.folder import file_of
from server.weights.keeper import written

KEPT = 8
"""Files that wait for a run; each run that begins has a copy of its own."""

NAME = re.compile(r"[0-9a-f]{64}")


def keep(folder: Path, content: bytes, name: str) -> Opened:
    """Checks a file and keeps it under its SHA-256. Raises ``Refusal``."""
    try:
        tensors = load(content)
    except (SafetensorError, ValueError, KeyError) as error:
        detail = f"This is no safetensors file: {error}."
        raise Refusal(422, "Not a safetensors file", detail, came=name[:80]) from error
    weights = {one: tensor for one, tensor in tensors.items() if tensor.is_floating_point()}
    if not weights:
        raise Refusal(422, "No weights", "There are no weights in this file.", came=name[:80])
    digest = hashlib.sha256(content).hexdigest()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write(folder / f"{digest}.safetensors", content)
    except OSError as error:
        raise unkept(error, name[:80]) from error
    newest = sorted(folder.glob("*.safetensors"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for old in newest[KEPT:]:
        old.unlink(missing_ok=True)
    return Opened(weights=digest, parameters=sum(tensor.numel() for tensor in weights.values()), bytes=len(content))


def loaded(folder: Path, weights: str) -> dict[str, Tensor]:
    """The tensors of a file that is kept. Raises ``Refusal``."""
    file = folder / f"{weights}.safetensors"
    if not NAME.fullmatch(weights) or not file.exists():
        detail = "These weights are not kept here any more: open the file again."
        raise Refusal(404, "No such weights", detail, field="/weights", came=weights[:80])
    try:
        return load_file(file)
    except (SafetensorError, OSError) as error:
        detail = "The file of these weights is damaged or gone: open it again."
        raise Refusal(404, "No such weights", detail, field="/weights", came=weights[:80]) from error


def fit(folder: Path, weights: str, specs: list[Spec]) -> dict[str, Tensor]:
    """The tensors, where they are those of all ``specs``. Raises ``Refusal`` with the first layer that differs."""
    tensors = loaded(folder, weights)
    for spec in specs:
        if why := misfit(spec, tensors):
            raise Refusal(422, "These weights do not fit", f"These weights do not fit: {why}", field="/weights")
    return tensors


def begin_with(tensors: dict[str, Tensor], folder: Path) -> None:
    """The run's step 0: weights without a past. Raises ``Refusal``."""
    try:
        written(file_of(folder, 0), Saved(tensors))
    except (OSError, SafetensorError) as error:
        raise Refusal(507, "Not kept", f"The weights to begin with could not be copied: {error}.") from error


def give(catalogue: Catalogue, weights: str, laid: Laid, journal: Journal) -> None:
    """To every run that is laid out a copy, where all of them fit. Raises ``Refusal``."""
    tensors = fit(journal.opened, weights, [catalogue.parse(record.run.spec) for record in laid.records])
    try:
        for record in laid.records:
            begin_with(tensors, journal.folder(record.id))
    except Refusal:
        journal.clear([record.id for record in laid.records])
        raise
