"""The small drawings of the map, made of the things themselves, each once as long as the process lives."""

from collections.abc import Mapping
from typing import Any

from models.look.small_picture import small_picture
from models.plan.small_drawing import small_drawing
from models.spec_error import SpecError
from server.answers.loaded import Loaded
from server.catalogue.lessons import pick
from server.catalogue.listing import led_to
from server.library.facts import DrawnCard
from server.machine.pace import of_narrow_layers, seconds_per_call
from server.schema.base import SpecJson
from server.schema.places import Card


def drawings(loaded: Loaded, cards: list[Card]) -> list[DrawnCard | None]:
    return [drawn(loaded, card) for card in cards]


def drawn(loaded: Loaded, card: Card) -> DrawnCard | None:
    """None of what is not here, or cannot be built."""
    key = (card.sort, card.name)
    if key not in loaded.drawn:
        loaded.drawn[key] = drawn_now(loaded, card)
    return loaded.drawn[key]


def drawn_now(loaded: Loaded, card: Card) -> DrawnCard | None:
    if card.sort == "laboratory":
        laboratory = loaded.catalogue.laboratory_called(card.name)
        return None if laboratory is None else DrawnCard(vars(small_picture(laboratory())))
    played = played_in(loaded, card.name) if card.sort == "lesson" else None
    if played is not None:
        return drawn(loaded, Card(sort="laboratory", name=played))
    json = spec_of(loaded, card)
    if json is None:
        return None
    try:
        spec = loaded.catalogue.parse(json)
    except SpecError:
        return None
    small = small_drawing(spec.task, spec.architecture)
    sheets = [vars(sheet) for sheet in small.sheets]
    steps = min(spec.steps, spec.steps_per_epoch)
    examples = min(steps * spec.training.batch_size, spec.task.counts()[0])
    return DrawnCard(
        {"sheets": sheets}, spec.to_json(), small.parameters, small.multiply_adds * examples, small.calls * steps,
        steps / spec.steps_per_epoch,
    )  # fmt: skip


def played_in(loaded: Loaded, name: str) -> str | None:
    """The laboratory that a lesson is about: the first that it leads to, where it neither races nor looks inside."""
    lesson = pick(loaded.lessons[0], name, "en")
    if lesson is None or any(step.race or step.look or step.goal for step in lesson.steps):
        return None
    return next(iter(led_to(lesson)), None)


def spec_of(loaded: Loaded, card: Card) -> SpecJson | None:
    """What is trained where somebody opens the card; None where there is no such thing, or nothing for it."""
    known = loaded.catalogue
    if card.sort == "preset":
        return next((one.spec for one in known.presets if one.name == card.name), None)
    if card.sort == "lesson":
        lesson = pick(loaded.lessons[0], card.name, "en")
        return None if lesson is None else lesson.spec
    if card.sort == "task":
        task = known.tasks.get(card.name)
        fitting = known.fitting(task()) if task else []
        return as_trained(known.presets, {"task": card.name, "architecture": fitting[0]}) if fitting else None
    architecture = known.architectures.get(card.name)
    return None if architecture is None else network_of(loaded, card.name)


def network_of(loaded: Loaded, name: str) -> SpecJson | None:
    """An architecture as its first preset has it, else at its defaults on the first task that it fits."""
    known = loaded.catalogue
    for preset in known.presets:
        if preset.spec["architecture"]["name"] == name:
            return preset.spec
    architecture = known.architectures[name]()
    for task in known.tasks.values():
        if architecture.fits(task().kind, task().shapes()) is None:
            return {"task": {"name": task.name}, "architecture": {"name": name}}
    return None


def as_trained(presets: list[Any], names: Mapping[str, str]) -> SpecJson:
    """Both as a preset has them together, else at their defaults."""
    for preset in presets:
        if all(preset.spec.get(part, {}).get("name") == name for part, name in names.items()):
            found: SpecJson = preset.spec
            return found
    return {part: {"name": name} for part, name in names.items()}


def classroom_pace(loaded: Loaded) -> list[float]:
    return [of_narrow_layers(), seconds_per_call()]
