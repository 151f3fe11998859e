"""One attempt, as every executor's worker makes it: trained, encoded, its weights stored."""

from collections.abc import Iterator

from models.catalogue import Catalogue
from models.commands import Inbox
from models.data.uploads.unusable import Unusable
from models.events import EVENT, LAST, Event, RunState, State
from models.sentences import Text, text_of
from models.spec_error import SpecError
from models.training.checkpoints import Snapshot
from models.training.engine import Output
from models.training.loop import LookAnswer, train
from server.executors.protocol import Answer, Assignment, EncodedEvent
from server.weights.keeper import Keeper
from server.weights.protocol import DamagedWeights, WeightStore


def attempt(
    assignment: Assignment, catalogue: Catalogue, weights: WeightStore, inbox: Inbox
) -> Iterator[EncodedEvent | Answer]:
    """All that an attempt sends, in order. What cannot be trained any more is its last state.

    Raises ``NoWeights`` where those to start from are not there, and MemoryError or RuntimeError as training does.
    """
    try:
        keeper = Keeper(weights, assignment.run)
        spec = catalogue.parse(assignment.spec)
        start = None if assignment.start is None else weights.read_start(assignment.run, assignment.start)
        if start and assignment.forked:
            start = start.with_new_settings(spec.training.optimizer)
        device, threads, changed = assignment.device, assignment.threads, assignment.changed
        for output in train(spec, inbox, catalogue.views, start, device, threads, changed):
            yield from encoded(output, keeper)
    except SpecError as error:
        yield failed(error.of_saved_run)
    except (Unusable, DamagedWeights) as error:
        yield failed(text_of(error))


def encoded(output: Output, keeper: Keeper) -> Iterator[EncodedEvent | Answer]:
    """One output of the loop, for the server; weights are stored, and reported once they are there."""
    over = isinstance(output, State) and output.state in LAST
    yield from map(encoded_event, keeper.collect(wait=over))
    if isinstance(output, LookAnswer):
        yield encoded_answer(output)
    elif isinstance(output, Snapshot):
        yield from map(encoded_event, keeper.offer(output))
    else:
        yield encoded_event(output)


def failed(reason: Text) -> EncodedEvent:
    return encoded_event(State(state=RunState.FAILED, reason=reason))


def encoded_event(event: Event) -> EncodedEvent:
    """Encoded once: the body is the JSON that pages will get."""
    return EncodedEvent(event.type, EVENT.dump_json(event), event.state if isinstance(event, State) else None)


def encoded_answer(answer: LookAnswer) -> Answer:
    where = (answer.number, answer.step, answer.epoch)
    if answer.picture is None:
        return Answer(*where, refused=answer.refused)
    return Answer(*where, picture=answer.picture.model_dump_json().encode())
