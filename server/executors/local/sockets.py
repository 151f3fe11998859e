"""Multiprocessing's sockets: it deletes their folder when the process ends, and complains if that is gone by then."""

from collections.abc import Callable
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

PATTERN = "pymp-*"
LATER = -200
"""Multiprocessing's own priority is -100; higher ones go first."""


def once_gone(folder: Path, call: Callable[..., None], *arguments: Any) -> None:
    """Calls at once where ``folder`` holds no such sockets; else at the end of the process, when they are deleted."""
    if any(folder.glob(PATTERN)):
        Finalize(None, call, arguments, exitpriority=LATER)
    else:
        call(*arguments)
