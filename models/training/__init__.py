"""The training engine: ``train`` is a generator of events, snapshots and answers to looks."""

from models.training.inbox import QueueInbox
from models.training.loop import train

__all__ = ["QueueInbox", "train"]
