"""Pictures that are drawn as a sentence asks: what views ask of such a task."""

from abc import abstractmethod
from dataclasses import dataclass

from torch import Tensor

from models.spec.task import Task


@dataclass(frozen=True)
class Condition:
    """One thing that a sentence can ask for, and the words that can be said of it."""

    name: str
    title: str
    words: tuple[str, ...]


class Described(Task):
    """A task whose inputs are sentences (batch, time) that describe the pictures."""

    @abstractmethod
    def conditions(self) -> tuple[Condition, ...]:
        """What can be asked for, thing by thing."""

    @abstractmethod
    def sentence(self, chosen: tuple[int, ...]) -> Tensor:
        """The sentence (1, time) with the word of this number for each condition."""

    @abstractmethod
    def asked_for(self, sentences: Tensor) -> Tensor:
        """Which word sentences (batch, time) say of each condition, (batch, conditions); -1 of what is left unsaid."""

    @abstractmethod
    def seen_in(self, pictures: Tensor, sentences: Tensor) -> Tensor:
        """Which word would be right of pictures (batch, channels, height, width) that were drawn for sentences (batch,
        time), (batch, conditions).
        """

    def obeyed(self, pictures: Tensor, sentences: Tensor) -> Tensor:
        """Whether such pictures are as such sentences ask, (batch, conditions); what is left unsaid is obeyed."""
        asked = self.asked_for(sentences)
        return (asked == self.seen_in(pictures, sentences)) | (asked < 0)
