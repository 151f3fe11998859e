"""Names for runs: only what differs, in words that the page puts into its language."""

from typing import Any

from models.look.titles import dotted
from models.sentences import Sentence, Text
from models.spec.settings import Settings
from models.spec.spec import Spec

ON, OFF = Sentence("setting-on", "{setting:within}"), Sentence("setting-off", "not {setting:within}")
CHOSEN = Sentence("setting-with-value", "{setting:within} {value}")
SEVERAL = Sentence("several-networks-and-tasks", "{networks} · {tasks}")
FORKED = Sentence("title-of-fork", "{title} · from epoch {epoch:figure}")

LONGEST = 200
"""Characters of a title in English: of what comes after, nothing is said."""


def title(spec: Spec, varied: dict[str, Any]) -> Text:
    """``GRU · seed 1``, or what it is where nothing varies: ``Recurrent network · Addition``."""
    if not varied:
        return dotted(network_title(spec), task_title(spec))
    words: list[Text] = []
    for pointer, value in varied.items():
        more = _words(pointer, value, spec)
        if len(dotted(*words, more)) > LONGEST:
            break
        words.append(more)
    return dotted(*words)


def race_title(specs: list[Spec]) -> Text:
    """Of all that run in it: each network and each task once."""
    networks, tasks = (list(dict.fromkeys(map(of, specs))) for of in (network_title, task_title))
    return SEVERAL(networks=[*networks], tasks=[*tasks])


def network_title(spec: Spec) -> Text:
    return Text(spec.architecture.title, f"architectures.{spec.architecture.name}.title")


def task_title(spec: Spec) -> Text:
    return Text(spec.task.title, f"tasks.{spec.task.name}.title")


def _words(pointer: str, value: Any, spec: Spec) -> Text:
    _, part, name = pointer.split("/", 2)
    if name == "name":
        return task_title(spec) if part == "task" else network_title(spec)
    settings: Settings = getattr(spec, part)
    path = f"training.{name}" if part == "training" else f"{part}s.{getattr(settings, 'name', '')}.{name}"
    if isinstance(value, str):
        return Text(value[:LONGEST], f"{path}.options.{value}")
    known = type(settings).model_fields.get(name)
    setting = Text(known.title if known and known.title else name, f"{path}.title")
    if isinstance(value, bool):
        return ON(setting=setting) if value else OFF(setting=setting)
    return CHOSEN(setting=setting, value=value if isinstance(value, int | float | list) else str(value))
