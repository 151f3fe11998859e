"""What a run can be taken away as."""

from models.sentences import Text
from server.schema.base import Body


class Export(Body):
    """One file of ``GET /api/runs/{run}/export/FILE``."""

    file: str
    title: Text
    """As it stands after the word "Download"."""
    text: Text
    of_weights: bool
    """Whether there is one for each of the run's ``snapshots``: ``?at=STEP``."""
    reason: Text | None
    """Why it cannot be had now; null where it can."""
