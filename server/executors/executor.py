"""What an executor is that a server can be started with, and how it is found: ``NAME/executor.py``.

NAME is a folder beside this file, or in a person's ``--with FOLDER/executors/``. ``schoolyard serve --executor NAME``
chooses it; nothing else has to be changed. Only the chosen one is imported: another may need what is not installed.
"""

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from models.modules import OwnNames, TwoOfOneName, imported, line_of, only_class
from server.executors.protocol import Executor
from server.settings import Settings

HERE = Path(__file__).parent
FOLDER = "executors"
"""What the folder of a person's own is called."""
FILE = "executor.py"


class NoExecutor(Exception):
    """The executor that was chosen cannot be had: ``why`` in a sentence, and which names there are."""

    def __init__(self, why: str, names: Sequence[str]) -> None:
        super().__init__(f"{why}; there are {', '.join(names)}")
        self.why, self.names = why, names


class NamedExecutor(Executor):
    """An executor that is chosen by the name of its folder. The methods of ``Executor`` are its contract."""

    title: str
    """Who trains, as the log says it after "Runs are trained by": ``processes of this machine``."""

    @classmethod
    @abstractmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Made before the server is reached, and not opened yet: no process, file or connection is made here.

        Of ``settings`` it reads how many runs at once it may train (``workers``; None: as it likes), where own tasks
        and architectures lie (``folders``), where people's own data lie (``uploads``), and the ``data`` folder, in
        which it may keep a folder of its own. What else it needs to know it takes from the environment.

        Raises ValueError with a sentence if it cannot work with these.
        """


def find(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """The file of each executor by name; a person's own takes the place of ours. Nothing is imported.

    Raises ``NoExecutor`` if two of ``folders`` bring the same name.
    """
    files: dict[str, Path] = {}
    own = OwnNames()
    for root in (HERE, *(folder / FOLDER for folder in folders)):
        for file in sorted(root.glob(f"*/{FILE}")):
            name = file.parent.name
            try:
                if root != HERE:
                    own.claim("executor", name, file)
            except TwoOfOneName as error:
                raise NoExecutor(str(error), list(files)) from error
            files[name] = file
    return files


def executor_of(settings: Settings) -> Executor:
    """The executor that ``settings`` choose, not opened yet.

    Raises ``NoExecutor`` if there is none of this name, if it lacks a part, or if it cannot work with ``settings``.
    """
    files = find(settings.folders)
    file = files.get(settings.executor)
    if file is None:
        raise NoExecutor(f"there is no executor {settings.executor!r}", list(files))
    try:
        return _class_of(file).from_settings(settings)
    except Exception as error:  # a person's own file may fail in any way
        why = f"{file}:{line_of(file, error)} cannot be used as an executor ({type(error).__name__}: {error})"
        raise NoExecutor(why, list(files)) from error


def _class_of(file: Path) -> type[NamedExecutor]:
    """Raises TypeError if the file has no executor or it has no title, and whatever the file raises."""
    folder = file.parent
    package = f"{__package__}.{folder.name}" if folder.parent == HERE else ""
    cls = only_class(imported(file, folder.parent.parent, package, siblings=True), NamedExecutor)
    if not hasattr(cls, "title"):
        raise TypeError(f"{cls.__name__} has no title")
    return cls
