"""Programs of the machine that get packages, within a time, and no longer than somebody wants them."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

from models.data.fetching.fetch import BEAT, SourceError
from models.sentences import Sentence

PROGRAM_SLOW = Sentence("program-slow", "{program} did not end within {seconds} seconds")
PROGRAM_NOT_STARTED = Sentence("program-not-started", "{program} could not be started: {error}")
PROGRAM_FAILED = Sentence("program-failed", "{program} ended with exit code {exit}: {reason}")


def run(
    program: str,
    command: Sequence[str],
    folder: str,
    seconds: float,
    beat: Callable[[], None],
    reason: Callable[[str], str] = lambda errors: " ".join(errors.split()),
    environment: Mapping[str, str] | None = None,
) -> None:
    """Runs ``command``, which is ``program`` to people, in ``folder``.

    ``beat`` is called while it is waited for; what it raises ends the program and is raised here. ``reason`` is what
    people are told of the program's words on errors. Raises SourceError if it cannot be started, takes longer than
    ``seconds``, or fails.
    """
    try:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
    except OSError as error:
        raise SourceError(PROGRAM_NOT_STARTED(program=program, error=str(error))) from error
    with process:
        try:
            errors = _await(process, time.monotonic() + seconds, beat)
        except subprocess.TimeoutExpired:
            raise SourceError(PROGRAM_SLOW(program=program, seconds=seconds)) from None
        finally:
            process.kill()  # what has ended is not hit by it
    if process.returncode != 0:
        raise SourceError(PROGRAM_FAILED(program=program, exit=process.returncode, reason=reason(errors)))


def _await(process: "subprocess.Popen[str]", until: float, beat: Callable[[], None]) -> str:
    while True:
        try:
            return process.communicate(timeout=BEAT)[1]
        except subprocess.TimeoutExpired:
            beat()
            if time.monotonic() > until:
                raise
