"""What every network has in common that draws the frames that come next."""

from abc import abstractmethod

from torch import Tensor, nn


class NextFrames(nn.Module):
    """Draws the frame after each of a clip, and goes on from its own drawings as long as one likes."""

    @abstractmethod
    def drawn(self, frames: Tensor, ahead: int) -> Tensor:
        """Frames (batch, time, channels, height, width) -> logits of those after each, and of so many at the end:
        (batch, time - 1 + ahead, channels, height, width).
        """
