"""What a laboratory is: one idea to play with by hand, without training."""

import traceback
from abc import abstractmethod
from typing import Any, ClassVar

from models.look.pictures import Picture
from models.spec.settings import Settings

RESERVED = {"lesson", "text", "step"}


class Laboratory(Settings):
    """One file, one laboratory: its settings are the controls, and its pictures follow them."""

    title: ClassVar[str] = ""
    text: ClassVar[str] = ""
    """What to try, and what is to be seen."""

    @classmethod
    def __pydantic_init_subclass__(cls, **more: Any) -> None:
        super().__pydantic_init_subclass__(**more)
        if taken := RESERVED & cls.model_fields.keys():
            raise TypeError(
                f"a laboratory's link says where its lesson is by {', '.join(taken)}: call the setting otherwise"
            )

    @abstractmethod
    def pictures(self) -> list[Picture]:
        """What these settings make. ValueError says in a sentence why they make nothing."""


def pictures_of(laboratory: Laboratory) -> list[Picture]:
    """The pictures. Raises ValueError, whatever goes wrong: a fault of a person's own file must not end the server."""
    try:
        return laboratory.pictures()
    except ValueError:
        raise
    except Exception as error:
        traceback.print_exc()
        raise ValueError(f"{laboratory.title} cannot be drawn here: {type(error).__name__}: {error}") from error
