"""The catalogue as pages get it: packed where they take it, encoded once, and there whatever a stranger's file does."""

import gzip
import json
from pathlib import Path

import pytest

from models.catalogue import find
from models.layers.transferred import Adapted
from models.look.view import OfKind, has_layer, layer_types
from server.catalogue.listing import Listing, described
from tests.specs import FOUND, pairs


@pytest.fixture(scope="module")
def listing() -> Listing:
    return Listing(described(FOUND, [], []), FOUND)


def test_what_is_packed_is_what_is_plain(listing: Listing) -> None:
    plain, packed = listing.encoded(2, packed=False), listing.encoded(2, packed=True)
    assert gzip.decompress(packed) == plain
    assert 4 * len(packed) < len(plain)
    assert json.loads(plain)["workers"] == 2


def test_it_is_encoded_anew_when_data_have_come(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    before = listing.encoded(2, packed=False)
    assert listing.encoded(2, packed=False) is before
    monkeypatch.setattr(FOUND.tasks["digits"], "missing", lambda: "Fetch them.")
    (digits,) = (task for task in json.loads(listing.encoded(2, packed=False))["tasks"] if task["name"] == "digits")
    assert digits["missing"]["text"] == "Fetch them."
    assert json.loads(listing.encoded(3, packed=False))["workers"] == 3


UNBUILDABLE = """
from models.spec import Architecture, Kind

class Mine(Architecture):
    title = text = "Mine"
    kinds = frozenset({Kind.SYMBOLS_TO_SYMBOLS})

    def network(self, shapes):
        raise RuntimeError("not yet")
"""


def test_a_network_that_cannot_be_built_is_listed_and_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "architectures").mkdir()
    (tmp_path / "architectures" / "mine.py").write_text(UNBUILDABLE, "utf-8")
    found = find([tmp_path])
    encoded = json.loads(Listing(described(found, [], []), found).encoded(2, packed=False))
    views = {view["name"]: view["fits"] for view in encoded["views"]}
    assert "mine" in views["answers"]["addition"]
    assert "mine" not in views["gates"]["addition"]


def test_one_network_of_each_kind_stands_for_all_its_tasks() -> None:
    for task, architecture in ((FOUND.tasks[one](), FOUND.architectures[other]()) for one, other in pairs()):
        exact = layer_types.__wrapped__(architecture, OfKind(task.kind, task.shapes()))
        # Pictures are made fit for a body only where they are of another size; no view asks for that layer.
        assert exact ^ layer_types(architecture, OfKind(task.kind, task.shapes())) <= {Adapted}
        assert has_layer(task, architecture, tuple(exact))
