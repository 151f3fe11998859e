"""The page and the server know no task, architecture, setting or series by its own name: there will be forty more."""

import re
from collections.abc import Iterator
from pathlib import Path

from models.catalogue import find

ROOT = Path(__file__).parent.parent
FOUND = find()
ENTRIES = [*FOUND.tasks, *FOUND.architectures]
SETTINGS = {
    name for found in (FOUND.tasks, FOUND.architectures) for one in found.values() for name in one.model_fields
} - {"seed", "data"}
"""Every task has a seed, and a person's own file is always called data."""
SERIES = {
    name for found in (FOUND.tasks, FOUND.architectures) for one in found.values() for name in one.series or {}
} - {"loss"}
"""Every task has a loss."""
COMMENT = re.compile(r'/\*.*?\*/|(?<!:)//[^\n]*|""".*?"""', re.DOTALL)
# Most names are ordinary words, so each is looked for where it can be nothing but a name.
NAMED = re.compile(
    rf"/(?:task|architecture)/(?:{'|'.join(SETTINGS)})\b"
    rf"|\b(?:train|validation|test)/(?:{'|'.join(SERIES)})\b"
    rf"|\b(?:series|baseline|measured)(?:\??\.|\[\"|\.get\(\")(?:{'|'.join(SERIES)})\b"
    rf"|\b(?:name|headline|task|architecture)\s*[=!]==?\s*\"(?:{'|'.join([*ENTRIES, *SERIES])})\""
    rf"|\"name\": \"(?:{'|'.join(ENTRIES)})\""
    rf"|\b(?:architecture|task)\??\.(?:{'|'.join(SETTINGS - {'name', 'title'})})\b"
)


def named(text: str) -> Iterator[str]:
    return (match[0] for match in NAMED.finditer(COMMENT.sub("", text)))


def test_no_file_of_the_page_names_a_task_an_architecture_or_what_one_of_them_has() -> None:
    aside = {"node_modules", "tests", "text", "generated"}
    files = [file for file in (ROOT / "web").rglob("*.ts*") if not aside & set(file.relative_to(ROOT).parts)]
    assert len(files) > 150
    assert {str(file): found for file in files if (found := list(named(file.read_text("utf-8"))))} == {}


def test_no_file_of_the_server_does() -> None:
    files = list((ROOT / "server").rglob("*.py"))
    assert len(files) > 80
    assert {str(file): found for file in files if (found := list(named(file.read_text("utf-8"))))} == {}


def test_such_a_name_would_be_found() -> None:
    assert list(named('pointer: "/architecture/dropout"')) == ["/architecture/dropout"]
    assert list(named("facts.series.exact; run.baseline.accuracy")) == ["series.exact", "baseline.accuracy"]
    assert list(named('if (task.name === "addition") // "/task/examples"')) == ['name === "addition"']
    assert list(named('{"task": {"name": "addition"}}')) == ['"name": "addition"']
