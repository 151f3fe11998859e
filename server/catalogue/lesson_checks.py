"""What must hold of a lesson: every state that it leads the page to can be trained, and every name in it is known."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from pydantic.fields import FieldInfo

from models.catalogue import Catalogue
from models.sentences import Sentence, Text, text_of
from models.spec.settings import Settings, for_page
from models.spec.spec import Spec
from models.spec_error import SpecError
from server.schema.catalogue import Lesson, Step

LESSON_WITHOUT_STEPS = Sentence(
    "lesson-without-steps", "A lesson has at least one step, a section that begins with ##."
)

IN_STEP = Sentence("lesson-step", "{step}: {why}")
NOTHING_TO_PREDICT = Sentence("nothing-to-predict", "there is nothing to predict without a race.")
NO_SERIES = Sentence("no-such-series", "this task has no series {series}; it has {others}.")
NO_VIEW = Sentence("no-such-view", "there is no view called {name}; there are {others}.")
NO_AMOUNT = Sentence("no-amount-of-data", "this task has no setting for how many training examples there are.")
NOTHING_TO_SHOW = Sentence("view-without-picture", "the view {name} has nothing to show inside this network.")
VIEW_OF_DATA = Sentence(
    "view-of-data", "the view {name} is of the data, not of a network: link to it in the prose, as #inside/{name}."
)
NO_LABORATORY = Sentence("no-such-laboratory", "there is no laboratory called {name}; there are {others}.")
NO_SUCH_CONTROL = Sentence(
    "laboratory-has-no-setting", "the laboratory {name} has no setting {setting}; it has {others}."
)
NOT_ON_PAGE = Sentence(
    "nothing-of-this-name",
    "there is nothing called {name} on the page; there are settings such as /training/epochs, and parts such as runs.",
)

WHOLE = "/architecture"
"""What a race names that gives whole networks, each with settings of its own."""
PANEL = re.compile(r"[a-z][a-z0-9-]*")
"""The name of a part of the page. Which there are only the page knows: it says itself what it does not have."""
SERIES = {"learning_rate", "speed", "gradient", "update", "sizes"}
"""Charts of every training, whatever its task measures."""
LINK = re.compile(r'href="#(/\w+/\w+|inside/\w*|laboratory/[^"]*)"')
"""To a control, to a view, or to a laboratory."""


def check(lesson: Lesson, catalogue: Catalogue) -> Iterator[tuple[int, Text]]:
    """What is wrong, each with the place of its step; -1 for the whole."""
    if not lesson.steps:
        yield -1, LESSON_WITHOUT_STEPS()
    spec: dict[str, Any] = lesson.spec
    try:
        catalogue.parse(spec)
    except SpecError as error:
        yield -1, text_of(error)
    for place, step in enumerate(lesson.steps):
        try:
            spec = settled(spec, step.set)
            parsed = catalogue.parse(spec)
            for pointer, values in step.race.items():
                for value in values:
                    whole = {**spec, "architecture": value}
                    catalogue.parse(whole if pointer == WHOLE else settled(spec, {pointer: value}))
        except (SpecError, ValueError) as error:
            yield place, IN_STEP(step=step.title, why=text_of(error))
            return
        for why in wrong(step, parsed, catalogue):
            yield place, IN_STEP(step=step.title, why=why)


def wrong(step: Step, spec: Spec, catalogue: Catalogue) -> Iterator[Text]:
    """What a step says that cannot be in the state it leads to."""
    yield from wrong_view(step.look, spec, catalogue)
    if step.look in catalogue.views and catalogue.views[step.look].of_data:
        yield VIEW_OF_DATA(name=step.look)
    for link in LINK.findall(step.html):
        kind, _, name = link.partition("/")
        if kind == "laboratory":
            yield from wrong_laboratory(unescape(name), catalogue)
        else:
            yield from wrong_view(name, spec, catalogue) if kind == "inside" else wrong_name(link, spec)
    for name in step.hide or []:
        if not PANEL.fullmatch(name):
            yield from wrong_name(name, spec)
    if step.predict and not any(len(values) > 1 for values in step.race.values()):
        yield NOTHING_TO_PREDICT()
    if step.goal and step.goal.fewest == "data" and not any(map(is_amount, type(spec.task).model_fields.values())):
        yield NO_AMOUNT()
    named = [*(set(step.charts) - SERIES), *(one.series for one in (step.predict, step.goal) if one)]
    measured = spec.measured
    yield from (NO_SERIES(series=series, others=list(measured)) for series in named if series not in measured)


def is_amount(field: FieldInfo) -> bool:
    """Whether it is the setting of a task that says how much there is to learn from."""
    return for_page(field).get("role") == "amount of data"


def wrong_view(name: str, spec: Spec, catalogue: Catalogue) -> Iterator[Text]:
    if name and name not in catalogue.views:
        yield NO_VIEW(name=name, others=list(catalogue.views))
    elif name and not catalogue.views[name].offered(spec.task, spec.architecture):
        yield NOTHING_TO_SHOW(name=name)


def wrong_laboratory(link: str, catalogue: Catalogue) -> Iterator[Text]:
    """``link`` is the name of a laboratory and settings of it: "activations&layers=10"."""
    name, *settings = link.split("&")
    laboratory = catalogue.laboratory_called(name)
    if laboratory is None:
        yield NO_LABORATORY(name=name, others=list(catalogue.laboratories))
        return
    known = laboratory.model_fields
    for setting in settings:
        if setting.partition("=")[0] not in known:
            yield NO_SUCH_CONTROL(name=name, setting=setting.partition("=")[0], others=list(known))


def wrong_name(name: str, spec: Spec) -> Iterator[Text]:
    """Of a part of the spec, "/training", or a setting "/training/epochs"."""
    _, _, rest = name.partition("/")
    part, _, field = rest.partition("/")
    parts: dict[str, Settings] = {"task": spec.task, "architecture": spec.architecture, "training": spec.training}
    if part in parts and (not field or field in {*type(parts[part]).model_fields, *parts[part].renamed}):
        return
    yield NOT_ON_PAGE(name=name)


def settled(spec: dict[str, Any], settings: dict[str, Any]) -> dict[str, Any]:
    """``spec`` with settings by JSON pointer. Another task or architecture begins with the settings of its own."""
    made = {part: dict(values) for part, values in spec.items()}
    for pointer, value in sorted(settings.items(), key=lambda one: not one[0].endswith("/name")):
        _, _, rest = pointer.partition("/")
        part, _, field = rest.partition("/")
        if field == "name" and made.get(part, {}).get("name") != value:
            made[part] = {}
        made.setdefault(part, {})[field] = value
    return made
