"""Under which heading of the page an architecture stands."""

from typing import Literal

Family = Literal["", "dense", "convolutional", "recurrent", "attention", "generative", "memory"]
"""The empty one is the heading of all others."""
