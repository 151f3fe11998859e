"""How a script that was made from a run gets at a file of data: where it lay, out of the script itself, or fetched.

It is a part of the script, and so needs nothing but Python.
"""

import base64
import gzip
import hashlib
import http.client
import urllib.request
import zlib
from collections.abc import Sequence
from pathlib import Path

SECONDS = 30.0
"""After so long without a byte a mirror counts as gone."""


def raw_file(name: str, sha256: str, folders: Sequence[str], mirrors: Sequence[str]) -> Path:
    """Where the file of this name and SHA-256 lies: in one of ``folders``, or in the first after it was fetched.

    Raises FileNotFoundError if it is nowhere to be had.
    """
    path = stored_file(name, sha256, folders)
    if path is not None:
        return path
    reasons = []
    for address in [*(f"{mirror}{name}.gz" for mirror in mirrors), *(f"{mirror}{name}" for mirror in mirrors)]:
        try:
            with urllib.request.urlopen(address, timeout=SECONDS) as answer:
                content = answer.read()
            if not address.endswith(f"/{name}"):
                content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
            reasons.append(f" {address}: {error}.")
            continue
        if hashlib.sha256(content).hexdigest() == sha256:
            return write_file(Path(folders[0], name), content)
        reasons.append(f" {address} is another file.")
    raise FileNotFoundError(
        f"{name} with the SHA-256 {sha256} is not here.{''.join(reasons)} Put it into the folder {folders[0]}."
    )


def text_file(name: str, text: str, folders: Sequence[str]) -> Path:
    """Where the file of this name and this text lies: in one of ``folders``, or in the first after it was written."""
    return file_of(name, text.encode(), folders)


def bytes_file(name: str, text: str, folders: Sequence[str]) -> Path:
    """The same of a file whose bytes are ``text`` in base64."""
    return file_of(name, base64.b64decode(text), folders)


def file_of(name: str, content: bytes, folders: Sequence[str]) -> Path:
    """Where the file of this name and this content lies, written first where it is in none of ``folders``."""
    path = stored_file(name, hashlib.sha256(content).hexdigest(), folders)
    return write_file(Path(folders[0], name), content) if path is None else path


def stored_file(name: str, sha256: str, folders: Sequence[str]) -> Path | None:
    """The first of that name which is the right one."""
    paths = [path for path in (Path(folder, name) for folder in folders) if path.is_file()]
    return next((path for path in paths if hashlib.sha256(path.read_bytes()).hexdigest() == sha256), None)


def write_file(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
