"""What is wrong with a file that somebody wants to learn from."""


class Unusable(ValueError):
    """A file that cannot be used; the sentence says what is wrong, where, and what would do."""
