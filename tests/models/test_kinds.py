"""The joint between tasks and architectures: one row is all that a kind is."""

import re
from pathlib import Path

import pytest
import torch

from models.architectures.mlp import Mlp
from models.catalogue import find
from models.plan.plan import example
from models.spec.kinds import Kind, Shapes

ROOT = Path(__file__).parent.parent.parent
MAY_NAME_KINDS = {
    "models/spec/kinds.py", "models/images/classification.py", "models/forecasts/forecasting.py",
    "models/texts/next_symbol.py", "models/images/again.py",
}  # fmt: skip
"""The list, and what tasks are made on that name a class or make pictures again, foretell, or go on with a text."""
OF_A_TASK = re.compile(r"^    kind: ClassVar\[Kind\] = Kind\.[A-Z_]+$")
OF_AN_ARCHITECTURE = re.compile(r"^    kinds: ClassVar\[frozenset\[Kind\]\] = frozenset\(\{Kind\..*\}\)$")


def test_no_file_but_the_list_names_a_kind_besides_tasks_and_architectures_that_say_their_own() -> None:
    names = re.compile("|".join([rf"\b(?:Kind\.)?{kind.name}\b" for kind in Kind] + [re.escape(kind) for kind in Kind]))
    files = [
        file for part in ("models", "server", "web") for ending in ("py", "ts", "tsx") for file in source(part, ending)
    ]
    assert len(files) > 300
    naming = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in files
        if file.relative_to(ROOT).as_posix() not in MAY_NAME_KINDS
        for line in file.read_text("utf-8").splitlines()
        if names.search(line) and not may_name(file, line)
    ]
    assert naming == []


def source(part: str, ending: str) -> list[Path]:
    """The files of a part that are shipped."""
    return [file for file in (ROOT / part).rglob(f"*.{ending}") if not {"node_modules", "tests"} & set(file.parts)]


def may_name(file: Path, line: str) -> bool:
    own = {"tasks": OF_A_TASK, "architectures": OF_AN_ARCHITECTURE}.get(file.parent.name)
    return own is not None and own.match(line) is not None


@pytest.mark.parametrize("kind", Kind)
def test_the_row_of_a_kind_says_which_numbers_the_plan_sends_through(kind: Kind) -> None:
    batch = example(kind, Shapes((3, 8, 8), (4,)))
    assert (batch.inputs.dtype, batch.targets.dtype) == (kind.inputs.dtype, kind.targets.dtype)
    inputs, _, targets = kind.partition(" -> ")
    words = {
        "symbols": torch.long,
        "story": torch.long,
        "noise": torch.long,
        "class": torch.long,
        "classes": torch.bool,
    }
    words |= {"answer": torch.long, "next": torch.long}
    assert batch.inputs.dtype == words.get(inputs, torch.float)
    assert batch.targets.dtype == words.get(targets, torch.float)


def test_a_kind_is_stored_by_its_name_and_found_by_it() -> None:
    assert Kind("image -> class") is Kind.IMAGE_TO_CLASS  # type: ignore[call-arg]
    assert f"{Kind.IMAGE_TO_CLASS}" == "image -> class"


def test_the_guide_lists_every_kind_with_its_tensors() -> None:
    guide = (ROOT / "docs/add-a-task.md").read_text("utf-8")
    rows = [f"| {kind} | {kind.inputs.described} | {kind.targets.described} |" for kind in Kind]
    assert [line for line in guide.splitlines() if " -> " in line and line.startswith("|")] == rows


def test_every_architecture_of_the_library_says_its_kinds_and_stands_in_a_family() -> None:
    assert [name for name, one in find().architectures.items() if not one.kinds or not one.family] == []


def test_a_file_of_version_0_1_that_asks_for_its_kind_by_itself_goes_on_working(tmp_path: Path) -> None:
    (tmp_path / "architectures").mkdir()
    (tmp_path / "architectures" / "older.py").write_text(
        "from models.architectures.mlp import Mlp\nfrom models.kinds import Kind, Shapes\n"
        "class Older(Mlp):\n    kinds, family = frozenset(), ''\n"
        "    def fits(self, kind: Kind, shapes: Shapes):\n"
        "        return None if kind is Kind.IMAGE_TO_CLASS else 'It reads pictures.'\n"
    )
    found = find([tmp_path])
    assert found.broken == []
    assert "older" in found.fitting(found.tasks["digits"]())
    assert "older" not in found.fitting(found.tasks["addition"]())


def test_a_misfit_says_which_kinds_would_fit() -> None:
    assert Mlp().fits(Kind.IMAGE_TO_CLASS, Shapes((1, 28, 28))) is None
    assert Mlp().fits(Kind.BITS_TO_BITS, Shapes((4, 8))) == (
        "Dense network is for tasks of the kind image -> class, image -> classes, image -> values."
    )
