"""What an image, a composition and a service are made from is there, and says what the command line understands."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from server.__main__ import app
from tests.test_layout import FILES, ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
UNIT = ROOT / "deploy" / "schoolyard.service"
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")


def sources(dockerfile: str) -> list[str]:
    """What is copied from the folder of the Dockerfile, and not from an earlier stage."""
    lines = [line.split()[1:] for line in dockerfile.splitlines() if line.startswith("COPY ")]
    return [source for words in lines if not words[0].startswith("--from=") for source in words[:-1]]


def options(command: list[str]) -> list[str]:
    return [word for word in command if word.startswith("--")]


def test_every_path_that_the_image_copies_is_there_and_not_left_out() -> None:
    left_out = set((ROOT / ".dockerignore").read_text(encoding="utf-8").split())
    found = sources(DOCKERFILE)
    assert {"pyproject.toml", "constraints.txt", "scripts", "."} <= set(found)
    for source in found:
        assert source == "." or any(name == source or name.startswith(f"{source}/") for name in FILES), source
        assert source not in left_out
    assert sources("COPY a b c/\nCOPY --from=build /x /x\nCOPY . .") == ["a", "b", "."]


def test_what_the_image_and_the_service_start_is_a_command_with_the_options_that_it_has() -> None:
    (listed,) = re.findall(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    image = [word.strip().strip('"') for word in listed.split(",")]
    (line,) = re.findall(r"^ExecStart=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    told = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200", "TERM": "dumb"}).output
    for command in (image, shlex.split(line)):
        assert (Path(command[0]).name, command[1]) == ("schoolyard", "serve")
        assert options(command)
        assert [option for option in options(command) if option not in told] == []


def test_the_composition_says_where_the_database_is_and_keeps_its_password_out_of_the_address() -> None:
    (address,) = re.findall(r"SCHOOLYARD_DATABASE: (\S+)", COMPOSE)
    assert address == "postgresql://schoolyard@database/schoolyard"
    assert re.search(r"^  database:$", COMPOSE, re.MULTILINE)
    assert len(re.findall(r"\$\{POSTGRES_PASSWORD:\?", COMPOSE)) == 2
    (version,) = re.findall(r"image: postgres:(\d+)$", COMPOSE, re.MULTILINE)
    assert int(version) >= 15
    assert "condition: service_healthy" in COMPOSE
    assert "USER schoolyard" in DOCKERFILE


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    # A program that is not installed here would be all that it complains of.
    unit = UNIT.read_text(encoding="utf-8").replace("/opt/schoolyard/bin/schoolyard", sys.executable)
    (tmp_path / "schoolyard.service").write_text(unit, encoding="utf-8")
    (tmp_path / "wrong.service").write_text(unit.replace("ProtectHome", "ProtectHouse"), encoding="utf-8")

    def verified(name: str) -> tuple[int, str]:
        told = subprocess.run(["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True)
        ours = [line for line in (told.stdout + told.stderr).splitlines() if name in line]
        return told.returncode, "\n".join(ours)

    assert verified("schoolyard.service") == (0, "")
    assert "ProtectHouse" in verified("wrong.service")[1]
