"""A run as a PyTorch program that gives the run's curve again, to the last bit on a CPU: all of its text, in parts."""

import ast
import json
import pprint
from dataclasses import dataclass, field
from importlib import resources
from importlib.metadata import version
from typing import Any

import jinja2
import torch

from models.engine_names import TORCH
from models.spec.architecture import Architecture
from models.spec.schedules import PLATEAUS
from models.spec.settings import Settings
from models.spec.spec import Spec
from models.spec.task import Task
from server.exports.pytorch.inlining import CONTENT, Inlined, Inliner, Place, source
from server.exports.pytorch.names import closure

TASK = {"splits", "shapes", "batch", "loss", "score", "corpus_sums", "corpus_score"}
ARCHITECTURE = {"network", "objectives", "measured", "criterion"}
CONTRACT = set(Task.__annotations__) | set(Architecture.__annotations__) | set(Settings.__annotations__)
"""Constants by which pages and catalogues know a task or an architecture; a script has no use for them."""
PART = {"add_to"}
"""What is called of a part of an architecture."""
NAMED = {
    "models.training.optimizers": ("optimizer", "apply_settings"),
    "models.spec.kinds": ("Batch", "Split", "run"),
    "models.layers.dropout": ("draw_from",),
    "models.spec.metrics": ("MetricAccumulator", "mean", "score", "weighted_sum"),
    "models.spec.seeds": ("generator",),
    "models.spec.schedules": ("rate",),
}
"""What the loop of the template calls by name."""
PLATEAU = Place("models.spec.schedules", "Plateau")
OPEN_WEIGHTS = Place("models.layers.opened_weights", "open_weights")
TAKE_OVER = Place("models.layers.dropout", "take_over")
PENALTIES = [Place("models.training.penalties", name) for name in ("penalised", "add_penalties")]
ACTIVITY = Place("models.training.penalties", "ActivityPenalty")
PRECISION = [Place("models.training.precision", name) for name in ("has_bfloat16", "in_precision")]
"""What it calls where a run needs it."""


@dataclass(frozen=True)
class TrainedRun:
    """A run to be written down: its spec, how far it went, and what was changed on the way (step -> settings)."""

    spec: Spec
    last_step: int
    tested: tuple[int, ...]
    """Steps at which the test split was scored: where each attempt ended, but a diverged or a failed one."""
    threads: int = 1
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    unscored: bool = False
    """Whether it ended before its last step was scored: its loss was no number any more, or its worker died."""
    weights: str = ""
    """SHA-256 of the file of weights that it began with; empty where they were drawn."""
    title: str = ""
    engine: str = TORCH
    """What took its steps, where that was not always PyTorch."""


class Program:
    """The definitions that a run is made of, and the templates beside this file filled in with its settings."""

    def __init__(self, run: TrainedRun) -> None:
        self.run = run
        changed = {name for names in run.changes.values() for name in names}
        plateau = run.spec.training.schedule in PLATEAUS or "schedule" in changed
        of_network = sorted(changed & set(type(run.spec.architecture).model_fields))
        wanted = [*([PLATEAU] if plateau else []), *([CONTENT, OPEN_WEIGHTS] if run.weights else [])]
        loop = settings_of_loop(run.spec, changed)
        wanted += [TAKE_OVER] if of_network else []
        wanted += [*(PENALTIES if loop["penalised"] else []), *([ACTIVITY] if loop["active"] else [])]
        wanted += PRECISION if loop["bfloat16"] else []
        self.inlined = definitions(run.spec, wanted)
        self.settings: dict[str, Any] = {
            **settings_of_run(run),
            **loop,
            "plateau": plateau,
            "changes_network": of_network,
        }

    def part(self, template: str, **more: Any) -> str:
        """A template's text."""
        return environment().get_template(template).render(**self.settings, **more)

    @property
    def imports(self) -> list[str]:
        """Lines of import, the plain ones first."""
        own = ["from safetensors.torch import load"] if self.run.weights else []
        return imports([*self.inlined.imports, *own])

    @property
    def title(self) -> str:
        """The run's own, or what learns what."""
        return self.run.title or f"{self.run.spec.task.title}, learnt by: {self.run.spec.architecture.title}."


def script(run: TrainedRun) -> str:
    """The program as one file."""
    program = Program(run)
    texts = program.inlined.texts
    return program.part("script.py.j2", title=quoted(program.title), imports=program.imports, definitions=texts)


def settings_of_run(run: TrainedRun) -> dict[str, Any]:
    """What the templates say of a run as it was."""
    return {
        "version": version("schoolyard"),
        "torch": torch.__version__,
        "spec": json.dumps(run.spec.to_json(), indent=4),
        "task": type(run.spec.task).__name__,
        "architecture": type(run.spec.architecture).__name__,
        "training": {name: repr(value) for name, value in values(run.spec.training).items()},
        "engine": "" if run.engine == TORCH else run.engine,
        "threads": run.threads,
        "last_step": run.last_step,
        "tested": run.tested,
        "unscored": run.unscored,
        "weights": run.weights,
        "changes": pprint.pformat(run.changes, width=110) if run.changes else "",
        "epochs": run.spec.epochs,
    }


