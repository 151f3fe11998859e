"""The rules of accessibility, as axe-core checks them."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.browser.visit import Visit

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"


@cache
def axe() -> str:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed here; `make page` does it.")
    return AXE.read_text(encoding="utf-8")


def keeps_the_rules(visit: Visit, schemes: tuple[str, ...] = ("light", "dark"), size: str = "desk") -> None:
    """Every rule in the first scheme; in the others what depends on colours."""
    if not visit.page.evaluate("typeof axe === 'object'"):
        visit.page.evaluate(axe())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    for scheme in schemes:
        visit.look(size, scheme)
        found: list[dict[str, Any]] = visit.page.evaluate(
            "options => axe.run(document, options).then(({ violations }) => violations)", options
        )
        said = [f"{one['id']}: {node['html'][:200]} {node['failureSummary']}" for one in found for node in one["nodes"]]
        assert not said, f"{size}, {scheme}: " + "\n".join(said)
        options["runOnly"] = ["color-contrast", "link-in-text-block"]
