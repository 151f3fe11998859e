"""Hatchling's build hook: no wheel, sdist or editable install without the built page."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node as a Python package, only where the page has to be built and the machine has no Node that fits."""
        node, page = _scripts(self.root)
        web = Path(self.root) / "web"
        if page.is_built(Path(self.root)) or not (web / "package.json").is_file():
            return []
        return [] if node.of_the_machine(node.engines(web)) else [node.WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        node, page = _scripts(self.root)
        try:
            page.build(Path(self.root))
        except node.NodeError as error:
            raise SystemExit(str(error)) from None


def _scripts(root: str) -> tuple[Any, Any]:
    # The hook is loaded from its file, by a process that does not have the source tree on its path.
    if root not in sys.path:
        sys.path.insert(0, root)
    from scripts import node, page

    return node, page
