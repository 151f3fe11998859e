"""The memory of activations: bytes that a forward pass saves for backward."""

from typing import Any, Self

from torch import Tensor, nn
from torch.autograd.graph import saved_tensors_hooks


class ActivationMemory:
    """A context that adds up the bytes of all that autograd saves in it, but for the parameters of ``network``.

    Shared storage is counted once. That holds on the meta device too, where storage has a size and no bytes.
    """

    def __init__(self, network: nn.Module) -> None:
        self.own = {memory(parameter) for parameter in network.parameters()}
        self.saved: dict[int, Any] = {}
        """Storage by its identity; it is referred to here, so that no other storage gets the same identity."""
        self.hooks = saved_tensors_hooks(self.save, lambda tensor: tensor)

    def save(self, tensor: Tensor) -> Tensor:
        """Counts a tensor (…) that autograd saves, and returns it."""
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
    """The identity of the storage of a tensor (…); equal for tensors that share it."""
    return int(tensor.untyped_storage()._cdata)
