"""What a pass forward keeps in memory for the way back."""

from typing import Any, Self

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks


class ActivationMemory:
    """A context that adds up the bytes of all that autograd saves in it, but for the parameters of ``network``.

    Whatever lies in the same memory counts once. It does so on the meta device too, where nothing is there to be kept.
    """

    def __init__(self, network: nn.Module) -> None:
        self.own = {memory(parameter) for parameter in network.parameters()}
        self.saved: dict[int, Any] = {}
        """By its memory, which stays taken, so that none is seen again as another's."""
        self.hooks = saved_tensors_hooks(self.save, lambda tensor: tensor)

    def save(self, tensor: Tensor) -> Tensor:
        """Counts a tensor (…) that autograd saves, and hands it on."""
        if memory(tensor) not in self.own:
            self.saved[memory(tensor)] = tensor.untyped_storage()
        return tensor

    @property
    def bytes(self) -> int:
        return sum(storage.nbytes() for storage in self.saved.values())

    def __enter__(self) -> Self:
        self.hooks.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self.hooks.__exit__(*raised)


def memory(tensor: Tensor) -> int:
    """Equal for tensors (…) that lie in the same memory."""
    return int(tensor.untyped_storage()._cdata)