def settings_of_loop(spec: Spec, changed: set[str]) -> dict[str, Any]:
    """Which parts of the loop the spec needs; ``changed`` are the settings that were changed on the way."""
    training, architecture = spec.training, type(spec.architecture)
    penalised = bool(training.l1 or training.l2 or changed & {"l1", "l2"})
    return {
        "penalised": penalised,
        "active": bool(training.activity_l1 or training.activity_l2 or changed & {"activity_l1", "activity_l2"}),
        "restrained": bool(penalised or training.clip or training.clip_value or changed & {"clip", "clip_value"}),
        "bfloat16": training.precision == "bfloat16",
        "clips_values": bool(training.clip_value or "clip_value" in changed),
        "headline": spec.headline,
        "shuffled": spec.task.order == "shuffled",
        "measure_every": spec.measure_every if training.batches else 0,
        "own": {name for name in ARCHITECTURE if getattr(architecture, name) is not getattr(Architecture, name)},
        "at_once": spec.architecture.at_once(spec.task),
        "never_resets": spec.architecture.never_resets,
    }


def quoted(title: str) -> str:
    """What a person wrote, fit to stand in a string of three quotes and not to end it."""
    return title.replace("\\", "\\\\").replace('"', '\\"')


def definitions(spec: Spec, wanted: list[Place]) -> Inlined:
    """What the loop, the task and the architecture are made of."""
    settings: dict[str, dict[str, Any]] = {}
    called: dict[str, set[str]] = {}
    body = spec.architecture.body_architecture()
    bodies = [] if body is None else [body]
    wanted_parts: list[tuple[Settings, set[str]]] = [(spec.task, TASK), (spec.architecture, ARCHITECTURE)]
    for part, roots in [*wanted_parts, *((one, {"network"}) for one in bodies)]:
        classes = made_of(type(part))
        own = values(part) | ({"order": part.order} if isinstance(part, Task) else {})
        wanted_of = closure(map(class_source, classes), roots) - CONTRACT - own.keys()
        settings |= {one.__name__: {} for one in classes} | {type(part).__name__: own}
        called |= dict.fromkeys((one.__name__ for one in classes), wanted_of)
    made = [*parts(spec.architecture), *(one for each in bodies for one in parts(each))]
    settings |= {one.__name__: defaults(one) for one in made}
    called |= {one.__name__: closure([class_source(one)], PART) - defaults(one).keys() for one in made}
    inliner = Inliner(settings, called, [one.__name__ for one in made])
    inliner.body = "" if body is None else type(body).__name__
    places = [Place(module, name) for module, names in NAMED.items() for name in names]
    classes = [*made, *map(type, bodies), type(spec.task), type(spec.architecture)]
    places += [*wanted, *(Place(one.__module__, one.__name__) for one in classes)]
    for place in places:  # the templates call them by these names
        if inliner.claim(place) != place.name:
            raise ValueError(f"{place.name} of {place.module} is called as something else that the script needs")
    for place in places:
        inliner.add(place)
    return inliner.result()


def made_of(cls: type[Settings]) -> list[type[Settings]]:
    """The class, and those between it and the contract that it fulfils."""
    return [one for one in cls.__mro__ if issubclass(one, Settings) and one not in (Task, Architecture, Settings)]


def class_source(cls: type[Settings]) -> ast.ClassDef:
    node = source(cls.__module__).definitions[cls.__name__]
    assert isinstance(node, ast.ClassDef)
    return node


def parts(settings: Settings) -> list[type[Settings]]:
    """The classes of settings of which these are put together, as a network of blocks, and those of what they hold."""
    tuples = [value for value in values(settings).values() if isinstance(value, tuple)]
    held = [one for value in tuples for one in value if isinstance(one, Settings)]
    return list(dict.fromkeys(cls for one in held for cls in (*parts(one), type(one))))


def defaults(cls: type[Settings]) -> dict[str, Any]:
    return {name: field.default for name, field in cls.model_fields.items()}


def values(settings: Settings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in type(settings).model_fields}


def imports(lines: list[str]) -> list[str]:
    """Lines of import, those of the template among them, the plain ones first."""
    wanted = {
        *lines, "import torch", "from collections.abc import Iterator", "from pathlib import Path",
        "from types import SimpleNamespace", "from typing import Any", "from torch import Tensor",
        "from torch import nn",
    }  # fmt: skip
    return sorted(wanted, key=lambda line: (line.startswith("from"), line))


def environment() -> jinja2.Environment:
    """Templates beside this file; blocks leave no lines behind."""
    folder = str(resources.files("server.exports.pytorch"))
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
