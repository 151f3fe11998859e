"""The command line, as somebody types it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.data import sets
from models.data.fetching.fetch import Delivery, Progress, RawFile, SourceError
from models.data.sets import digits
from server.__main__ import app
from tests import small_digits

SMALL = ["--set", "digits=1", "--set", "examples=55", "--set", "hidden=8", "--set", "epochs=2"]


def typed(*words: str) -> tuple[int, str]:
    """Exit code, and everything that was written."""
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "160"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_network_is_trained_without_a_server_and_its_scores_are_shown() -> None:
    code, output = typed("train", "addition", "recurrent", *SMALL, "--set", "training.seed=3")
    assert code == 0
    assert "guessing" in output
    assert "Finished: " in output
    assert output.count("%") >= 6


def test_an_unknown_setting_is_answered_with_the_known_ones() -> None:
    code, output = typed("train", "addition", "recurrent", "--set", "width=8")
    assert code == 2
    assert all(name in output for name in ("width", "hidden", "learning_rate", "examples"))


def test_a_setting_that_two_parts_have_must_be_told_apart() -> None:
    code, output = typed("train", "addition", "recurrent", "--set", "seed=1")
    assert code == 2
    assert "training.seed" in output
    assert "task.seed" in output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("addition", "recurrent", "--set", "hidden=100000"), "/architecture/hidden"),
        (("addition", "recurrent", "--set", "hidden"), "setting=value"),
        (("addition", "nothing"), "recurrent"),
        (("nothing", "recurrent"), "addition"),
        (("addition", "recurrent", "--set", "examples=5051"), "5050"),
        (("addition", "recurrent", "--device", "bogus"), "What would do: auto, cpu"),
    ],
)
def test_what_cannot_be_trained_is_refused_in_words(words: tuple[str, ...], said: str) -> None:
    code, output = typed("train", *words)
    assert code == 2
    assert said in output
    assert "Traceback" not in output


def test_the_list_shows_what_there_is_and_what_is_broken(tmp_path: Path) -> None:
    code, output = typed("list")
    assert code == 0
    assert all(word in output for word in ("Tasks", "addition", "recurrent", "addition-race", "answers"))
    (tmp_path / "tasks").mkdir()
    (tmp_path / "tasks" / "wrong.py").write_text("raise ValueError('[half] written')\n")
    code, output = typed("list", "--with", str(tmp_path))
    assert code == 1
    assert "wrong.py:1: ValueError: [half] written" in output.replace("\n", "")


def test_data_are_checked_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    monkeypatch.setattr(digits, "DATASET", small_digits.place(tmp_path))
    code, output = typed("data", "mnist")
    assert (code, "MNIST: 4 files, 0.1 MB, checked." in output) == (0, True)
    declaration = "Licence: CC BY-SA 3.0 (https://creativecommons.org/licenses/by-sa/3.0/)."
    assert declaration in output.partition("checked.")[0].replace("\n", " ")
    assert "Fashion" not in output
    code, output = typed("data", "mnits")
    assert (code, "There is no data set mnits" in output) == (2, True)


@dataclass(frozen=True)
class Nowhere:
    """A source that has nothing."""

    title: str = "the attic"

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        yield from ()
        raise SourceError("there is no network")


def test_every_data_set_that_is_found_is_fetched_and_each_that_cannot_be_had_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCHOOLYARD_CACHE", str(tmp_path))
    here = small_digits.place(tmp_path)
    gone, lost = (replace(here, name=name, title=name.title(), sources=(Nowhere(),)) for name in ("gone", "lost"))
    monkeypatch.setattr(sets, "find_all", lambda: (gone, here, lost))
    code, output = typed("data")
    assert code == 1
    assert f"{here.title}: 4 files, 0.1 MB, checked." in output
    assert "Gone could not be fetched" in output
    assert "Lost could not be fetched" in output
    assert "the attic: there is no network" in output.replace("\n", " ")


def test_help_names_every_command() -> None:
    code, output = typed("--help")
    assert code == 0
    assert all(command in output for command in ("serve", "train", "list", "data"))
