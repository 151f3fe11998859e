"""The worker's main: one attempt in one process. And the reader's: looks at kept weights, one after the other.

Nothing here is called in the server's process.
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator, Sequence
from functools import lru_cache
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from torch import nn

from models.catalogue import Catalogue, SpecError, find
from models.data.uploads.files import look_in
from models.data.uploads.unusable import Unusable
from models.events import LAST, Event, RunState, State
from models.look.view import look
from models.spec.kinds import Splits
from models.spec.seeds import generator
from models.spec.spec import Spec
from models.training.checkpoints import Saved
from models.training.loop import Looked, Snapshot, train
from models.training.sampler import Progress
from server.executors.local.bounds import REASON, bound, go_first, is_want_of_memory
from server.executors.local.pipes import Pipe, PipeInbox, Request, answer_piece, assignment_of, event_piece, request_of
from server.executors.protocol import Assignment
from server.weights.keeper import Keeper, loaded


def main(end: socket.socket, errors: str, folders: Sequence[str], uploads: str = "") -> None:
    """A worker's entry: waits for an assignment, trains it, ends."""
    prepare(errors, uploads)
    pipe = Pipe(end)
    catalogue = catalogue_of(tuple(folders))
    try:
        work(pipe, catalogue, assignment_of(pipe.receive()))
        pipe.leave()
    except (EOFError, ConnectionError):
        return  # the server is gone, and so is everybody who would have listened


def work(pipe: Pipe, catalogue: Catalogue, assignment: Assignment) -> None:
    """One attempt. What cannot be trained any more is told as its last state."""
    try:
        if assignment.memory:
            bound(assignment.memory)
        keeper = Keeper(assignment.folder)
        spec = catalogue.parse(assignment.spec)
        start = start_from(assignment.start) if assignment.start else None
        if start and assignment.forked:
            start = start.with_new_settings(spec.training.optimizer)
        inbox = PipeInbox(pipe)
        device, threads, changed = assignment.device, assignment.threads, assignment.changed
        for said in train(spec, inbox, catalogue.views, start, device, threads, changed):
            for piece in pieces(said, keeper):
                pipe.send(piece)
    except SpecError as error:
        pipe.send(event_piece(State(state=RunState.FAILED, reason=error.of_saved_run)))
    except Unusable as error:
        pipe.send(event_piece(State(state=RunState.FAILED, reason=str(error))))
    except (MemoryError, RuntimeError) as error:
        if not is_want_of_memory(error):
            raise
        pipe.send(event_piece(State(state=RunState.FAILED, reason=REASON)))


def start_from(file: Path) -> Saved:
    """What is kept in ``file``. A damaged one is put aside, so that the run can go on from the one before."""
    try:
        return loaded(file)
    except SafetensorError as error:
        file.replace(file.with_suffix(".damaged"))
        text = f"{file.stem} cannot be read and was put aside ({error}); continued, it goes on from the one before"
        raise Unusable(text) from error


def pieces(said: Event | Snapshot | Looked, keeper: Keeper) -> Iterator[bytes]:
    """What the loop said, for the server; weights go to disk, and a note of them to the server once they are there."""
    over = isinstance(said, State) and said.state in LAST
    yield from map(event_piece, keeper.told(wait=over))
    if isinstance(said, Looked):
        yield answer_piece(said)
    elif isinstance(said, Snapshot):
        yield from map(event_piece, keeper.offer(said))
    else:
        yield event_piece(said)


def read(end: socket.socket, errors: str, folders: Sequence[str], uploads: str = "") -> None:
    """A reader's entry: answers looks at kept weights until the server is gone."""
    prepare(errors, uploads)
    pipe = Pipe(end)
    catalogue = catalogue_of(tuple(folders))
    bench = Bench(catalogue)
    try:
        while True:
            pipe.send(answer_piece(bench.answer(request_of(pipe.receive()))))
    except (EOFError, ConnectionError):
        return


class Bench:
    """What a reader keeps at hand: the data and the network it looked at last."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.data: tuple[Any, Splits] | None = None
        self.network: tuple[Any, nn.Module] | None = None

    def answer(self, request: Request) -> Looked:
        """The same picture as a worker's at the same step; whatever is wrong is said in words."""
        step = int(request.weights.stem.removeprefix("step-"))
        try:
            spec = self.catalogue.parse(request.spec)
            splits = self.splits_of(spec)
            network = self.network_of(spec)
            saved = loaded(request.weights)
            network.load_state_dict(saved.tensors)
            picture = look(self.catalogue.views[request.view], network, spec, splits, request.question)
        except SpecError as error:
            return Looked(request.number, step, step, None, error.detail)
        except (ValueError, OSError) as error:
            return Looked(request.number, step, step, None, str(error))
        except (SafetensorError, RuntimeError, KeyError):
            traceback.print_exc()
            why = f"The weights of step {step} are damaged, or are of another network. Look at another step."
            return Looked(request.number, step, step, None, why)
        # Not from the step: the batch size may have been changed on the way.
        epoch = Progress(**saved.about["progress"]).epoch if "progress" in saved.about else 0.0
        return Looked(request.number, step, epoch, picture)

    def splits_of(self, spec: Spec) -> Splits:
        if self.data is None or self.data[0] != spec.task:
            self.data = (spec.task, spec.task.splits(generator(spec.task.seed, "data")))
        return self.data[1]

    def network_of(self, spec: Spec) -> nn.Module:
        if self.network is None or self.network[0] != (spec.task, spec.architecture):
            built = spec.architecture.build(spec.task.shapes(), generator(0, "weights"))
            self.network = ((spec.task, spec.architecture), built)
        return self.network[1]


@lru_cache
def catalogue_of(folders: tuple[str, ...]) -> Catalogue:
    """Found once: processes forked after that have it already."""
    return find([Path(folder) for folder in folders])


def prepare(errors: str, uploads: str) -> None:
    """Leaves the terminal's interrupt to the server, lets it go first, ends with it, keeps last words in a file.

    ``uploads`` is where people's own data lie.
    """
    if uploads:
        look_in(Path(uploads))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    handle = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(handle, 2)
    sys.stderr = os.fdopen(2, "w", buffering=1, closefd=False)
    go_first()
    if hasattr(os, "nice"):
        os.nice(10)
    threading.Thread(target=end_with_the_server, daemon=True).start()


def end_with_the_server() -> None:
    """Where the server dies, also by ``kill -9`` and also in the middle of a long step, so does the worker."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)
