"""What a compiler is told when the core is built: of which processor, whoever's compiler it is."""

import pytest

from scripts import native
from scripts.install import ROOT

ALL = [(machine, name) for machine, sets in native.SETS.items() for name in sets]


@pytest.mark.parametrize(("machine", "instructions"), ALL, ids="-".join)
def test_no_library_is_built_for_the_processor_that_happens_to_be_there(
    machine: str, instructions: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = native.SETS[machine][instructions]
    monkeypatch.setattr(native, "find_spec", lambda name: name)
    monkeypatch.setattr(native, "of_the_machine", lambda: None)
    by_zig = native.command(told) or []
    assert native.WHEEL in by_zig
    assert [one for one in by_zig if one.startswith("-mcpu=")]
    assert not [one for one in by_zig if one.startswith("-march=") or one.endswith("native")]
    monkeypatch.setattr(native, "of_the_machine", lambda: "gcc")
    assert [one for one in native.command(told) or [] if one.startswith("-march=")]


def test_the_compiler_of_pypi_is_pinned() -> None:
    assert f"\n{native.WHEEL}==" in (ROOT / "constraints.txt").read_text("utf-8")
