"""The table of what the chapters hold: every number once, every link followed."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
TABLE = (DOCS / "textbooks.md").read_text("utf-8")
NUMBERS = [f"{letter}{number}" for letter, last in (("V", 22), ("M", 34), ("X", 77)) for number in range(1, last + 1)]
ROWS = re.findall(r"^\| ([VMX]\d+) \| (.+?) \| (.+) \|$", TABLE, re.MULTILINE)
LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
LINKS = sorted(set(LINK.findall(TABLE)))


def anchors(document: Path) -> set[str]:
    """What its headings are called in an address, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_number_has_one_row() -> None:
    assert [number for number, _, _ in ROWS] == NUMBERS


@pytest.mark.parametrize(("number", "answer"), [(number, answer) for number, _, answer in ROWS])
def test_every_row_is_answered_or_says_why_not(number: str, answer: str) -> None:
    assert LINK.search(answer) or re.fullmatch(r"Not here: .+\.", answer)


@pytest.mark.parametrize(("words", "to"), LINKS)
def test_every_link_leads_somewhere(words: str, to: str) -> None:
    path, _, anchor = to.partition("#")
    file = (DOCS / path).resolve() if path else DOCS / "textbooks.md"
    assert file.exists()
    assert not anchor or anchor in anchors(file)
    lesson = re.fullmatch(r"lesson (\d+)", words)
    assert not lesson or file.name.startswith(f"{lesson[1]}-")
