"""What a laboratory answers."""

from models.look.pictures import Picture
from server.schema.base import Body


class Pictures(Body):
    """One below the other."""

    pictures: list[Picture]
