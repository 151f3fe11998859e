"""Hatchling's build hook: no wheel, sdist or editable install without the built page; with the core where it can be."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node and a C compiler as Python packages, only where they are needed and the machine has none that fits."""
        node, page, native = _scripts(self.root)
        root = Path(self.root)
        compiler = [] if native.is_built(root) or native.of_the_machine() else [native.WHEEL]
        if page.is_built(root) or not (root / "web" / "package.json").is_file():
            return compiler
        return compiler if node.of_the_machine(node.engines(root / "web")) else [node.WHEEL, *compiler]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        node, page, native = _scripts(self.root)
        native.build(Path(self.root))
        try:
            page.build(Path(self.root))
        except node.NodeError as error:
            raise SystemExit(str(error)) from None


def _scripts(root: str) -> tuple[Any, Any, Any]:
    # The hook is loaded from its file, by a process that does not have the source tree on its path.
    if root not in sys.path:
        sys.path.insert(0, root)
    from scripts import native, node, page

    return node, page, native
