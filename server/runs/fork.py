"""A new run that begins with another run's weights, at one of its steps, with settings of its own."""

import copy
import json
import math
from collections.abc import Iterable

from models.catalogue import Catalogue
from models.layers.meta import network_on_meta
from models.plan.plan import plan
from models.sentences import Sentence
from models.spec.settings import Settings, for_page
from models.spec.spec import Spec
from models.spec.training import Training
from server.library.facts import Prepared, PreparedRun
from server.runs.epochs import Events, epoch_at
from server.runs.event_log import now
from server.runs.extend import UNITS
from server.runs.grid import put
from server.runs.prepare import checked, parsed
from server.runs.records import new_id
from server.runs.titles import FORKED
from server.runs.usable import usable
from server.schema import titles
from server.schema.base import At, SpecJson
from server.schema.refusal import Refusal
from server.schema.runs import Forkable, Forked, Parent, Run, Start
from server.store.rows import RunRow
from server.weights.choice import chosen, not_stored
from server.weights.protocol import WeightStore

NOTHING_LEFT_TO_TRAIN = Sentence(
    "nothing-left-to-train", "Nothing is left to train: these weights have had {count} {unit} already."
)
FORK_KEEPS_NETWORK = Sentence("fork-keeps-network", "A fork keeps its data and its network.")
FORK_KEEPS_WEIGHTS = Sentence(
    "fork-keeps-weights",
    "A fork goes on with the weights it has, and {name} would be another. An activation may change, sizes may not.",
)


def forkable(catalogue: Catalogue, parent: Run, weights: WeightStore, events: Events, at: At) -> Forkable:
    """What can be forked, and what of it may differ. Raises ``Refusal``."""
    usable(catalogue, parent)
    steps, full = starts_of(weights, parent.id), set(weights.steps(parent.id, full=True))
    step = fork_step(parent, weights, at)
    spec = spec_at(parent.spec, events, step)
    return Forkable(
        at=step,
        spec=parsed(catalogue, spec).to_json(),
        settings=movable(catalogue, spec),
        starts=[Start(step=one, epoch=epoch_at(parent, events, one), full=one in full) for one in steps],
        best=chosen(parent, steps, "best") if parent.best else None,
    )


def prepare_fork(
    catalogue: Catalogue, parent: Run, weights: WeightStore, asked: Forked, events: Events, owner: str, place: int
) -> Prepared:
    """The fork, ready for the store; it keeps what was changed in its parent. Raises ``Refusal``."""
    usable(catalogue, parent)
    step = fork_step(parent, weights, asked.at)
    json_spec = spec_at(parent.spec, events, step)
    before = parsed(catalogue, json_spec)
    for pointer, value in asked.changes.items():
        allow(catalogue, json_spec, pointer)
        put(json_spec, pointer, value)
    spec = parsed(catalogue, json_spec)
    if spec.architecture != before.architecture:
        same_weights(before, spec, asked.changes)
    epoch = epoch_at(parent, events, step)
    something_left(spec, step, epoch)
    origin = Parent(run=parent.id, step=step, epoch=epoch)
    title = asked.title or FORKED(title=parent.title, epoch=epoch).stored()
    row = RunRow(
        new_id(), owner, None, title, json.dumps(spec.to_json()), json.dumps(asked.changes), now(), place,
        facts="{}", parent=origin.model_dump_json(),
    )  # fmt: skip
    return Prepared(None, [PreparedRun(row, checked(spec, plan(spec).memory))], step, epoch)


def starts_of(weights: WeightStore, run: str) -> list[int]:
    """Steps that a run can be forked from, ascending."""
    return sorted({one.step for one in weights.stored(run)})


def fork_step(parent: Run, weights: WeightStore, at: At) -> int:
    """The step that is meant. Raises ``Refusal``."""
    steps = starts_of(weights, parent.id)
    step = chosen(parent, steps, at)
    if step is None:
        raise not_stored(parent, steps, at)
    return step


def spec_at(spec: SpecJson, events: Events, step: int) -> SpecJson:
    """The spec as live changes had left it at ``step``."""
    made = copy.deepcopy(spec)
    for event in events:
        if event["type"] == "changed" and event["step"] <= step:
            put(made, event["setting"], event["after"])
    return made


def something_left(spec: Spec, step: int, epoch: float) -> None:
    """Refuses a fork that would be over at once."""
    name, done = ("batches", step) if spec.training.batches else ("epochs", epoch)
    planned = getattr(spec.training, name)
    if planned <= done:
        detail = NOTHING_LEFT_TO_TRAIN(count=done, unit=UNITS[name]())
        field, nearest = f"/training/{name}", math.floor(done) + 1
        raise Refusal(422, titles.NOTHING_LEFT, detail, field=field, came=planned, nearest=nearest)


def movable(catalogue: Catalogue, spec: SpecJson) -> list[str]:
    """All of the training may differ, and of the architecture what is live or has no weights; the data stay."""
    of_network = catalogue.architectures[spec["architecture"]["name"]]
    free = [*live_fields(of_network), *weightless_fields(of_network)]
    return [f"/training/{name}" for name in Training.model_fields] + [f"/architecture/{name}" for name in free]


def allow(catalogue: Catalogue, spec: SpecJson, pointer: str) -> None:
    allowed = movable(catalogue, spec)
    if pointer not in allowed and not pointer.startswith("/training/"):
        detail = FORK_KEEPS_NETWORK()
        raise Refusal(422, titles.NOT_IN_FORK, detail, field="/changes", came=pointer, allowed=allowed)


def same_weights(before: Spec, after: Spec, changed: Iterable[str]) -> None:
    """Refuses a network that the weights of the one before do not fit: its parts are to bear the same names."""
    old, new = (tensors_of(one) for one in (before, after))
    if old == new:
        return
    other = next(name for name in [*old, *new] if old.get(name) != new.get(name))
    pointer = next((one for one in changed if one.startswith("/architecture/")), "/architecture")
    name = pointer.rpartition("/")[2]
    had, came = (one.to_json()["architecture"].get(name) for one in (before, after))
    detail = FORK_KEEPS_WEIGHTS(name=other)
    raise Refusal(422, titles.NOT_IN_FORK, detail, field=pointer, came=came, nearest=had)


def tensors_of(spec: Spec) -> dict[str, tuple[int, ...]]:
    """Shapes by name of all that is stored of the network."""
    network = network_on_meta(spec.architecture, spec.task.shapes())
    return {name: tuple(one.shape) for name, one in network.state_dict().items()}


def live_fields(settings: type[Settings]) -> list[str]:
    """Settings that may change in a run."""
    return [name for name, field in settings.model_fields.items() if for_page(field).get("live")]


def weightless_fields(settings: type[Settings]) -> list[str]:
    """Settings that may be others in a fork, as they leave the weights what they are."""
    return [name for name, field in settings.model_fields.items() if for_page(field).get("weightless")]
