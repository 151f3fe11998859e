"""What a laboratory answers."""

from pydantic import Field

from models.look.laboratory import Limit
from models.look.pictures import Picture
from server.schema.base import Body


class Pictures(Body):
    """One below the other."""

    pictures: list[Picture]
    limits: list[Limit] = Field(default_factory=list)
    """Values of settings that are marked at their sliders."""
