"""What a laboratory is: one idea to play with by hand, without training."""

import traceback
from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from models.look.drawn import Drawn
from models.look.pictures import Picture
from models.sentences import Sentence, Text
from models.spec.settings import Settings

NOT_DRAWN = Sentence("laboratory-failed", "{title} cannot be drawn here: {error}")

Answer = TypeVar("Answer")
RESERVED = {"lesson", "text", "step"}


class Limit(Drawn):
    """A value of a setting beyond which something else happens: marked at its slider."""

    setting: str
    value: float
    words: Text


class Laboratory(Settings):
    """One file, one laboratory: its settings are the controls, and its pictures follow them."""

    title: ClassVar[str] = ""
    text: ClassVar[str] = ""
    """What to try, and what is to be seen."""
    former: ClassVar[tuple[str, ...]] = ()
    """What its file was called in earlier versions: links by these names lead here."""
    explains: ClassVar[Mapping[str, str]] = {}
    """Settings of networks that lead here, each with the own setting that takes its value, or "".

    "training/clip"; "architecture/cell" of whatever architecture has it, "architecture/conv1d/kernel" of one alone, and
    so of tasks; "block/pooling/size" of a kind of block.
    """

    @classmethod
    def __pydantic_init_subclass__(cls, **more: Any) -> None:
        super().__pydantic_init_subclass__(**more)
        if taken := RESERVED & cls.model_fields.keys():
            raise TypeError(
                f"a laboratory's link says where its lesson is by {', '.join(taken)}: call the setting otherwise"
            )

    @classmethod
    def title_of(cls, setting: str) -> Text:
        """What a setting is called, for pictures that name it."""
        laboratory = cls.__module__.rpartition(".")[2]
        return Text(cls.model_fields[setting].title or "", f"laboratories.{laboratory}.{setting}.title")

    @abstractmethod
    def pictures(self) -> list[Picture]:
        """What these settings make. ValueError says in a sentence why they make nothing."""

    def limits(self) -> list[Limit]:
        """What is marked at sliders, with the other settings as they are."""
        return []


def pictures_of(laboratory: Laboratory) -> list[Picture]:
    """The pictures. Raises ValueError, whatever goes wrong: a fault of a person's own file must not end the server."""
    return _asked(laboratory, laboratory.pictures)


def limits_of(laboratory: Laboratory) -> list[Limit]:
    """What is marked at sliders. Raises ValueError, as ``pictures_of``."""
    return _asked(laboratory, laboratory.limits)


def _asked(laboratory: Laboratory, question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except ValueError:
        raise
    except Exception as error:
        traceback.print_exc()
        name = type(laboratory).__module__.rpartition(".")[2]
        title = Text(laboratory.title, f"laboratories.{name}.title")
        raise ValueError(NOT_DRAWN(title=title, error=f"{type(error).__name__}: {error}")) from error
