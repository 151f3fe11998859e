"""The process that looks through one upload: what it may use is bounded, and it can do nothing but answer."""

import json
import os
import socket
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass

import psutil

from models.data.uploads import intake
from models.data.uploads.notes import NOTE
from models.data.uploads.unusable import Unusable
from models.sentences import text_of
from server.executors.local.child import prepare
from server.executors.local.pipes import Pipe

LOG_BYTES = 100_000
"""What it may write to files: last words at most."""


@dataclass(frozen=True)
class Bounds:
    """What one check may use."""

    seconds: float = 120.0
    """From when it has the file."""
    processor_seconds: int = 60
    memory: int = 1_000_000_000
    """Bytes beside what the process has before it begins."""


def main(end: socket.socket, bounds: Bounds, look: Callable[..., intake.Checked] = intake.checked) -> None:
    """Takes a question and a file, answers, ends."""
    prepare(os.devnull, "")
    pipe = Pipe(end)
    try:
        asked, content = pipe.receive(), pipe.receive()
        hold(bounds)
        pipe.send(answer(look, asked, content))
        pipe.leave()
    except (EOFError, ConnectionError):
        return  # whoever asked is gone


def answer(look: Callable[..., intake.Checked], asked: bytes, content: bytes) -> bytes:
    """One word of what became of it, a line of JSON or a sentence, and thumbnails where there are any."""
    try:
        found = look(content, **json.loads(asked))
    except Unusable as error:
        return b"unusable\n" + text_of(error).stored().encode()
    except MemoryError:
        return b"memory\n"
    except Exception:  # whatever it stumbles over is told, with the place
        return b"failed\n" + traceback.format_exc().encode()
    return b"checked\n" + NOTE.dump_json(found.own) + b"\n" + found.thumbnails


def checked(found: bytes) -> intake.Checked:
    """What a process that was pleased has answered, without its first word."""
    note, _, thumbnails = found.partition(b"\n")
    return intake.Checked(NOTE.validate_json(note), thumbnails)


def hold(bounds: Bounds) -> None:
    """Lets the system hold the bounds, where it can; the server holds them too."""
    if sys.platform == "win32":
        return
    import resource

    size = psutil.Process().memory_info().vms + bounds.memory
    limits = {
        resource.RLIMIT_CPU: bounds.processor_seconds,
        resource.RLIMIT_FSIZE: LOG_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    if sys.platform == "linux":
        limits[resource.RLIMIT_AS] = size
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
