"""Raw files out of a Debian package, got with the machine's apt; it is not installed and none of its code is run."""

import gzip
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.data.fetching.fetch import CHUNK, Delivery, Progress, RawFile, SourceError

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
        if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
            raise SourceError("this machine has no apt-get and dpkg-deb")
        total, done = sum(file.size for file in files), 0
        progress(0, total, f"{self.package} through apt-get")
        with tempfile.TemporaryDirectory(dir=folder) as unpacked:
            _run(["apt-get", "download", self.package], unpacked)
            archives = list(Path(unpacked).glob("*.deb"))
            if len(archives) != 1:
                raise SourceError(f"`apt-get download` left {len(archives)} packages where one was expected")
            _run(["dpkg-deb", "--extract", archives[0].name, "."], unpacked)
            for file in files:
                self._unpack(Path(unpacked, self.inside, f"{file.name}.gz"), folder / file.name)
                done += file.size
                progress(done, total, f"{file.name} from {self.title}")
                yield file

    def _unpack(self, packed: Path, path: Path) -> None:
        try:
            with gzip.open(packed) as content, path.open("wb") as written:
                shutil.copyfileobj(content, written, CHUNK)
        except FileNotFoundError:
            raise SourceError(f"{self.package} has no file {self.inside}/{packed.name}") from None
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise SourceError(f"{packed.name} cannot be unpacked: {error}") from error


def _run(command: Sequence[str], folder: str) -> None:
    try:
        subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS, check=True)
    except subprocess.TimeoutExpired:
        raise SourceError(f"{command[0]} did not end within {DOWNLOAD_SECONDS:g} seconds") from None
    except OSError as error:
        raise SourceError(f"{command[0]} could not be started: {error}") from error
    except subprocess.CalledProcessError as error:
        raise SourceError(
            f"{command[0]} ended with exit code {error.returncode}: {' '.join(str(error.stderr).split())}"
        ) from error
