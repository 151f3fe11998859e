"""The benches' own parts: what a page of a crowd reads, and how two builds are compared."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bench.against import comparable, compared
from bench.crowd import Visitor
from bench.figures import Figure, Subject, with_lines
from bench.lines import BRIEF, brief
from bench.pages import waits
from models.catalogue import find
from server.live import encoding
from server.live.wire import encode_frame
from server.store.rows import StoredEvent

POINTS = '{"type":"points","clock":"batch","columns":{"step":[1.0],"train/moment":[7.5,7.5]}}'


@pytest.fixture
def visitor() -> Visitor:
    listening = socket.create_server(("127.0.0.1", 0))
    with listening:
        found = Visitor(listening.getsockname()[1], ["a", "b"])
    found.welcome = True
    return found


def event(run: str, seq: int) -> bytes:
    return encode_frame(encoding.event(run, StoredEvent(1, seq, "2026-01-01", POINTS)))


@pytest.mark.parametrize("size", [1, 7, 126, 10_000])
def test_a_page_of_the_crowd_reads_frames_however_they_are_cut(visitor: Visitor, size: int) -> None:
    history = encode_frame('{"type":"history","run":"a","seq":4,"curves":[],"events":[]}' + " " * 70_000)
    data = history + encode_frame(encoding.caught_up("a", 4)) + event("a", 5) + event("a", 6) + event("a", 8)
    ages, left = list[float](), b""
    for start in range(0, len(data), size):
        left = visitor._frames(left + data[start : start + size], 8.0, ages)
    assert (left, visitor.seen, visitor.left) == (b"", {"a": 8}, {"b"})
    assert (visitor.events, visitor.gaps, ages) == (3, 1, [0.5, 0.5, 0.5])
    visitor.socket.close()


def test_builds_are_compared_time_by_time() -> None:
    assert compared([10, 10, 20], [40, 50, 60]) == "10 against 50: 4.00 (3.00 to 5.00, 3 times)"
    assert compared([1.5, 1.5], []) == "1.5; the other build does not have it"


def test_a_comparison_has_a_section_of_its_own() -> None:
    subject = Subject("pages", "What pages cost\n\nHow it was measured.\n", lambda: [])
    assert subject.titled("What pages cost, against 818ec9e").title == "What pages cost, against 818ec9e"
    assert subject.titled("Another").text == "How it was measured."


def test_the_last_of_a_hundred_is_the_99th_percentile() -> None:
    assert waits([one / 1000 for one in range(100)]) == (49.5, 99.0)


def test_it_is_said_whether_two_builds_were_measured_in_the_same_way(tmp_path: Path) -> None:
    ours, moved, changed = (tmp_path / name for name in ("ours", "moved", "changed"))
    for folder in (ours, moved, changed):
        folder.mkdir()
        (folder / "unused.py").write_text(f"NAME = {folder.name!r}\n")
        (folder / "parts.py").write_text("TIMES = 5\n")
    subject = "from bench.parts import TIMES\nfrom {path} import train\n\ndef measure():\n    {doc}train(TIMES)\n"
    (ours / "store.py").write_text(subject.format(path="models.training.loop", doc='"""Trains."""\n    '))
    for folder in (moved, changed):
        (folder / "store.py").write_text(subject.format(path="models.training", doc=""))
    assert comparable("store", ours, moved).startswith("yes")
    (changed / "parts.py").write_text("TIMES = 50\n")
    assert comparable("store", ours, changed).endswith("which differs in parts.py")


WITHOUT_BROWSER = """
import sys

sys.modules["playwright"] = None
import bench.__main__ as bench

for name in ("latency", "memory", "first_run"):
    assert bench.subject_of(name).name in bench.names()
assert {"charts", "loading"} <= set(bench.names()) and "crowd" not in bench.names()
"""


def test_a_subject_that_needs_no_browser_is_measured_without_one() -> None:
    subprocess.run([sys.executable, "-c", WITHOUT_BROWSER], check=True, timeout=60)


def test_every_architecture_is_measured_beside_a_plain_loop() -> None:
    measured = {brief(line).architecture.name for line in BRIEF.values()}
    assert measured == set(find().architectures)


def test_a_line_that_is_measured_by_itself_takes_the_place_of_its_own_alone() -> None:
    section = "Title\n\n| what | measured | goal |\n|---|---|---|\n| LeNet | 1.0 | 2 |\n| LeNet-5 | 1.5 | 2 |\n"
    new = with_lines(section, [Figure("LeNet", "3.0", "2"), Figure("VGG", "4.0")]).splitlines()
    assert new[:4] == section.splitlines()[:4]
    assert [line.partition(";")[0] for line in new[4:]] == ["| LeNet | 3.0", "| LeNet-5 | 1.5 | 2 |", "| VGG | 4.0"]
    assert len(new) == 7
