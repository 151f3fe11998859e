"""The training engine: ``train`` is a generator of events, snapshots and answers to looks.

It is imported when it is first asked for: a server knows checkpoints without torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.training.inbox import QueueInbox
    from models.training.loop import train

__all__ = ["QueueInbox", "train"]


def __getattr__(name: str) -> object:
    modules = {"QueueInbox": "inbox", "train": "loop"}
    if name in modules:
        return getattr(import_module(f"{__name__}.{modules[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
