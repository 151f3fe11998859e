"""By how much a run is to be longer than planned, in the unit in which its length is counted."""

from models.commands import Extend
from models.sentences import Sentence
from models.spec.lengths import most as longest
from server.schema import titles
from server.schema.refusal import Refusal
from server.schema.runs import Longer, Run

RUN_TOO_LONG = Sentence("run-too-long", "No run is longer than {most} {unit}.")
EPOCHS_AND_BATCHES = Sentence("epochs-and-batches-given", "Say by how many epochs or by how many batches, not both.")
COUNTED_IN_EPOCHS = Sentence(
    "run-counted-in-epochs",
    "The length of this run is counted in epochs. Say by how many epochs it is to be longer.",
)
BATCHES_NEEDED = Sentence("batches-required", "Say by how many batches it is to be longer.")
EPOCHS_NEEDED = Sentence("epochs-required", "Say by how many epochs it is to be longer.")

UNITS = {one: Sentence(f"unit-{one}", one) for one in ("epochs", "batches")}

USUAL_EPOCHS = 10
"""By so many epochs a run is extended where nobody says by how many."""


def counted_batches(run: Run) -> int:
    """The length of a run that is counted in batches, as it was planned at first; 0 where it is counted in epochs."""
    return int(run.spec["training"].get("batches", 0))


def longer(run: Run, asked: Longer) -> Extend:
    """What was asked for, if the run can be made longer so. Raises ``Refusal``."""
    length = counted_batches(run)
    done, most = (run.step, longest("batches")) if length else (run.epoch, longest("epochs"))
    if (asked.epochs or asked.batches) and done >= most:
        detail = RUN_TOO_LONG(most=most, unit=UNITS["batches" if length else "epochs"]())
        raise Refusal(409, titles.LONGEST, detail, came=done, allowed=most)
    if asked.epochs and asked.batches:
        detail = EPOCHS_AND_BATCHES()
        raise Refusal(422, titles.HOW_MUCH, detail, field="/batches", came=asked.batches, nearest=0)
    if asked.batches and not counted_batches(run):
        detail = COUNTED_IN_EPOCHS()
        epochs = max(1, round(asked.batches / max(1, run.steps_per_epoch)))
        raise Refusal(422, titles.HOW_MANY_EPOCHS, detail, field="/batches", came=asked.batches, nearest=epochs)
    return Extend(epochs=asked.epochs, batches=asked.batches)


def extension(run: Run, asked: Longer | None) -> Extend:
    """As :func:`longer`; where nobody says how long, ten epochs, or its own length in batches once more."""
    wanted = asked or Longer()
    if not wanted.epochs and not wanted.batches:
        batches = counted_batches(run)
        wanted = Longer(batches=batches) if batches else Longer(epochs=USUAL_EPOCHS)
    return longer(run, wanted)


def nothing_left(run: Run) -> Refusal:
    """A run that is finished goes on only if it is to be longer."""
    if counted_batches(run):
        detail, field = BATCHES_NEEDED(), "/batches"
    else:
        detail, field = EPOCHS_NEEDED(), "/epochs"
    return Refusal(409, titles.NOTHING_LEFT, detail, field=field)
