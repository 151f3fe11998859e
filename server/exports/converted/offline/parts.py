"""What a page that asks a network is built of: its program, its looks, and onnxruntime-web, packed by gzip."""

from pathlib import Path

BUILT = Path(__file__).parents[3] / "static" / "offline"
PARTS = {"program": "offline.js", "styles": "offline.css", "runtime": "runtime.wasm.gz"}
"""By what each is for: ``web/offline/`` is where they come from."""


def built(folder: Path = BUILT) -> bool:
    """Whether they are there."""
    return all((folder / name).is_file() for name in PARTS.values())
