"""The built page's files."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent.parent / "static"
ENTRY = "main.tsx"
PREFIX = "/static/"
EARLY = "theme.js"
"""Runs before the first paint, where the page has it."""
PACKED = ".gz"
"""Added to the name of a file, it names the same file packed; the build writes both."""


class Assets(StaticFiles):
    """Files whose names carry a hash never change; the others are asked for again."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._folder = folder

    async def check_config(self) -> None:
        """A page that is not built has no files, which is no mistake of the server's."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not self._folder.is_dir() or "\0" in path:
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        hashed = path.replace("\\", "/").startswith("assets/")
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file as it was packed when the page was built, where there is that and the browser takes it."""
        packed = Path(f"{os.fspath(full_path)}{PACKED}")
        if not packed.is_file():
            return super().file_response(full_path, stat_result, scope, status_code)
        if "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            response = super().file_response(packed, packed.stat(), scope, status_code)
            response.headers["content-type"] = FileResponse(full_path).headers["content-type"]
            response.headers["content-encoding"] = "gzip"
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["vary"] = "accept-encoding"
        return response


@dataclass(frozen=True)
class Built:
    """What the page's head must name."""

    script: str
    early: str | None
    styles: list[str] = field(default_factory=list)
    preloads: list[str] = field(default_factory=list)


def built(folder: Path = STATIC) -> Built | None:
    """Read from Vite's manifest; None where the page is not built."""
    try:
        manifest: dict[str, Any] = json.loads((folder / ".vite" / "manifest.json").read_text("utf-8"))
    except FileNotFoundError:
        return None
    entry = manifest[ENTRY]
    chunks = [entry, *(manifest[name] for name in entry.get("imports", []))]
    return Built(
        script=PREFIX + entry["file"],
        early=PREFIX + EARLY if (folder / EARLY).is_file() else None,
        styles=[PREFIX + style for chunk in chunks for style in chunk.get("css", [])],
        preloads=[PREFIX + chunk["file"] for chunk in chunks[1:]],
    )
