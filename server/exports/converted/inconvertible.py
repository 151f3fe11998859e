"""Why a network cannot be written in another form."""


class Inconvertible(Exception):
    """The text is a sentence for people."""
